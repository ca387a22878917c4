"""报送: what is due; choose files, mend what is wrong, see what changes, publish; what was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from charts.markup import tag
from charts.measure import Measure
from data.branches import branches_of
from data.clock import today
from data.export_format import Export
from data.findings import Checked
from data.language import say
from data.live_register import live_register
from data.store import Store
from metrics.form_choices import form_choices
from pages.shared.cached_reads import current_mart, the_exports, the_store
from pages.shared.figures import measures
from pages.shared.upload.checking import check, effects
from pages.shared.upload.choices import (
    IN_WORK,
    UploadChoices,
    choose_uploads,
    go_on_after_another_page,
)
from pages.shared.upload.choose_county import offer_county, offer_county_file
from pages.shared.upload.draft_list import (
    opened_drafts,
    save_drafts,
    show_drafts,
    show_waiting,
    tell_of_others,
)
from pages.shared.upload.due import due_now, show_calendar, show_my_dues, step
from pages.shared.upload.effects import effects_sentence, effects_table, jumps_html
from pages.shared.upload.forms import offer_forms, offer_other_forms
from pages.shared.upload.history import show_history
from pages.shared.upload.mapping import ask_about, show_remembered
from pages.shared.upload.mending import offer_mending
from pages.shared.upload.paper import offer_paper_figures
from pages.shared.upload.publish_step import is_forced, offer_force, offer_publication, show_put_off
from pages.shared.upload.publishing import show_last_publication, show_taken_back
from pages.shared.upload.report import show_report


def show_page() -> None:
    store, mart, exports = the_store(), current_mart(), the_exports()
    names = {code: measure.name for code, measure in measures(mart).items()} if mart else {}
    has_register = bool(live_register(store.live()).townships)
    hint = say("选好文件就会核对，发布之前什么都不公开。含个人信息的列在核对时丢弃，从不保存。")
    st.html(tag("div", tag("h1", say("报送")), tag("span", hint), class_="page-head"))
    flow, side = st.columns([8, 5], gap="large")
    below = st.container()
    # what takes long comes last, so that all else stands while files are checked
    with side:
        show_side(store, exports, has_register)
    with below:
        show_history(store, exports)
    with flow:
        show_taken_back()
        show_put_off()
        show_last_publication(store, names)
        if has_register:
            show_my_dues(store, due_now(store, today()), exports, today())
        else:
            offer_county(store, exports)
        show_flow(store, exports)


def show_side(store: Store, exports: Mapping[str, Export], has_register: bool) -> None:
    """The calendar, who has not reported, and the empty forms."""
    if has_register:
        show_calendar(due_now(store, today()), today())
    choices = partial(form_choices, store)
    offer_forms(exports, choices)
    offer_other_forms(exports, choices)
    if has_register:
        offer_county_file(exports)


def show_flow(store: Store, exports: Mapping[str, Export]) -> None:
    """Files or drafts, then the report, then the preview, then the button, as far as they let us go."""
    st.html(step(2, say("选文件"), say("可一次选多个，自动认出是哪张报表、哪个月")))
    go_on_after_another_page()
    choices = choose_uploads(exports, today(), opened_drafts(store))
    show_waiting(store, exports)
    if choices.files:
        show_checked(store, choices, exports)
    st.session_state[IN_WORK] = choices.drafts
    show_drafts(store, exports, choices.drafts)


def show_checked(store: Store, choices: UploadChoices, exports: Mapping[str, Export]) -> None:
    st.html(step(3, say("核对结果")))
    checked = check(store, choices, is_forced())
    save_drafts(store, choices)
    show_remembered()
    tell_of_others(store, choices, exports)
    refused, asked = [], 0
    for number, (file, each) in enumerate(zip(choices.files, checked, strict=True)):
        work = choices.works[number]
        show_report(each, str(number), partial(offer_mending, store, each, work, str(number)))
        is_asked = bool(file.content) and ask_about(store, file, each, key=str(number))
        if each.refused:
            refused.append(each)
            asked += is_asked
    offer_force(checked)
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
    st.html(step(4, say("发布后哪些数字会变")))
    changed: tuple[str, ...] = ()
    if found.figures is None:
        st.html(tag("p", say("这些文件的内容已经发布过，再发布不会有变化。"), class_="note"))
    else:
        st.html(tag("p", effects_sentence(found.figures)))
        st.html(jumps_html(found.jumps, found.measures, area_names(store)))
        if not found.figures.empty:
            st.html(effects_table(found.figures, found.measures))
        changed = tuple(dict.fromkeys(found.figures["indicator"]))
    offer_paper_figures(store, checked, found.computed, indicator_names(found.measures))
    offer_publication(store, choices, checked, changed)


def area_names(store: Store) -> dict[str, str]:
    """Code → name of the townships that report, and of what is above them."""
    register = live_register(store.live())
    above = {each.code: each.name for each in branches_of(register).listed}
    return {each.code: each.name for each in register.townships} | above


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
