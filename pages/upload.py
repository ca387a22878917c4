"""报送: what is due and what is in; choose files, read the report, see what changes, publish, take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st

from charts.markup import tag
from charts.measure import Measure
from data.clock import today
from data.export_format import Export
from data.findings import Checked
from data.language import say
from data.store import Store
from metrics.form_choices import form_choices
from metrics.mart_reader import Mart
from pages.shared.cached_reads import current_mart, the_exports, the_store
from pages.shared.figures import measures, townships
from pages.shared.upload.checking import check, effects
from pages.shared.upload.choices import UploadChoices, choose_uploads
from pages.shared.upload.choose_county import offer_county, offer_county_file
from pages.shared.upload.due import due_in, offer_forms, show_due
from pages.shared.upload.effects import effects_sentence, effects_table
from pages.shared.upload.forms import offer_other_forms
from pages.shared.upload.history import show_history
from pages.shared.upload.mapping import ask_about, show_remembered
from pages.shared.upload.paper import offer_paper_figures
from pages.shared.upload.publishing import publish, show_last_publication, show_taken_back
from pages.shared.upload.report import show_report
from pages.shared.upload.zero_report import offer_zero_report


def show_page() -> None:
    store, mart, exports = the_store(), current_mart(), the_exports()
    names = {code: measure.name for code, measure in measures(mart).items()} if mart else {}
    has_register = bool(mart and townships(mart))
    hint = say("选好文件就会核对，发布之前什么都不写入。含个人信息的列在核对时丢弃，从不保存。")
    st.html(tag("div", tag("h1", say("报送")), tag("span", hint), class_="page-head"))
    flow, side = st.columns([8, 5], gap="large")
    with flow:
        show_taken_back()
        show_last_publication(store, names)
        if not has_register:
            offer_county(store, exports)
        show_flow(store, choose_uploads(exports, today()))
    with side:
        if mart:
            show_month(store, mart, exports)
        choices = partial(form_choices, store)
        offer_forms(exports, choices)
        offer_other_forms(exports, choices)
        if has_register:
            offer_county_file(exports)
    show_history(store, exports)


def show_month(store: Store, mart: Mart, exports: Mapping[str, Export]) -> None:
    """What is due and what is in for the newest month, and zeros at one click."""
    month = date.fromisoformat(f"{mart.newest_period('month') or today().strftime('%Y-%m')}-01")
    due = due_in(mart, month, exports)
    show_due(month, due)
    offer_zero_report(store, month, due, exports)


def show_flow(store: Store, choices: UploadChoices) -> None:
    """The report, then the preview, then the button, as far as the files let us go."""
    if not choices.files:
        return
    checked = check(store, choices)
    show_remembered()
    refused, asked = [], 0
    for number, (file, each) in enumerate(zip(choices.files, checked, strict=True)):
        show_report(each, key=str(number))
        is_asked = ask_about(store, file, each, key=str(number))
        if each.refused:
            refused.append(each)
            asked += is_asked
    if refused and asked == len(refused):
        st.info(say("先在上面认一认表头；确认后自动重新核对，就可以发布。"))
        return
    if refused:
        st.error(_refused_sentence(refused, len(checked)))
        return
    show_effects_and_publish(store, choices, checked)


def show_effects_and_publish(store: Store, choices: UploadChoices, checked: Sequence[Checked]) -> None:
    found = effects(store, choices)
    if found.refusal:
        st.error(found.refusal)
        return
    st.html(tag("h2", say("发布后哪些数字会变"), class_="section"))
    changed: tuple[str, ...] = ()
    if found.figures is None:
        st.html(tag("p", say("这些文件的内容已经发布过，再发布不会有变化。"), class_="note"))
    else:
        st.html(tag("p", effects_sentence(found.figures)))
        changed = tuple(dict.fromkeys(found.figures["indicator"]))
    offer_paper_figures(store, checked, found.computed, indicator_names(found.measures))
    if st.button(say("发布"), type="primary", key="publish"):
        publish(store, choices, changed)
    if found.figures is not None:
        st.html(effects_table(found.figures, found.measures))


def indicator_names(after: Mapping[str, Measure]) -> dict[str, str]:
    """Indicator → name, of those that will be there, else of those that are."""
    mart = current_mart()
    known = after or (measures(mart) if mart else {})
    return {code: measure.name for code, measure in known.items()}


def _refused_sentence(refused: list[Checked], count: int) -> str:
    if count == 1:
        return say("这份文件不能发布。请按上面的说明改好后重新选择。")
    return say("{n}份文件不能发布，所以其余的也先不发布。请移除或改好后重新选择。", n=len(refused))


show_page()
