"""草稿: what was left unfinished, here or elsewhere; what waits for its time; who is at the same work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from charts.markup import tag
from charts.text import month_text
from data.drafts import (
    DraftFacts,
    at_the_same_work,
    delete_drafts,
    draft_numbered,
    drafts,
    mended_cells,
    open_draft,
    save_draft,
)
from data.export_format import Export
from data.file_desk import FileToCheck
from data.language import say
from data.refusal import Refused
from data.schedule import FAILED, scheduled, take_off, waiting
from data.staff_grants import is_own
from data.staff_records import Draft, Scheduled
from data.store import Store
from pages.shared.upload.choices import OPENED, UploadChoices
from pages.shared.upload.work import key_of, work_on
from pages.shared.who import by_here

FAILURES_SHOWN = 3
OTHERS_TOLD = 3  # a county's file meets the drafts of all its townships


def opened_drafts(store: Store) -> dict[int, FileToCheck]:
    """The drafts that this session goes on with, as files; one that is gone leaves the list."""
    found = {}
    for number in list(st.session_state.get(OPENED, ())):
        try:
            draft = draft_numbered(store, number)
            found[number] = open_draft(store, draft)
        except Refused:
            st.session_state[OPENED].remove(number)
            continue
        work = work_on(key_of(found[number], number))
        if work.draft is None:
            work.draft, work.mended, work.seen = number, mended_cells(draft), draft.seen
            work.unseen = ""
    return found


def show_drafts(store: Store, exports: Mapping[str, Export], in_work: Sequence[int]) -> None:
    """The drafts of this person (all, for an admin or where nobody signs in) that are not open here."""
    put_off = {number for each in waiting(store) for number in each.draft_numbers}
    hidden = {*in_work, *st.session_state.get(OPENED, ()), *put_off}
    found = [each for each in drafts(store) if each.id not in hidden and is_own(store, each)]
    if not found:
        return
    st.html(tag("h3", say("没有做完的草稿"), tag("small", say("{n}份", n=len(found))), class_="section"))
    for draft in reversed(found):
        _show_draft(store, draft, exports)


def show_waiting(store: Store, exports: Mapping[str, Export]) -> None:
    """What waits for its time and can still be withdrawn, and what could not be published: this person's."""
    for each in _own(store, waiting(store)):
        _show_waiting(store, each, exports)
    failed = [each for each in _own(store, scheduled(store)) if each.state == FAILED and each.draft_numbers]
    standing = {draft.id for draft in drafts(store)}
    for each in [row for row in failed if standing & set(row.draft_numbers)][-FAILURES_SHOWN:]:
        text = say("定于{due}的发布没有成功：{why} 草稿还在。", due=_moment(each), why=each.note)
        st.warning(text)


def _own(store: Store, found: Sequence[Scheduled]) -> list[Scheduled]:
    """Those of drafts that the account may go on with."""
    others = {draft.id for draft in drafts(store) if not is_own(store, draft)}
    return [each for each in found if not others & set(each.draft_numbers)]


def save_drafts(store: Store, choices: UploadChoices) -> None:
    """Keep every file as it stands after its check; each change is written once."""
    for file, work in zip(choices.files, choices.works, strict=True):
        checked = work.checked
        if checked is None or work.saved == work.stamp:
            continue
        facts = DraftFacts(by_here(), file.covers, choices.options.replace, work.seen, work.all_mended)
        saved = save_draft(store, checked, facts, work.draft)
        work.saved = work.stamp
        if saved is not None:
            work.draft = saved.id


def tell_of_others(store: Store, choices: UploadChoices, exports: Mapping[str, Export]) -> None:
    """The second of two clerks is told; nobody is held up."""
    known = drafts(store)
    mine = set(choices.drafts)
    at_work = [other for draft in known if draft.id in mine for other in at_the_same_work(draft, known)]
    others = list({each.id: each for each in at_work if each.id not in mine}.values())
    for other in others[:OTHERS_TOLD]:
        st.warning(_other_sentence(other, exports))
    if len(others) > OTHERS_TOLD:
        st.warning(say("另有{n}份草稿也是这张报表、这个月的。", n=len(others) - OTHERS_TOLD))
    for work in choices.works:
        if work.unseen:
            st.warning(work.unseen)


def _other_sentence(other: Draft, exports: Mapping[str, Export]) -> str:
    return say(
        "{by}已于{at}开始处理同一报表（{export}，{month}，文件“{file}”）。请先商量由谁发布，以免重复。",
        by=other.by or say("另一位经办人"),
        at=f"{other.began:%Y-%m-%d %H:%M}",
        export=exports[other.export].name if other.export in exports else other.export,
        month=month_text(other.month) if other.month else "—",
        file=other.file,
    )


def _show_draft(store: Store, draft: Draft, exports: Mapping[str, Export]) -> None:
    name = exports[draft.export].name if draft.export in exports else draft.export
    month = month_text(draft.month) if draft.month else "—"
    left = say("还有{n}行要改", n=draft.refused) if draft.refused else say("没有要改的行")
    facts = (name, month, draft.file, left, draft.by or "—", f"{draft.saved:%Y-%m-%d %H:%M}")
    with st.container(horizontal=True, vertical_alignment="center", key=f"draft-{draft.id}"):
        st.html(tag("p", " · ".join(facts), class_="due-line"))
        if st.button(say("接着做"), key=f"open-draft-{draft.id}"):
            st.session_state.setdefault(OPENED, []).append(draft.id)
            st.rerun()
        if st.button(say("删除"), key=f"delete-draft-{draft.id}"):
            delete_drafts(store, [draft.id or 0], by_here())
            st.rerun()


def _show_waiting(store: Store, each: Scheduled, exports: Mapping[str, Export]) -> None:
    known = {draft.id: draft for draft in drafts(store)}
    found = [known[number] for number in each.draft_numbers if number in known]
    names = say("、").join(
        f"{exports[d.export].name if d.export in exports else d.export} "
        f"{month_text(d.month) if d.month else ''}"
        for d in found
    )
    with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"waiting-{each.id}"):
        text = say("定于{due}发布：{names}", due=_moment(each), names=names or "—")
        st.html(tag("p", tag("b", text), " ", tag("span", each.by or "", class_="note")))
        if st.button(say("取消定时"), key=f"take-off-{each.id}"):
            try:
                take_off(store, each.id or 0, by_here())
            except Refused as refusal:
                st.error(str(refusal))
                return
            st.rerun()


def _moment(each: Scheduled) -> str:
    return f"{each.due:%Y-%m-%d %H:%M}"
