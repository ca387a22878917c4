"""What one township still owes: cases past their date by number, and the townships of its size beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.markup import Html, join, link, tag
from charts.text import plain_number
from data.language import say

if TYPE_CHECKING:
    from metrics.open_overdue import OverdueCase

SHOWN = 5
TITLES = {"petitions": "超期未办结诉求", "hazards": "超期未整改隐患"}


def overdue_lists(cases: Sequence[OverdueCase], unreported: Collection[str] = ()) -> Html:
    """A list each of requests and hazards, the longest overdue first; the rest opens on a click.

    `unreported`: the tables that the township has never reported.
    """
    lists = [
        _overdue_list(say(title), [case for case in cases if case.table_name == table], table in unreported)
        for table, title in TITLES.items()
    ]
    return join(lists)


def _overdue_list(title: str, cases: Sequence[OverdueCase], is_unreported: bool) -> Html:
    if not cases:
        words = say("没有报送，不知道有没有超期的。") if is_unreported else say("没有超期的。")
        return tag("section", tag("h2", title), tag("p", words, class_="note"))
    count = tag("small", say("{n}件", n=cases[0].of_all))
    lines = [_case(case) for case in cases]
    first = tag("ul", join(lines[:SHOWN]), class_="overdue")
    return tag("section", tag("h2", title, count), first, _rest(lines[SHOWN:], cases[0].of_all))


def _rest(lines: Sequence[Html], of_all: int) -> Html:
    if not lines:
        return Html("")
    left = of_all - SHOWN - len(lines)
    cut = tag("p", say("另有{n}件，只列超期最久的。", n=left), class_="note") if left > 0 else ""
    summary = tag("summary", say("其余{n}件", n=of_all - SHOWN))
    return tag("details", summary, tag("ul", join(lines), class_="overdue"), cut)


def _case(case: OverdueCase) -> Html:
    days = say("超期{n}天", n=plain_number(case.days_overdue, 0))
    due = say("期限{day}", day=f"{case.due_on:%Y-%m-%d}")
    number = tag("span", case.case_id, translate="no")
    return tag("li", number, tag("b", days), tag("small", due), class_="overdue-case")


@dataclass(frozen=True)
class Neighbour:
    """A township of similar size; how many of its figures are clearly better and worse than the county."""

    area: str
    name: str
    kind: str
    population: float
    better: int
    worse: int


def neighbours_list(
    neighbours: Sequence[Neighbour], address: Callable[[str], str], compare: str = ""
) -> Html:
    """In order of size, never of standing. `compare`: where they stand beside each other."""
    if not neighbours:
        return Html("")
    lines = join(
        tag(
            "li",
            link(address(each.area), each.name),
            tag("small", f"{each.kind} {say('{n}人', n=plain_number(each.population, 0))}"),
            tag("span", f"▲{each.better} ▼{each.worse}", title=say("好于、差于全县的指标数")),
        )
        for each in neighbours
    )
    more = tag("p", link(compare, say("并排比较"))) if compare else ""
    return tag("section", tag("h2", say("规模相近的乡镇")), tag("ul", lines, class_="neighbours"), more)
