"""目标值: by year, in a grid; what held before stays in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from charts.markup import tag
from charts.measure import Measure
from data.clock import today
from data.language import pick, say
from data.store import Store
from metrics.indicator import load_indicators
from metrics.targets import Target, TargetVersion, set_targets, target_history, target_years
from pages.shared.admin.notices import do, show_notice
from pages.shared.cached_reads import current_mart
from pages.shared.figures import measures
from pages.shared.html_tables import Column, plain_table
from pages.shared.who import by_here

if TYPE_CHECKING:
    from pandas import DataFrame

TITLE = "目标值"


def show(store: Store) -> None:
    """Choose the year, change targets in the grid, see who set what when."""
    show_notice()
    hint = say("按指标的单位填（92.5%填92.5）。只陈述、不作评价的指标没有目标。改动立即生效，以前年份不变。")
    st.html(tag("p", hint, class_="note"))
    year = _choose_year(store)
    history = [each for each in target_history(store) if each.target.year == year]
    now = {each.target.indicator: each.target for each in history}
    names = _names(store)
    wanted = _edited(year, names, now)
    if wanted:
        do(
            lambda: set_targets(store, wanted, by_here()),
            say("{year}年的{n}个目标值已改。", year=year, n=len(wanted)),
        )
    _show_history(history, names)


def _choose_year(store: Store) -> int:
    years = sorted({*target_years(store), today().year, today().year + 1}, reverse=True)
    chosen = st.selectbox(say("年度"), years, index=years.index(today().year), key="target-year", width=160)
    return int(chosen or today().year)


def _names(store: Store) -> dict[str, str]:
    """The indicators that may have a target, in catalogue order."""
    mart = current_mart()
    known: Mapping[str, Measure] = measures(mart) if mart else {}
    judged = (each for each in load_indicators(store.folder).values() if not each.is_neutral)
    return {
        each.id: known[each.id].name if each.id in known else pick(each.names) or each.id for each in judged
    }


def _edited(year: int, names: Mapping[str, str], now: Mapping[str, Target]) -> list[Target]:
    """The targets that the grid was sent with and that differ from what holds."""
    columns = {
        "indicator": None,
        "name": st.column_config.TextColumn(say("指标"), disabled=True, width="large"),
        "target": st.column_config.NumberColumn(say("目标")),
        "warning": st.column_config.NumberColumn(say("预警线")),
    }
    with st.form(f"targets-{year}", border=False):
        edited = st.data_editor(
            _table(names, now),
            hide_index=True,
            column_config=columns,
            key=f"target-grid-{year}",
            height=420,
            placeholder="—",
        )
        sent = st.form_submit_button(say("保存"), type="primary")
    return changed_targets(year, edited.to_dict("records"), now) if sent else []


def _table(names: Mapping[str, str], now: Mapping[str, Target]) -> DataFrame:
    import pandas as pd

    columns = {
        "indicator": list(names),
        "name": list(names.values()),
        "target": [now[each].target if each in now else None for each in names],
        "warning": [now[each].warning if each in now else None for each in names],
    }
    return pd.DataFrame(columns).astype({"target": "float64", "warning": "float64"})


def changed_targets(year: int, rows: list[dict], now: Mapping[str, Target]) -> list[Target]:
    """The rows of the grid that say something else than what holds; a target that was emptied stays."""
    found = []
    for row in rows:
        if row["target"] is None or row["target"] != row["target"]:
            continue
        warning = row["warning"]
        is_blank = warning is None or warning != warning
        target = Target(row["indicator"], year, float(row["target"]), None if is_blank else float(warning))
        if now.get(target.indicator) != target:
            found.append(target)
    return found


def _show_history(history: list[TargetVersion], names: Mapping[str, str]) -> None:
    if not history:
        return
    st.html(tag("h3", say("改动记录"), class_="section"))
    columns = (
        Column(say("指标"), lambda each: names.get(each.target.indicator, each.target.indicator)),
        Column(say("目标"), lambda each: f"{each.target.target:g}", "number"),
        Column(
            say("预警线"),
            lambda each: "—" if each.target.warning is None else f"{each.target.warning:g}",
            "number",
        ),
        Column(say("上传"), lambda each: each.upload, "number"),
        Column(say("改动人"), lambda each: each.by or "—", "short"),
        Column(say("时间"), lambda each: f"{each.at:%Y-%m-%d %H:%M}", "short"),
    )
    st.html(plain_table(columns, list(reversed(history))))
