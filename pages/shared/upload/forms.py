"""Empty forms: workbooks at a click, as CSV, and in the other language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from charts.markup import tag
from data.export_format import Export
from data.forms import Lists, form_csv, form_xlsx, notes_csv
from data.language import LANGUAGES, language, say, speaking


def offer_forms(exports: Mapping[str, Export], choices: Callable[[], Lists]) -> None:
    """One button per export: an empty form with the right headings and drop-downs (`choices`, asked late)."""
    st.html(tag("h2", say("空白表格"), tag("small", say("有下拉选项、例子和填写说明")), class_="section"))
    with st.container(horizontal=True, key="forms"):
        for export in exports.values():
            st.download_button(
                export.name,
                partial(_spoken, partial(_form, export, choices), language()),
                file_name=f"{export.name}.xlsx",
                key=f"form-{export.id}",
                on_click="ignore",
            )


def _form(export: Export, choices: Callable[[], Lists]) -> bytes:
    return form_xlsx(export, choices())


def offer_other_forms(exports: Mapping[str, Export], choices: Callable[[], Lists]) -> None:
    """Choose the export and the language, then take the workbook, the CSV or the CSV's explanations."""
    with st.expander(say("CSV、英文的空白表格")):
        chosen = st.selectbox(
            say("报表"), list(exports), format_func=lambda code: exports[code].name, key="form-of"
        )
        spoken = st.radio(
            say("表格的语言"),
            LANGUAGES,
            index=LANGUAGES.index(language()),
            format_func={"zh": say("中文"), "en": say("英文")}.__getitem__,
            horizontal=True,
            key="form-language",
        )
        if chosen:
            _offer(exports[chosen], choices, spoken)


def _offer(export: Export, choices: Callable[[], Lists], spoken: str) -> None:
    with speaking(spoken):
        name, notes = export.name, say("-填写说明")
    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "XLSX": (f"{name}.xlsx", lambda: form_xlsx(export, choices())),
        "CSV": (f"{name}.csv", partial(form_csv, export)),
        say("CSV的填写说明"): (f"{name}{notes}.csv", lambda: notes_csv(export, choices())),
    }
    with st.container(horizontal=True):
        for label, (file_name, make) in files.items():
            key = f"other-form-{file_name}"
            st.download_button(label, partial(_spoken, make, spoken), file_name, key=key, on_click="ignore")


def _spoken(make: Callable[[], bytes], spoken: str) -> bytes:
    # made when it is asked for, outside the run that knew the language
    with speaking(spoken):
        return make()
