"""留痕: everything that was done, by whom and when; read and taken away, never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from charts.markup import tag
from data.audit import WHAT, AuditChoice, AuditRow, people_in, trail
from data.clock import today
from data.grants import ROLE_NAMES
from data.language import say
from data.revisions import CORRECTION
from data.store import Store
from metrics.new_mart import definitions_of
from pages.shared.downloads import offer_csv
from pages.shared.html_tables import Column, plain_table

TITLE = "留痕"
SHOWN = 200
# where the codes of exports, columns, indicators and roles end and what people wrote begins
CODES_END = {CORRECTION: ";", "account_added": ":", "account_changed": ":"}
CODES_END |= dict.fromkeys(("publish", "draft", "mended"), "\n")
SUBJECT_IS_CODE = ("deadline", "targets")
CODE = re.compile(r"[a-z_][a-z_0-9]*")


def show(store: Store) -> None:
    """The newest rows that fit the choice, and all of them to take away."""
    everybody = people_in(trail(store.catalogue))
    choice = _choose(everybody)
    rows = trail(store.catalogue, choice)
    count = tag("small", say("{n}条", n=len(rows)))
    st.html(tag("h2", say("留痕"), count, class_="section"))
    header = [say("时间"), say("谁"), say("做了什么"), say("对象"), say("说明")]
    names = names_of_codes(store)
    cells = [[_time(row), row.who, words_of(row), *told_of(row, names)] for row in rows]
    offer_csv(say("下载CSV"), header, cells, f"{say('留痕')}-{today()}.csv", key="audit-csv")
    if rows:
        st.html(plain_table(_columns(header, names), rows[:SHOWN]))
        if len(rows) > SHOWN:
            st.html(tag("p", say("只列出最近{n}条，其余在下载的文件里。", n=SHOWN), class_="note"))
    else:
        st.html(tag("p", say("没有符合的记录。"), class_="note"))


def words_of(row: AuditRow) -> str:
    """What was done, in words."""
    return say(WHAT[row.what]) if row.what in WHAT else row.what


def names_of_codes(store: Store) -> dict[str, str]:
    """What exports, their columns, indicators and roles are called; the trail keeps their codes."""
    definitions = definitions_of(store)
    exports = definitions.exports.values()
    columns = {column.id: column.name for export in exports for column in export.columns.values()}
    indicators = {each.id: each.name for each in definitions.indicators.values()}
    roles = {role: say(name) for role, name in ROLE_NAMES.items()}
    return columns | indicators | roles | {export.id: export.name for export in exports}


def told_of(row: AuditRow, names: Mapping[str, str]) -> tuple[str, str]:
    """What it was done to and what is said of it, codes by their names; what people wrote stays as it is."""
    subject = names.get(row.subject, row.subject) if row.what in SUBJECT_IS_CODE else row.subject
    if row.what not in CODES_END:
        return subject, row.detail
    codes, mark, written = row.detail.partition(CODES_END[row.what])
    return subject, CODE.sub(lambda code: names.get(code[0], code[0]), codes) + mark + written


def _columns(header: Sequence[str], names: Mapping[str, str]) -> tuple[Column, ...]:
    when, who, what, subject, detail = header
    return (
        Column(when, _time, "short"),
        Column(who, lambda row: row.who or "—", "short"),
        Column(what, words_of, "short"),
        Column(subject, lambda row: told_of(row, names)[0]),
        Column(detail, lambda row: told_of(row, names)[1]),
    )


def _time(row: AuditRow) -> str:
    return f"{row.at:%Y-%m-%d %H:%M:%S}"


def _choose(everybody: Sequence[str]) -> AuditChoice:
    with st.container(horizontal=True, vertical_alignment="bottom", key="audit-choices"):
        who = st.selectbox(say("谁"), ["", *everybody], format_func=_or_all, key="audit-who", width=180)
        what = st.selectbox(say("做了什么"), ["", *WHAT], format_func=_what, key="audit-what", width=220)
        words = st.text_input(say("对象或说明含有"), key="audit-words", width=200)
        span = st.date_input(
            say("日期"), value=(today() - timedelta(days=90), today()), key="audit-days", width=240
        )
    days = [day for day in span if isinstance(day, date)] if isinstance(span, tuple) else []
    first, last = (days[0], days[-1]) if days else (None, None)
    return AuditChoice(who or "", what or "", words.strip(), first, last)


def _or_all(name: str) -> str:
    return name or say("全部")


def _what(code: str) -> str:
    return say(WHAT[code]) if code else say("全部")
