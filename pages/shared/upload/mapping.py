"""认一认表头: what a file's unknown headings and words mean, asked once and kept as a profile."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

import streamlit as st

from charts.markup import Html, tag
from charts.text import listed
from data.findings import Checked
from data.language import say
from data.refusal import Refused
from data.store import Store
from metrics.file_questions import Questions, Wishes, questions_about, remember, worth_asking
from metrics.publication import FileToCheck
from pages.shared.html_tables import Column, plain_table
from pages.shared.upload.checking import remembered_answer
from pages.shared.upload.mapping_choices import (
    WordMeanings,
    choose_export,
    choose_headings,
    choose_meanings,
    choose_name,
)
from pages.shared.upload.work import read_again

REMEMBERED = "upload-profile"  # the name of the profile that this session kept last


def ask_about(store: Store, file: FileToCheck, checked: Checked, key: str) -> bool:
    """A panel where headings or words of the file are unknown; the button keeps them. True where it asks."""
    about = (checked.sha256, file.name, file.export, file.month, file.covers)
    asked = remembered_answer(store, about, lambda: worth_asking(store, file, checked))
    if asked is None:
        return False
    is_urgent = bool(asked.missing or asked.words or checked.refused)
    with st.expander(_title(asked), expanded=is_urgent, key=f"ask-{key}"):
        _ask(store, file, asked, key)
    return True


def show_remembered() -> None:
    """Once, after a profile was kept."""
    name = st.session_state.pop(REMEMBERED, "")
    if name:
        st.success(say("已记住“{name}”，并已按它重新核对。以后同样表头的文件不再问。", name=name))


def _title(asked: Questions) -> str:
    unknown = sum(1 for each in asked.columns if each.heading or each.column.required)
    return say("认一认表头：{columns}列、{words}个用词待确认", columns=unknown, words=len(asked.words))


def _ask(store: Store, file: FileToCheck, asked: Questions, key: str) -> None:
    st.html(_introduction(asked))
    export = choose_export(asked, key)
    if export != asked.chosen.export.id:
        asked = _with(store, file, Wishes(export)) or asked
    scope = f"{key}-{asked.chosen.export.id}"
    headings = choose_headings(asked, scope)
    if headings != asked.chosen.accepted:
        asked = _with(store, file, Wishes(export, headings)) or asked
    meanings = choose_meanings(asked.words, scope)
    name = choose_name(asked, scope)
    if meanings != _proposed(asked) or name:
        asked = _with(store, file, Wishes(export, headings, meanings, name=name)) or asked
    _show_reading(asked)
    _confirm(store, asked, key)


def _with(store: Store, file: FileToCheck, wishes: Wishes) -> Questions | None:
    try:
        about = (sha256(file.content).hexdigest(), file.name, file.month, file.covers, repr(wishes))
        return remembered_answer(store, about, lambda: questions_about(store, file, wishes))
    except Refused as refusal:
        st.error(str(refusal))
        return None


def _proposed(asked: Questions) -> WordMeanings:
    return {column: dict(words) for column, words in asked.confirmed.words.items()}


def _introduction(asked: Questions) -> Html:
    name, share = asked.chosen.export.name, f"{round(100 * asked.chosen.score)}%"
    sentences = [
        say("这份文件最像“{name}”（{share}）。请核对每一列是文件里的哪个表头。", name=name, share=share),
        say("确认一次就记住，以后同样表头的文件不再问。"),
    ]
    if asked.private:
        sentences.append(say("另有{n}列像是个人信息，不建议、不显示。", n=asked.private))
    return tag("p", "".join(sentences), class_="note")


def _show_reading(asked: Questions) -> None:
    """How the first rows would be read, and how many in all."""
    if asked.trial is None:
        return
    title = tag("p", tag("b", say("照此读出的前几行")))
    trial = asked.trial
    counts = say(
        "照此读取{read}行：收下{accepted}行，退回{rejected}行。",
        read=trial.rows_read,
        accepted=trial.rows_accepted,
        rejected=trial.rows_rejected,
    )
    columns = [Column(say("行"), lambda row: row[0], "number")]
    columns += [Column(name, partial(_cell, at), "short") for at, name in enumerate(asked.preview.names)]
    table = plain_table(columns, asked.preview.rows) if asked.preview.rows else ""
    st.html(tag("div", title, table, tag("p", counts, class_="note"), class_="reading-preview"))


def _cell(at: int, row: tuple[int, tuple[str, ...]]) -> str:
    return row[1][at]


def _confirm(store: Store, asked: Questions, key: str) -> None:
    if asked.missing:
        st.warning(say("还有必填的列没有选：{names}", names=listed(asked.missing)))
    if asked.refusal:
        st.error(asked.refusal)
    is_ready = not asked.missing and not asked.refusal and not asked.confirmed.is_empty
    if st.button(say("确认并记住"), type="primary", key=f"remember-{key}", disabled=not is_ready):
        try:
            profile = remember(store, asked.confirmed)
        except Refused as refusal:
            st.error(str(refusal))
            return
        st.session_state[REMEMBERED] = profile.export.name
        read_again()
        st.rerun()
