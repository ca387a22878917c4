"""报送日历: townships × exports of a month, and who has not reported; in shapes, these are no verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from charts.markup import Html, join, link, tag
from charts.text import MONTHS, month_text
from data.language import language, say
from data.reports_due import LATE, MISSING, ON_TIME, WAITED_FOR

if TYPE_CHECKING:
    from data.reports_due import DueCell, DueMonth

SHAPES = {ON_TIME: "●", LATE: "◐", MISSING: "○", WAITED_FOR: "·"}
LINES_SHOWN = 8


def due_calendar(found: DueMonth, on: date, address: Callable[[str], str], chosen: str = "") -> Html:
    """A row per township, a column per export. `address`: of a township's own list; `on`: what day it is."""
    head = tag(
        "tr",
        tag("th", say("乡镇"), scope="col", class_="corner"),
        *(_heading(found, export.id, export.name) for export in found.exports),
    )
    rows = (
        tag(
            "tr",
            tag("th", link(address(each.code), each.name), scope="row"),
            *(
                _cell(found.cell(each.code, export.id), each.name, export.name, on)
                for export in found.exports
            ),
            class_="mine" if each.code == chosen else None,
        )
        for each in found.townships
    )
    table = tag("table", tag("thead", head), tag("tbody", join(rows)), class_="coverage due-calendar")
    label = say("{month}报送日历", month=month_text(found.month))
    return tag("div", table, class_="coverage-box", tabindex="0", role="region", aria_label=label)


def _heading(found: DueMonth, export: str, name: str) -> Html:
    day = found.cell(found.townships[0].code, export).deadline if found.townships else None
    due = tag("small", say("{day}前", day=day_of(day))) if day else ""
    return tag("th", name, " ", due, scope="col")


def _cell(cell: DueCell, township: str, export: str, on: date) -> Html:
    state = cell.state(on)
    words = say(
        "{township}，{export}：{state}", township=township, export=export, state=state_words(cell, on)
    )
    shape = tag("i", SHAPES[state], role="img", aria_label=words)
    return tag("td", shape, tag("span", short_words(cell, on)), title=words, class_=f"d-{state}")


def short_words(cell: DueCell, on: date) -> str:
    """What fits into a cell."""
    state = cell.state(on)
    if state == MISSING:
        return say("缺{n}天", n=cell.days_late(on))
    if state == LATE:
        return say("迟{n}天", n=cell.days_late(on))
    if state == WAITED_FOR:
        return ""
    return say("零") if cell.is_zero else ""


def state_words(cell: DueCell, on: date) -> str:
    """The state of one report in a sentence."""
    state, due = cell.state(on), day_of(cell.deadline)
    if state == MISSING:
        return say("应于{day}前报，还没有报，已迟{n}天", day=due, n=cell.days_late(on))
    if state == WAITED_FOR:
        return say("应于{day}前报，还没有报", day=due)
    came = say("零报告") if cell.is_zero else say("{n}行", n=f"{cell.rows:,}")
    received = day_of(cell.received_on)
    if state == LATE:
        return say("{day}已报（{rows}），迟{n}天", day=received, rows=came, n=cell.days_late(on))
    return say("{day}已报（{rows}），按时", day=received, rows=came)


def day_of(day: date | None) -> str:
    """'1月5日'."""
    if day is None:
        return "—"
    month = MONTHS[day.month - 1] if language() == "en" else day.month
    return say("{month}月{day}日", month=month, day=day.day)


def calendar_legend() -> Html:
    """What the shapes mean."""
    words = {
        ON_TIME: say("按时已报"),
        LATE: say("已报，迟了"),
        MISSING: say("过期未报"),
        WAITED_FOR: say("还没到期"),
    }
    keys = (
        tag("span", tag("i", SHAPES[state], class_=f"d-{state}", aria_hidden="true"), text, class_="key")
        for state, text in words.items()
    )
    return tag("div", *keys, class_="legend")


def month_sentence(found: DueMonth, on: date) -> str:
    """How many of how many are in, and how many are overdue."""
    states = [cell.state(on) for cell in found.cells.values()]
    done = sum(state in (ON_TIME, LATE) for state in states)
    late, missing = states.count(LATE), states.count(MISSING)
    month = month_text(found.month)
    text = say("{month}应报{all}份，已报{done}份", month=month, all=len(states), done=done)
    text += say("（迟报{n}份）", n=late) if late else ""
    return text + (say("，过期未报{n}份。", n=missing) if missing else say("。"))


def not_reported(found: DueMonth, on: date) -> Html:
    """Who has not reported: office, export, days late; the longest overdue first."""
    names = {each.code: each.name for each in found.townships}
    titles = {each.id: each.name for each in found.exports}
    cells = sorted(found.not_in(), key=lambda cell: -cell.days_late(on))
    if not cells:
        return tag("p", say("这个月应报的都已报齐。"), class_="note")
    rows = [
        tag(
            "tr",
            tag("td", names[cell.township]),
            tag("td", titles[cell.export], class_="short"),
            tag("td", day_of(cell.deadline), class_="short"),
            tag("td", _late_words(cell, on), class_="number"),
        )
        for cell in cells
    ]
    return _folded(rows)


def _late_words(cell: DueCell, on: date) -> str:
    days = cell.days_late(on)
    return say("迟{n}天", n=days) if days else say("未到期")


def _folded(rows: Sequence[Html]) -> Html:
    titles = (say("乡镇"), say("报表"), say("应报"), say("迟报"))
    head = tag("thead", tag("tr", *(tag("th", each, scope="col") for each in titles)))
    first = tag("table", head, tag("tbody", *rows[:LINES_SHOWN]), class_="plain not-in")
    if len(rows) <= LINES_SHOWN:
        return first
    rest = tag("table", tag("tbody", *rows[LINES_SHOWN:]), class_="plain not-in")
    more = tag("summary", say("其余{n}份", n=len(rows) - LINES_SHOWN))
    return tag("div", first, tag("details", more, rest))
