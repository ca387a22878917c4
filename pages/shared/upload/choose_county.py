"""A county is chosen, not typed: its townships from the national register, published or taken along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from charts.markup import tag
from data.county_file import county_csv, county_rows, county_xlsx
from data.export_format import Export
from data.language import language, say, speaking
from data.live_register import REGISTER_EXPORT
from data.national_register import Place, about, cities, counties, county_of, provinces
from data.refusal import Refused
from data.store import Store
from metrics import publication
from metrics.publication import FileToCheck, Options
from pages.shared.html_tables import Column, plain_table
from pages.shared.upload.publishing import remember_published
from pages.shared.who import by_here

STEPS: tuple[Callable[[str], Sequence[Place]], ...] = (lambda above: provinces(), cities, counties)


def offer_county(store: Store, exports: Mapping[str, Export]) -> None:
    """For a store without a register: choose the county, see its townships, publish or download them."""
    export = exports.get(REGISTER_EXPORT)
    if export is None:
        return
    with st.container(border=True, key="choose-county"):
        st.html(tag("h2", say("先选本县"), class_="section"))
        st.html(tag("p", say("还没有乡镇名录。选好省、市、县，乡镇的代码和名称就有了，不用录入。")))
        code = _chosen_county("first")
        if code:
            _show_townships(code, export)
            _offer_publication(store, code, export)
            _offer_files(code, export, "first")


def offer_county_file(exports: Mapping[str, Export]) -> None:
    """At any time: the register of a county as a file, filled in as far as the national register goes."""
    export = exports.get(REGISTER_EXPORT)
    if export is None:
        return
    with st.expander(say("从全国名录填好乡镇名录")):
        code = _chosen_county("again")
        if code:
            _offer_files(code, export, "again")


def _chosen_county(key: str) -> str:
    """Province, city, county, one after the other; "" until all three are chosen."""
    above = ""
    labels = (say("省"), say("市"), say("县（市、区）"))
    for place, label, step in zip(st.columns(3), labels, STEPS, strict=True):
        options = {each.code: each.name for each in step(above)} if above or step is STEPS[0] else {}
        above = _select(place, f"county-{key}-{label}-{above}", label, options)
    return above


def _select(
    place: st.delta_generator.DeltaGenerator, key: str, label: str, options: Mapping[str, str]
) -> str:
    chosen = place.selectbox(
        label,
        list(options),
        # one choice is no choice
        index=0 if len(options) == 1 else None,
        format_func=lambda code: options.get(code, code),
        key=key,
        placeholder=say("请选择"),
        disabled=not options,
        filter_mode="contains",
    )
    return chosen or ""


def _show_townships(code: str, export: Export) -> None:
    rows = [dict(zip(export.columns, row, strict=True)) for row in county_rows(code, export)]
    shown = [export.columns[name] for name in ("code", "name", "kind") if name in export.columns]
    columns = tuple(Column(each.name, partial(_cell_of, each.id), "short") for each in shown)
    title = say("{county}：{n}个乡镇", county=county_of(code).full_name, n=len(rows))
    facts = about()
    source = say("来源：{source}；{package}。此后的变化请在文件里改。", **facts)
    table = tag("div", plain_table(columns, rows), class_="county-townships")
    st.html(tag("div", tag("p", tag("b", title)), table, tag("p", source, class_="note")))


def _cell_of(column_id: str, row: Mapping[str, str]) -> str:
    return row[column_id] or "—"


def _offer_publication(store: Store, code: str, export: Export) -> None:
    hint = say("常住人口可以空着先发布；万人指标等补填人口、再传一次名录之后才有。")
    st.html(tag("p", hint, class_="note"))
    if st.button(say("用作本县的乡镇名录"), type="primary", key="publish-county"):
        _publish(store, code, export)


def _publish(store: Store, code: str, export: Export) -> None:
    file = FileToCheck(_file_name(code, export, "csv"), county_csv(code, export), export.id)
    try:
        with st.spinner(say("正在发布…")):
            done = publication.publish(store, [file], Options(by_here()))
    except Refused as refusal:
        st.error(str(refusal))
        return
    if done.refused:
        st.error(say("；").join(each.expected for each in done.results[0].checked.errors))
        return
    remember_published(done, ())
    st.rerun()


def _offer_files(code: str, export: Export, key: str) -> None:
    with st.container(horizontal=True, key=f"county-files-{key}"):
        for suffix, write in (("xlsx", county_xlsx), ("csv", county_csv)):
            st.download_button(
                say("下载填好的{suffix}，补填人口", suffix=suffix.upper()),
                partial(_file, write, code, export, language()),
                file_name=_file_name(code, export, suffix),
                key=f"county-{key}-{suffix}",
                on_click="ignore",
            )


def _file_name(code: str, export: Export, suffix: str) -> str:
    return f"{export.name}-{county_of(code).name}.{suffix}"


def _file(write: Callable[[str, Export], bytes], code: str, export: Export, spoken: str) -> bytes:
    # made when it is asked for, outside the run that knew the language
    with speaking(spoken):
        return write(code, export)
