"""What is compared on 对比: townships in one period, or two periods of one area; all in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from charts.text import period_text
from data.language import say
from metrics.differences import Side
from metrics.mart_reader import Mart
from metrics.period_spans import judged_period, month_before
from metrics.period_steps import last_month
from pages.shared.address import in_address, put_in_address
from pages.shared.cached_reads import areas, period_names
from pages.shared.figures import COUNTY, ended_townships, townships
from pages.shared.filters import Filters, choose

PLACES, PERIODS = "places", "periods"
MOST, FEWEST = 5, 2
SEPARATOR = ","
SUGGESTED = 3
FIELD_WIDTH = 720


@dataclass(frozen=True)
class Compared:
    """The sides in order with their names; `are_places`: townships, else periods. None: too little chosen."""

    period_type: str
    sides: tuple[Side, ...]
    names: tuple[str, ...]
    are_places: bool


def choose_places(mart: Mart, filters: Filters) -> Compared:
    """A field for up to five townships; `?areas=` holds their codes."""
    names = townships(mart, filters.kind)
    listed = in_address("areas").split(SEPARATOR)
    chosen = [code for code in dict.fromkeys(listed) if code in townships(mart)][:MOST]
    known = names | {code: townships(mart)[code] for code in chosen}
    st.session_state["choose-areas"] = chosen
    st.multiselect(
        say("乡镇（两到五个）"),
        list(known),
        format_func=lambda code: known.get(code, code),
        key="choose-areas",
        max_selections=MOST,
        placeholder=say("选择两到五个乡镇"),
        label_visibility="collapsed",
        width=FIELD_WIDTH,
        on_change=lambda: put_in_address(areas=SEPARATOR.join(st.session_state["choose-areas"])),
    )
    period_type, period = judged_period(filters.period_type, filters.period)
    sides = tuple(Side(code, period) for code in chosen) if len(chosen) >= FEWEST else ()
    return Compared(period_type, sides, tuple(known[code] for code in chosen), are_places=True)


def choose_periods(mart: Mart, filters: Filters) -> Compared:
    """The area (`?area=`) and the period (`?than=`) that the global one is compared with."""
    names = {COUNTY: say("全县")} | townships(mart)
    with st.container(horizontal=True, key="choosers-periods", vertical_alignment="center"):
        area = choose("area", say("地区"), names, default=COUNTY)
        others = [each for each in period_names(mart, filters.period_type) if each != filters.period]
        texts = {each: period_text(filters.period_type, each) for each in reversed(others)}
        default = _a_year_before(filters, others)
        titled = {code: say("比{period}", period=text) for code, text in texts.items()}
        than = choose("than", say("比哪个时期"), titled, default=default) if others else ""
    if not than:
        return Compared(filters.period_type, (), (), are_places=False)
    sides = (Side(area, filters.period), Side(area, than))
    shown = (period_text(filters.period_type, filters.period), texts[than])
    return Compared(filters.period_type, sides, shown, are_places=False)


def _a_year_before(filters: Filters, others: list[str]) -> str:
    """The same period last year; where there is none, the nearest earlier one."""
    month = month_before(last_month(filters.period_type, filters.period), 12)
    same = [each for each in others if last_month(filters.period_type, each) == month]
    earlier = [each for each in others if each < filters.period]
    return (same or earlier[-1:] or others[-1:] or [""])[0]


def suggestions(mart: Mart, filters: Filters) -> list[tuple[str, tuple[str, ...]]]:
    """Townships of one kind and about the same size, to begin with: (kind, codes of three or so)."""
    table, known = areas(mart), townships(mart, filters.kind)
    is_offered = table["area"].isin([code for code in known if code not in ended_townships(mart)])
    table = table[(table["area_type"] == "township") & is_offered]
    found = []
    for kind, rows in table.groupby("kind", sort=False):
        by_size = rows.sort_values("population", ascending=False)["area"].tolist()
        middle = max(0, (len(by_size) - SUGGESTED) // 2)
        if len(by_size) >= FEWEST:
            found.append((str(kind), tuple(by_size[middle : middle + SUGGESTED])))
    return found
