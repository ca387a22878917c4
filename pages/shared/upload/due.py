"""What is due and what is in: a clerk's own list with zeros at one click, the calendar, who is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from charts.due_calendar import (
    SHAPES,
    calendar_legend,
    day_of,
    due_calendar,
    month_sentence,
    not_reported,
    state_words,
)
from charts.markup import Html, link, tag
from charts.text import month_text
from data.date_rules import month_before
from data.deadlines import decided_deadlines, month_after
from data.language import language, say
from data.reports_due import DueCell, DueMonth, due_month, month_to_show
from pages.shared.address import href_here, in_address, put_in_address
from pages.shared.downloads import offer_csv
from pages.shared.upload.zero_report import offer_zero, offer_zero_report
from pages.shared.who import own_townships

if TYPE_CHECKING:
    from data.export_format import Export
    from data.store import Store

MONTH, TOWNSHIP = "due", "township"


def month_chosen(store: Store, today: date) -> date:
    """`?due=2025-12`, else the month that a clerk is at."""
    try:
        return date.fromisoformat(f"{in_address(MONTH)}-01")
    except ValueError:
        return month_to_show(store, today)


def show_my_dues(store: Store, found: DueMonth, exports: Mapping[str, Export], today: date) -> None:
    """Step 1: a line per export of the chosen township, or of the whole county."""
    st.html(step(1, say("这个月要报什么"), month_text(found.month)))
    if not found.exports:
        st.html(tag("p", say("这个月没有应报的报表。"), class_="note"))
        return
    township = _choose_township(found)
    if township:
        names = {each.code: each.name for each in found.townships}
        for export in found.exports:
            _show_line(store, found.cell(township, export.id), export, today, names[township])
    else:
        st.html(_county_lines(found, today))
        offer_zero_report(store, found, exports)


def show_calendar(found: DueMonth, today: date) -> None:
    """The calendar of all townships, and who has not reported, with months to step through."""
    st.html(_months_nav(found.month, today))
    if not found.exports:
        return
    chosen = _township_in_address(found)
    st.html(tag("p", month_sentence(found, today), class_="note"))
    table = due_calendar(found, today, lambda code: href_here(**{TOWNSHIP: code}), chosen)
    st.html(tag("div", table, calendar_legend()))
    title = tag("h2", say("还没有报的"), tag("small", say("{n}份", n=len(found.not_in()))), class_="section")
    st.html(tag("div", title, not_reported(found, today)))
    _offer_list(found, today)


def step(number: int, title: str, note: str = "") -> Html:
    """The heading of one step of the page."""
    return tag("h2", tag("i", number, aria_hidden="true"), title, tag("small", note), class_="step")


def _choose_township(found: DueMonth) -> str:
    own = own_townships()
    names = {each.code: each.name for each in found.townships if own is None or each.code in own}
    options = ["", *names] if own is None or len(names) > 1 else list(names)
    chosen = _township_in_address(found)
    picked = st.selectbox(
        say("我的乡镇"),
        options,
        index=options.index(chosen) if chosen in options else 0,
        format_func=lambda code: names.get(code, say("全县（所有乡镇）")),
        key=f"due-township-{chosen}",
        filter_mode="contains",
        width=260,
    )
    if (picked or "") != chosen:
        # the address is where the choice lives: a link restores it
        put_in_address(**{TOWNSHIP: picked or ""})
        st.rerun()
    return picked or ""


def _township_in_address(found: DueMonth) -> str:
    code = in_address(TOWNSHIP)
    return code if any(each.code == code for each in found.townships) else ""


def _show_line(store: Store, cell: DueCell, export: Export, today: date, township: str) -> None:
    state = cell.state(today)
    words = tag("span", state_words(cell, today), class_="is-late" if cell.days_late(today) else None)
    line = tag(
        "p", tag("i", SHAPES[state], aria_hidden="true"), tag("b", export.name), words, class_="due-line"
    )
    if cell.received_on is not None or not export.id_column:
        st.html(line)
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"due-line-{export.id}"):
        st.html(line)
        offer_zero(store, cell, export, township)


def _county_lines(found: DueMonth, today: date) -> Html:
    return tag("div", *(_county_line(found, export, today) for export in found.exports))


def _county_line(found: DueMonth, export: Export, today: date) -> Html:
    cells = [found.cell(each.code, export.id) for each in found.townships]
    done = [cell for cell in cells if cell.received_on is not None]
    overdue = sum(1 for cell in cells if cell.received_on is None and cell.days_late(today))
    due = day_of(cells[0].deadline) if cells else "—"
    text = say("{day}前；已报{done}/{all}", day=due, done=len(done), all=len(cells))
    late = tag("span", say("过期未报{n}个乡镇", n=overdue), class_="is-late") if overdue else ""
    shape = SHAPES["missing" if overdue else "on_time" if len(done) == len(cells) else "waited_for"]
    parts = (tag("i", shape, aria_hidden="true"), tag("b", export.name), tag("span", text), late)
    return tag("p", *parts, class_="due-line")


def _months_nav(month: date, today: date) -> Html:
    before, after = month_before(month), month_after(month)
    links = [link(href_here(**{MONTH: f"{before:%Y-%m}"}), "← ", month_text(before))]
    if after < today.replace(day=1):
        links.append(link(href_here(**{MONTH: f"{after:%Y-%m}"}), month_text(after), " →"))
    title = tag("b", say("{month}报送日历", month=month_text(month)))
    return tag("nav", title, *links, class_="months-nav", aria_label=say("换一个月"))


def _offer_list(found: DueMonth, today: date) -> None:
    cells = found.not_in()
    if not cells:
        return
    names = {each.code: each.name for each in found.townships}
    titles = {each.id: each.name for each in found.exports}
    rows = [
        (names[c.township], titles[c.export], f"{c.month:%Y-%m}", str(c.deadline), c.days_late(today))
        for c in cells
    ]
    header = [say("乡镇"), say("报表"), say("月份"), say("应报日期"), say("迟报天数")]
    name = say("未报名单-{month}.csv", month=f"{found.month:%Y-%m}")
    offer_csv(say("下载未报名单"), header, rows, name, key="not-reported")


def due_now(store: Store, today: date) -> DueMonth:
    """What is due in the chosen month; reckoned once for a publication, a deadline and a profile."""
    publication = store.publication()
    profiles = max((path.stat().st_mtime_ns for path in store.folder.glob("exports/*.toml")), default=0)
    stamp = (publication.id if publication else 0, len(decided_deadlines(store)), profiles)
    own = tuple(sorted(store.grant.townships)) if store.grant.townships is not None else None
    return _due(store, str(store.folder), stamp, own, in_address(MONTH), today, language())


@st.cache_resource(max_entries=50, show_spinner=False)
def _due(
    _store: Store,
    folder: str,
    stamp: tuple[int, int, int],
    own: tuple[str, ...] | None,
    month: str,
    today: date,
    spoken: str,
) -> DueMonth:
    return due_month(_store, month_chosen(_store, today))
