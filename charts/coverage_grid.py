"""Townships × months: which reports are in, late or missing, in shapes: these are no verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from charts.markup import Html, join, link, tag
from charts.text import letters_of, listed, month_text
from data.language import language, say
from metrics.report_quality import Kept

Cells = Mapping[tuple[str, date], Kept]
SHAPES = {"in": "●", "late": "◐", "missing": "○", "none": ""}


def coverage_grid(
    townships: Sequence[tuple[str, str]],
    months: Sequence[date],
    cells: Cells,
    exports: Mapping[str, str],
    address: Callable[[str], str],
) -> Html:
    """A row per township (code, name), a column per month; `exports`: id → name, for what is missing."""
    head = tag(
        "tr",
        tag("th", say("乡镇"), scope="col", class_="corner", style=letters_of(name for _, name in townships)),
        *(_month(month) for month in months),
    )
    rows = (
        tag(
            "tr",
            tag("th", link(address(code), name), scope="row"),
            *(_cell(name, month, cells.get((code, month)), exports) for month in months),
        )
        for code, name in townships
    )
    foot = tag("tfoot", tag("tr", tag("th", say("未报"), scope="row"), *_sums(months, cells)))
    table = tag("table", tag("thead", head), tag("tbody", join(rows)), foot, class_="coverage")
    label = say("各乡镇各月报送情况")
    return tag("div", table, class_="coverage-box", tabindex="0", role="region", aria_label=label)


def _month(month: date) -> Html:
    short = (
        f"{month:%y}/{month.month}" if language() == "en" or month.month == 1 else say("{n}月", n=month.month)
    )
    return tag("th", short, scope="col", title=month_text(month))


def state_of(cell: Kept | None) -> str:
    """in, late, missing, or none where nothing was due."""
    if cell is None or not cell.expected:
        return "none"
    if cell.missing:
        return "missing"
    return "late" if cell.late else "in"


def _cell(name: str, month: date, cell: Kept | None, exports: Mapping[str, str]) -> Html:
    state = state_of(cell)
    words = cell_words(name, month, cell, exports)
    shape = tag("i", SHAPES[state], role="img", aria_label=words) if state != "none" else ""
    count = str(len(cell.missing)) if cell and cell.missing else ""
    return tag("td", shape, count, title=words, class_=f"q-{state}")


def cell_words(name: str, month: date, cell: Kept | None, exports: Mapping[str, str]) -> str:
    """What a cell says, for a hand and for a reader who cannot see it."""
    place = f"{name} {month_text(month)}"
    if cell is None or not cell.expected:
        return say("{place}：没有应报的报表", place=place)
    if cell.missing:
        names = listed([exports.get(each, each) for each in cell.missing])
        return say("{place}：缺{names}", place=place, names=names)
    if cell.late:
        return say("{place}：{n}份都已报，其中迟报{late}份", place=place, n=cell.expected, late=cell.late)
    return say("{place}：{n}份都按时报了", place=place, n=cell.expected)


def _sums(months: Sequence[date], cells: Cells) -> list[Html]:
    sums = []
    for month in months:
        found = [cell for (_, at), cell in cells.items() if at == month]
        is_due = any(cell.expected for cell in found)
        sums.append(tag("td", sum(len(cell.missing) for cell in found) if is_due else ""))
    return sums


def coverage_legend() -> Html:
    """What the shapes mean."""
    words = {"in": say("都按时报了"), "late": say("都报了，有迟的"), "missing": say("有没报的（几份）")}
    keys = (
        tag("span", tag("i", SHAPES[state], class_=f"q-{state}", aria_hidden="true"), text, class_="key")
        for state, text in words.items()
    )
    return tag("div", *keys, tag("span", say("空白：不需要报")), class_="legend")
