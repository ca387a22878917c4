"""Before a meeting: begin it with one click, choose what else it shows, tick off what was agreed on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts.markup import Html, join, link, tag
from charts.text import period_text
from data.language import say
from data.meeting_actions import agreed_in, open_actions
from data.meeting_records import Agreed, Meeting
from data.meetings import add_view, drop_view, meetings_of, prepare_meeting, views_of
from data.refusal import Refused
from data.store import Store
from metrics.mart_reader import Mart
from pages.shared.address import href, in_address, put_in_address
from pages.shared.cached_reads import open_mart
from pages.shared.filters import Filters, choose_filters, read_filters
from pages.shared.meeting_agenda import agenda_html
from pages.shared.meeting_agreed import show_agreed
from pages.shared.meeting_decks import begin, deck_in_force, facts_of_mart, freeze
from pages.shared.meeting_keys import keys_html
from pages.shared.view import show_html
from reports.agreed import last_month_of
from reports.story import Slide
from reports.view_slides import known_address, slide_id, slide_of_view

SHOWN = 12
WALL_SECONDS = "20"


def show_desk(store: Store, mart: Mart, prepared: Meeting | None) -> None:
    """`prepared`: a meeting that was prepared and has not begun."""
    filters = choose_filters(mart, "period")
    hint = say(
        "一页一句话：议程、总体、各领域、要议的乡镇、平安指数、待办事项。开始之后数字固定，发布新数据也不变。"
    )
    show_html(tag("p", hint, class_="lead"))
    if prepared is None:
        _offer_standard(store, mart, filters)
    else:
        _offer_prepared(store, mart, prepared)
    show_agreed(store, open_actions(store))
    beside = tag("div", keys_html(), _earlier(store), class_="stack")
    show_html(tag("div", _agenda(store, mart, filters, prepared), beside, class_="meeting-below"))


def _agenda(store: Store, mart: Mart, filters: Filters, prepared: Meeting | None) -> Html:
    """Of the standard meeting; one of chosen views alone has been listed."""
    if prepared and not prepared.is_standard:
        return Html("")
    asked = prepared or filters
    return agenda_html(lambda: deck_in_force(store, mart, asked.period_type, asked.period).slides)


def _offer_standard(store: Store, mart: Mart, filters: Filters) -> None:
    period = period_text(filters.period_type, filters.period)
    with st.container(horizontal=True, vertical_alignment="center", key="meeting-begin"):
        if st.button(say("开始会议：{period}", period=period), type="primary", key="begin"):
            _begin(store, mart, _prepare(store, filters))
        links = (
            link(href("meeting", slide="agenda"), say("先看一遍")),
            link(href("meeting", wall=WALL_SECONDS, slide="headline"), say("大屏轮播")),
            link(href("papers"), say("下载成材料")),
        )
        st.html(tag("p", join(links, " · ")))


def _offer_prepared(store: Store, mart: Mart, meeting: Meeting) -> None:
    facts = facts_of_mart(store, mart, meeting.period_type, meeting.period)
    title = say("准备中的会议：{period}", period=period_text(meeting.period_type, meeting.period))
    standard = say("标准月度会议的各页，再加：") if meeting.is_standard else say("只有这些：")
    st.html(tag("h2", title, tag("small", standard), class_="section"))
    for view in views_of(store, meeting):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(_slide_words(slide_of_view(facts, view.address)))
            if st.button(say("去掉"), key=f"drop-{view.position}"):
                drop_view(store, meeting, view.address)
                st.rerun()
    has_slides = meeting.is_standard or bool(views_of(store, meeting))
    if st.button(say("开始会议"), type="primary", key="begin", disabled=not has_slides):
        _begin(store, mart, meeting)


def _slide_words(slide: Slide) -> Html:
    return tag("p", tag("small", slide.section), " ", tag("b", slide.title), class_="added-view")


def _prepare(store: Store, filters: Filters, *, is_standard: bool = True) -> Meeting:
    last = last_month_of(filters.period_type, filters.period)
    return prepare_meeting(store, filters.period_type, filters.period, last, is_standard=is_standard)


def _begin(store: Store, mart: Mart, meeting: Meeting) -> None:
    with st.spinner(say("正在固定数字、写好各页……")):
        begun = begin(store, meeting, mart)
    put_in_address(meeting=str(begun.id), slide="", add="")
    st.rerun()


def show_added_view(store: Store, running: Meeting | None) -> None:
    """The view that is to be added, and the meetings it can be added to."""
    address, mart = known_address(in_address("add")), open_mart()
    filters = read_filters(mart)
    facts = facts_of_mart(store, mart, filters.period_type, filters.period)
    slide = slide_of_view(facts, address)
    show_html(tag("p", say("这一页会成为一页幻灯片："), class_="lead"))
    show_html(_slide_words(slide))
    if slide.lead:
        show_html(tag("p", slide.lead, class_="note"))
    is_running = running is not None and running.begun is not None
    if running and is_running and st.button(say("加入正在开的会议"), type="primary", key="add-running"):
        _add(store, running, address)
    for meeting in _prepared(store)[:SHOWN]:
        if st.button(_named(store, meeting), key=f"add-{meeting.id}"):
            _add(store, meeting, address)
    for key, words, is_standard in (
        ("add-standard", say("新会议：标准月度会议，再加这一页"), True),
        ("add-alone", say("新会议：只有这一页"), False),
    ):
        if st.button(words, key=key):
            _add(store, _prepare(store, filters, is_standard=is_standard), address)
    show_html(link(f"./{address}", say("不加了，回到原来的页面")))


def _add(store: Store, meeting: Meeting, address: str) -> None:
    try:
        add_view(store, meeting, address)
    except Refused as refusal:
        st.error(str(refusal))
        return
    if meeting.begun is not None:
        freeze(store, meeting)
    put_in_address(add="", meeting=str(meeting.id), slide=slide_id(address) if meeting.begun else "")
    st.rerun()


def _prepared(store: Store) -> Sequence[Meeting]:
    return [meeting for meeting in meetings_of(store) if meeting.begun is None]


def _named(store: Store, meeting: Meeting) -> str:
    period = period_text(meeting.period_type, meeting.period)
    return say("加入准备中的会议：{period}（{n}个画面）", period=period, n=len(views_of(store, meeting)))


def _earlier(store: Store) -> Html:
    """Meetings that can be opened again, as they were."""
    found = meetings_of(store)
    if not found:
        return Html("")
    rows = [_row(store, meeting) for meeting in found[:SHOWN]]
    names = (say("时期"), say("开始"), say("数据"), say("议定"))
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))
    table = tag("table", head, tag("tbody", *rows), class_="plain")
    title = tag("h2", say("开过的和准备中的会议"), class_="section")
    return tag("div", title, tag("div", table, class_="plain-box"), class_="stack")


def _row(store: Store, meeting: Meeting) -> Html:
    period = period_text(meeting.period_type, meeting.period)
    agreed: Sequence[Agreed] = agreed_in(store, meeting)
    mart = (meeting.mart or "").rpartition("/")[2].partition(".")[0]
    cells = (
        f"{meeting.begun:%Y-%m-%d %H:%M}" if meeting.begun else say("准备中"),
        say("第{mart}版", mart=mart) if mart else "—",
        say("{n}项，{done}项已办结", n=len(agreed), done=sum(a.done is not None for a in agreed))
        if agreed
        else "—",
    )
    name = link(href("meeting", meeting=str(meeting.id), slide=""), period)
    return tag("tr", tag("th", name, scope="row"), *(tag("td", cell) for cell in cells))
