"""Every upload, newest first; each that stands can be withdrawn, after a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st

from charts.markup import Html, join, link, tag
from charts.revision_words import revised_mark
from charts.text import month_text, plain_number
from data.catalogue_records import Upload
from data.export_format import Export
from data.language import say
from data.own_townships import own_uploads
from data.refusal import Refused
from data.revisions import CORRECTION, LONGEST_REASON, revisions
from data.staff_records import Revision
from data.store import Store
from data.visible import visible_uploads
from pages.shared.address import href_here, in_address, put_in_address
from pages.shared.fragments import speaking_as_chosen
from pages.shared.html_tables import Column, plain_table
from pages.shared.upload.publishing import TAKEN_BACK, take_back_one

SHOWN = 20
WITHDRAW = "withdraw"
ALL = "all"


def show_history(store: Store, exports: Mapping[str, Export]) -> None:
    uploads = sorted(visible_uploads(store), key=lambda each: -each.id)
    title = tag("h2", say("上传记录"), tag("small", say("{n}次", n=len(uploads))), class_="section")
    if not uploads:
        st.html(tag("div", title, tag("p", say("还没有上传过文件。"), class_="note")))
        return
    shown = uploads if in_address("uploads") == ALL else uploads[:SHOWN]
    revised = {each.upload: each for each in revisions(store) if each.what == CORRECTION}
    own = own_uploads(store, [each.id for each in uploads if not each.rolled_back])
    st.html(tag("div", title, plain_table(_columns(exports, revised, own), shown), _more(len(uploads))))
    asked = next((each for each in uploads if str(each.id) == in_address(WITHDRAW)), None)
    if asked and asked.id in own:
        _ask(store, asked)


def _columns(
    exports: Mapping[str, Export], revised: Mapping[int, Revision], own: Collection[int]
) -> tuple[Column, ...]:
    """`own`: the uploads that may be withdrawn here."""

    def name(each: Upload) -> str:
        return exports[each.export].name if each.export in exports else each.export

    return (
        Column(say("编号"), lambda each: each.id, "number"),
        Column(say("报表"), name, "short"),
        Column(say("月份"), lambda each: month_text(each.month) if each.month else "—", "short"),
        Column(say("文件名"), lambda each: each.file, "file"),
        Column(say("收下"), lambda each: _rows(each, each.rows), "number"),
        Column(say("退回"), lambda each: _rows(each, each.rows_rejected), "number"),
        Column(say("报送人"), lambda each: each.by or "—", "short"),
        Column(say("发布时间"), lambda each: f"{each.at:%Y-%m-%d %H:%M}", "short"),
        Column(say("状态"), lambda each: _state(each, each.id in own), "short"),
        Column(say("修订"), lambda each: _revised(revised.get(each.id))),
    )


def _rows(each: Upload, count: int) -> str:
    """A register, as an account for some townships sees it, has read no rows: there is nothing to count."""
    return plain_number(count, 0) if each.rows_read else "—"


def _revised(revision: Revision | None) -> Html | str:
    if revision is None:
        return ""
    return join((revised_mark(revision.reason, revision.after_lock), revision.reason))


def _state(each: Upload, is_own: bool) -> Html | str:
    if each.rolled_back:
        return say("已撤回")
    if not is_own:
        return ""
    return link(href_here(**{WITHDRAW: str(each.id)}), say("撤回"), aria_label=say("撤回上传{n}", n=each.id))


def _more(count: int) -> Html | str:
    if count <= SHOWN or in_address("uploads") == ALL:
        return ""
    return tag("p", link(href_here(uploads=ALL), say("显示全部{n}次", n=count)))


def _ask(store: Store, upload: Upload) -> None:
    dialog = st.dialog(say("撤回上传{n}？", n=upload.id), on_dismiss=_forget)
    dialog(speaking_as_chosen(_show_question))(store, upload)


def _show_question(store: Store, upload: Upload) -> None:
    facts = (
        f"{upload.file} · {month_text(upload.month) if upload.month else '—'} · {say('{n}行', n=upload.rows)}"
    )
    st.html(tag("p", tag("b", facts)))
    st.html(tag("p", say("撤回后，它替换过的数据重新生效，所有数字随之重算。记录会保留，文件可以再次上传。")))
    reason = st.text_input(
        say("撤回的理由（写事情，不写人名）"), key="withdraw-reason", max_chars=LONGEST_REASON
    )
    if st.button(say("确认撤回"), type="primary", key="withdraw-confirmed"):
        try:
            take_back_one(store, upload.id, reason)
        except Refused as refusal:
            st.error(str(refusal))
            return
        _forget()
        st.session_state[TAKEN_BACK] = (upload.file,)
        st.rerun()


def _forget() -> None:
    put_in_address(**{WITHDRAW: ""})
