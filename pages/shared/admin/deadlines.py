"""期限: on which day of the next month each export is due, from which reports on, and what held before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from charts.markup import tag
from charts.text import month_text
from data.clock import today
from data.date_rules import month_before
from data.deadlines import LATEST_DAY, NOT_DUE, Deadlines, deadlines, decide_deadline, month_after
from data.export_format import Export, load_exports
from data.language import say
from data.reports_due import family_of
from data.store import Store
from metrics.publication import rebuild
from pages.shared.admin.notices import do, show_notice
from pages.shared.html_tables import Column, plain_table
from pages.shared.who import by_here

MONTHS_OFFERED = 24
TITLE = "报送期限"


def show(store: Store) -> None:
    """What holds, a form to change it, and the history."""
    show_notice()
    exports = {name: each for name, each in load_exports(store.folder).items() if _is_due(each, store)}
    days = deadlines(store)
    hint = say("报表在所属月份的次月这一天前报；改动从所选月份的报表起算，以前的迟报不变。0表示不用报。")
    st.html(tag("p", hint, class_="note"))
    _show_now(exports, days)
    _offer_change(store, exports, days)
    _show_history(exports, days)


def _is_due(export: Export, store: Store) -> bool:
    return export.expected and family_of(export, load_exports(store.folder)) == export.id


def _show_now(exports: Mapping[str, Export], days: Deadlines) -> None:
    month = month_before(today().replace(day=1))
    columns = (
        Column(say("报表"), lambda each: each.name, "short"),
        Column(say("期限"), lambda each: _words(days.day(each.id, month)), "short"),
        Column(say("来自"), lambda each: _source(days, each.id, month)),
    )
    st.html(plain_table(columns, list(exports.values())))


def _words(day: int) -> str:
    return say("不用报") if day == NOT_DUE else say("次月{day}日前", day=day)


def _source(days: Deadlines, export: str, month: date) -> str:
    decided = days.decision(export, month)
    if decided is None:
        return say("设置里的默认值")
    return say("{month}起，{by}", month=month_text(decided.since), by=decided.by or "—")


def _offer_change(store: Store, exports: Mapping[str, Export], days: Deadlines) -> None:
    with st.form("deadline", border=True):
        first, second, third = st.columns(3)
        export = first.selectbox(say("报表"), list(exports), format_func=lambda code: exports[code].name)
        since = second.selectbox(say("从哪个月的报表起"), _months(), index=1, format_func=month_text)
        day = third.number_input(say("次月几日前（0：不用报）"), NOT_DUE, LATEST_DAY, days.default)
        if st.form_submit_button(say("保存"), type="primary") and export and since:
            name = exports[export].name
            do(
                lambda: _decide(store, exports, export, since, int(day)),
                say(
                    "{export}从{month}起：{day}。", export=name, month=month_text(since), day=_words(int(day))
                ),
            )


def _decide(store: Store, exports: Mapping[str, Export], export: str, since: date, day: int) -> None:
    decide_deadline(store, exports, export, since, day, by_here())
    if store.publication():  # what is late has changed, and with it the figures on reports
        rebuild(store, by_here())


def _months() -> list[date]:
    """The month that runs, the one before it, and further back."""
    found = [month_after(today().replace(day=1))]
    while len(found) < MONTHS_OFFERED:
        found.append(month_before(found[-1]))
    return found


def _show_history(exports: Mapping[str, Export], days: Deadlines) -> None:
    if not days.decided:
        return
    st.html(tag("h3", say("改动记录"), class_="section"))
    columns = (
        Column(
            say("报表"), lambda each: exports[each.export].name if each.export in exports else each.export
        ),
        Column(say("从哪个月起"), lambda each: month_text(each.since), "short"),
        Column(say("期限"), lambda each: _words(each.day), "short"),
        Column(say("改动人"), lambda each: each.by or "—", "short"),
        Column(say("时间"), lambda each: f"{each.at:%Y-%m-%d %H:%M}", "short"),
    )
    st.html(plain_table(columns, list(reversed(days.decided))))
