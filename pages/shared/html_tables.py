"""Small tables as HTML: they can be read aloud, copied and printed, which a canvas cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from charts.markup import Html, tag
from data.language import say


@dataclass(frozen=True)
class Column:
    """`cell(row)`: text (escaped) or markup; `kind`: a class, "number", "short" (unbroken), "file" or ""."""

    title: str
    cell: Callable[[Any], object]
    kind: str = ""


def plain_table(columns: Sequence[Column], rows: Sequence[Any], caption: str = "") -> Html:
    """A row per item of `rows`; wide tables scroll inside their own box."""
    head = tag("tr", *(tag("th", each.title, scope="col", class_=each.kind or None) for each in columns))
    body = (
        tag("tr", *(tag("td", each.cell(row), class_=each.kind or None) for each in columns)) for row in rows
    )
    title = tag("caption", caption) if caption else ""
    table = tag("table", title, tag("thead", head), tag("tbody", *body), class_="plain")
    label = caption or say("、").join(each.title for each in columns if each.title)
    return tag("div", table, class_="plain-box", tabindex="0", role="region", aria_label=label)
