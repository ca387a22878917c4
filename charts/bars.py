"""What a figure is made of: the parts of the county, each as a bar with its count and share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.area_figures import number
from charts.markup import Html, join, tag
from charts.measure import Measure
from charts.text import number_text, plain_number, value_text
from data.language import say

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_BARS = 15


@dataclass(frozen=True)
class Part:
    """One item of a breakdown; for a share, `value` is the item's own numerator over its denominator."""

    item: str
    numerator: float
    denominator: float | None
    value: float | None


def bars(parts: Sequence[Part], measure: Measure) -> Html:
    """Bars in the order given; never coloured, for a part is no verdict."""
    by_value = measure.unit in ("percent", "days")
    sizes = [(part.value if by_value else part.numerator) or 0.0 for part in parts]
    largest = max(sizes, default=1.0) or 1.0
    most = 100.0 if measure.unit == "percent" and largest > 50 else largest
    total = sum(part.numerator for part in parts)
    rows = join(_bar(part, size / most, total, measure) for part, size in zip(parts, sizes, strict=True))
    return tag("div", rows, class_="bars", role="table", aria_label=parts_sentence(parts, measure))


def parts_sentence(parts: Sequence[Part], measure: Measure) -> str:
    """The finding of a breakdown, for a reader who cannot see it."""
    if not parts:
        return say("{name}：没有数据。", name=measure.name)
    most = max(parts, key=lambda part: part.denominator or part.numerator)
    count = plain_number(most.denominator or most.numerator, 0)
    return say("{name}：件数最多的是{item}（{n}件）。", name=measure.name, item=most.item, n=count)


def _bar(part: Part, share: float, total: float, measure: Measure) -> Html:
    bar = tag(
        "div", tag("i", style=f"width:{100 * max(0.0, min(1.0, share)):.1f}%"), class_="bar", role="cell"
    )
    name = tag("span", part.item, class_="name", role="rowheader")
    if measure.unit in ("percent", "days"):
        value = value_text(part.value, measure)
        counts = f"{plain_number(part.numerator, 0)}/{plain_number(part.denominator or 0, 0)}"
    else:
        value = _amount(part.numerator, measure)
        counts = f"{plain_number(100 * part.numerator / total, 1)}%" if total else ""
    return tag(
        "div",
        name,
        bar,
        tag("b", value, role="cell"),
        tag("small", counts, role="cell"),
        class_="bar-row",
        role="row",
    )


def _amount(numerator: float, measure: Measure) -> str:
    return number_text(numerator, measure) if measure.unit == "yuan" else plain_number(numerator, 0)


def largest_first(parts: Sequence[Part]) -> list[Part]:
    """Parts by how many cases they hold (never by how well they do), the long tail summed as 其他."""
    ordered = sorted(parts, key=lambda part: -(part.denominator or part.numerator))
    if len(ordered) <= MOST_BARS:
        return ordered
    head, tail = ordered[: MOST_BARS - 1], ordered[MOST_BARS - 1 :]
    numerator = sum(part.numerator for part in tail)
    denominator = sum(part.denominator or 0.0 for part in tail) or None
    return [*head, Part(say("其他{n}项", n=len(tail)), numerator, denominator, None)]


def parts_of(table: DataFrame, words: Mapping[str, str]) -> list[Part]:
    """Rows of the mart's breakdown (item, numerator, denominator, value); `words`: item → as it is read."""
    return [
        Part(
            words.get(str(row["item"]), str(row["item"])) or say("未填写"),
            number(row["numerator"]) or 0.0,
            number(row["denominator"]),
            number(row["value"]),
        )
        for row in table.to_dict("records")
    ]
