"""改: what is wrong, a group at a time with what was probably meant, or cell by cell in a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from charts.markup import Html, tag
from data.export_format import load_lists
from data.findings import Checked
from data.language import say
from data.live_register import register_with
from data.mending import MendGroup, edited_cells, grid_rows, mend_groups
from pages.shared.upload.rule_titles import TITLES
from pages.shared.upload.work import Work

if TYPE_CHECKING:
    from pandas import DataFrame

    from data.store import Store

GROUPS_SHOWN = 8  # with their own controls; the rest is in the grid or in the downloads
GRID_ROWS = 200
PERSONAL = "personal_value"  # what stood there is nowhere any more, so there is nothing to mend in words


def offer_mending(store: Store, checked: Checked, work: Work, key: str) -> None:
    """Both ways to correct, below the report of a file; what was corrected so far, and the way back."""
    if checked.sheet is None or checked.export is None:
        return
    _show_mended(work, key)
    register = register_with(store.live(), [])
    lists = load_lists(store.folder)
    wrong = [f for f in checked.errors if f.rule != PERSONAL]
    odd = [f for f in checked.warnings if f.rule == "unlisted_value"]
    groups = [each for each in mend_groups([*wrong, *odd], checked.export, register, lists) if each.proposals]
    if groups:
        st.html(tag("h3", say("一次改好同样的错"), class_="section"))
    for number, group in enumerate(groups[:GROUPS_SHOWN]):
        _offer_group(group, work, f"{key}-{number}")
    if checked.errors:
        _offer_grid(checked, work, key)


def group_sentence(group: MendGroup) -> str:
    """'37行：乡镇不在名录中：河口乡 → 河口镇？'."""
    title = say(TITLES[group.rule]) if group.rule in TITLES else say("需要核对")
    if not title.startswith(group.heading):
        title = say("{column}{title}", column=group.heading, title=title)
    said = {"n": len(group.rows), "title": title, "found": group.found or say("空白")}
    if group.is_sure:
        return say("{n}行：{title}：{found} → {proposal}？", proposal=group.proposals[0], **said)
    return say("{n}行：{title}：{found}", **said)


def _offer_group(group: MendGroup, work: Work, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"mend-{key}"):
        st.html(tag("p", tag("b", group_sentence(group)), class_="mend-line"))
        if group.is_sure:
            wanted: str | None = group.proposals[0]
        else:
            wanted = st.selectbox(
                say("改为"),
                group.proposals,
                index=None,
                placeholder=say("选一个"),
                label_visibility="collapsed",
                accept_new_options=True,
                key=f"mend-to-{key}-{group.column_id}-{group.found}",
                width=200,
            )
        label = say("全部改为“{wanted}”", wanted=wanted) if wanted else say("全部改")
        name = f"mend-all-{key}-{group.column_id}-{group.found}"
        if st.button(label, key=name, disabled=not wanted) and wanted:
            _correct(work, group.corrections(wanted))


def _offer_grid(checked: Checked, work: Work, key: str) -> None:
    rows = grid_rows(checked, GRID_ROWS)
    if not rows:
        return
    with st.expander(say("逐格修改要改的{n}行", n=len(rows)), key=f"grid-{key}"):
        if len(rows) < checked.rows_rejected:
            st.html(tag("p", say("这里是前{n}行；改好后再显示其余的。", n=len(rows)), class_="note"))
        before = _texts(checked, rows)
        edited = _grid(checked, rows, before, f"{key}-{hash(tuple(sorted(work.corrections.items())))}")
        if edited is None:
            return
        after = {column_id: edited[column_id].tolist() for column_id in before}
        found = edited_cells(rows, before, after)
        if found:
            _correct(work, found)
        else:
            st.info(say("还没有改动。"))


def _grid(
    checked: Checked, rows: Sequence[int], before: Mapping[str, list[str]], key: str
) -> DataFrame | None:
    """The grid in a form, so that nothing is checked again while somebody types; None until it is sent."""
    import pandas as pd

    table = pd.DataFrame({"row": list(rows), "reason": _reasons(checked, rows), **before})
    columns = {
        "row": st.column_config.NumberColumn(say("行"), disabled=True, pinned=True),
        "reason": st.column_config.TextColumn(say("要改什么"), disabled=True, width="medium"),
    }
    export, sheet = checked.export, checked.sheet
    if export and sheet:
        columns |= {name: st.column_config.TextColumn(sheet.heading(name, export)) for name in before}
    with st.form(f"grid-form-{key}", border=False):
        edited = st.data_editor(
            table, hide_index=True, num_rows="fixed", key=f"grid-cells-{key}", column_config=columns
        )
        sent = st.form_submit_button(say("按修改重新核对"), type="primary")
    return edited if sent else None


def _texts(checked: Checked, rows: Sequence[int]) -> dict[str, list[str]]:
    """Column id → the texts of these rows, declared columns only; columns that are needed come along."""
    sheet, export = checked.sheet, checked.export
    if sheet is None or export is None:
        return {}
    places = {row: at for at, row in enumerate(sheet.numbers)}
    from data.personal import scrubbed

    bad = {(f.row, f.column_id) for f in (*checked.errors, *checked.warnings)}
    return {
        column_id: [
            scrubbed(texts[places[row]]) if (row, column_id) in bad else texts[places[row]] for row in rows
        ]
        for column_id, texts in sheet.texts.items()
    }


def _reasons(checked: Checked, rows: Sequence[int]) -> list[str]:
    said: dict[int, list[str]] = {row: [] for row in rows}
    for finding in checked.errors:
        if finding.row in said:
            said[finding.row].append(
                say("{column}：{expected}", column=finding.column, expected=finding.expected)
            )
    return [say("；").join(said[row]) for row in rows]


def _show_mended(work: Work, key: str) -> None:
    count = len(work.all_mended)
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"mended-{key}"):
        st.html(_mended_html(count))
        if work.corrections and st.button(say("撤销这次的修改"), key=f"mend-undo-{key}"):
            work.corrections.clear()
            st.rerun()


def _mended_html(count: int) -> Html:
    return tag("p", say("已在网页上改了{n}格；原文件没有变，发布的是改好的数据。", n=count), class_="note")


def _correct(work: Work, cells: Mapping[tuple[int, str], str]) -> None:
    work.corrections.update(cells)
    st.rerun()
