"""Publish with its steps shown, say what was published, and take it back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from charts.markup import Html, join, link, tag
from charts.text import listed, month_text
from data.catalogue_records import Upload
from data.drafts import sweep_drafts
from data.language import say
from data.refusal import Refused
from data.store import Store
from data.visible import visible_uploads
from metrics import apart, publication
from pages.shared.address import href
from pages.shared.upload.choices import UploadChoices, next_round
from pages.shared.who import by_here

LAST = "upload-published"  # what this session published last, so that no rerun loses it
TAKEN_BACK = "upload-taken-back"
JUST_NOW = "upload-just-now"


@dataclass(frozen=True)
class Published:
    """`uploads`: what was added. `already_there`: files whose content stood. `changed`: indicators."""

    uploads: tuple[Upload, ...]
    already_there: tuple[str, ...]
    changed: tuple[str, ...]


def publish(store: Store, choices: UploadChoices, changed: tuple[str, ...]) -> None:
    """Publish and begin a new round; a refusal is shown and the form stays as it is."""
    with st.status(say("正在发布…"), expanded=True) as status:
        try:
            done = apart.publish(store, choices.files, choices.options, progress=st.write)
        except Refused as refusal:
            status.update(label=say("没有发布"), state="error")
            st.error(str(refusal))
            return
        status.update(label=say("发布完成"), state="complete", expanded=False)
    if done.refused:
        st.error(say("有文件整份退回，所以一份也没有发布。"))
        return
    remember_published(done, changed)
    sweep_drafts(store)
    next_round()
    st.rerun()


def remember_published(done: publication.Publication, changed: tuple[str, ...]) -> None:
    """Keep what a publication did, for the next run to say it. `changed`: indicators."""
    new = tuple(each.upload for each in done.results if each.is_new and each.upload)
    known = tuple(each.checked.file for each in done.results if not each.is_new)
    st.session_state[LAST] = Published(new, known, changed)
    st.session_state[JUST_NOW] = True


def show_last_publication(store: Store, names: dict[str, str]) -> None:
    """What this session published last, what changed and the way back. `names`: indicator → name."""
    last: Published | None = st.session_state.get(LAST)
    if last is None:
        return
    if st.session_state.pop(JUST_NOW, False):
        st.toast(_title(last))  # who has scrolled down to the button does not see the top
    with st.container(border=True, key="published"):
        st.html(_published_html(last, names))
        left, right, _ = st.columns([1, 1, 4])
        standing = [upload for upload in last.uploads if not _is_rolled_back(store, upload.id)]
        if standing and left.button(say("撤回这次发布"), key="take-back-last"):
            _take_back(store, standing)
        if right.button(say("知道了"), key="dismiss-last"):
            del st.session_state[LAST]
            st.rerun()


def take_back_one(store: Store, upload: int, reason: str = "") -> None:
    """Withdraw one upload of the history."""
    with st.spinner(say("正在撤回…")):
        publication.roll_back(store, upload, by_here(), reason)


def _take_back(store: Store, uploads: list[Upload]) -> None:
    try:
        with st.spinner(say("正在撤回…")):
            for upload in reversed(uploads):
                publication.roll_back(store, upload.id, by_here())
    except Refused as refusal:
        st.error(str(refusal))
        return
    del st.session_state[LAST]
    st.session_state[TAKEN_BACK] = tuple(upload.file for upload in uploads)
    st.rerun()


def show_taken_back() -> None:
    """Once, after a roll-back."""
    files = st.session_state.pop(TAKEN_BACK, ())
    if files:
        st.success(say("已撤回{files}；它替换过的数据重新生效。", files=listed(list(files))))


def _title(last: Published) -> str:
    if not last.uploads:
        return say("没有新内容，数字没有变。")
    rows = sum(upload.rows for upload in last.uploads)
    return say("已发布{n}份文件，共{rows}行。", n=len(last.uploads), rows=rows)


def _published_html(last: Published, names: dict[str, str]) -> Html:
    files = [
        tag(
            "li",
            upload.file,
            " · ",
            month_text(upload.month) if upload.month else "—",
            " · ",
            _number(upload),
        )
        for upload in last.uploads
    ]
    known = [tag("li", say("{file}：内容已经发布过", file=file)) for file in last.already_there]
    links = [link(href("indicator", indicator=each), names.get(each, each)) for each in last.changed[:12]]
    changed = tag("p", say("变化的指标："), join(links, " · ")) if links else ""
    return tag(
        "div", tag("p", tag("b", _title(last))), tag("ul", join([*files, *known])), changed, role="status"
    )


def _number(upload: Upload) -> str:
    return say("上传编号{number}", number=upload.id)


def _is_rolled_back(store: Store, number: int) -> bool:
    return any(each.id == number and each.rolled_back for each in visible_uploads(store))
