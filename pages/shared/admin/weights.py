"""权重: of the safety index, by year; every version is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from charts.markup import tag
from data.clock import today
from data.language import pick, say
from data.store import Store
from metrics.index.weights import save_weights, standard_of, text_in_force, weight_history, with_weights
from metrics.indicator import domain_name, load_indicators
from pages.shared.admin.notices import do, show_notice
from pages.shared.html_tables import Column, plain_table
from pages.shared.who import by_here

if TYPE_CHECKING:
    from pandas import DataFrame

    from metrics.index.standard import Standard

YEARS_BACK = 4
TITLE = "指数权重"


def show(store: Store) -> None:
    """Choose the year, change weights in the grid, see the versions."""
    show_notice()
    year = _choose_year()
    stated = text_in_force(store, year)
    source = say("{year}年按{label}评分", year=year, label=stated.label)
    hint = say(
        "权重是相对的，同一层相加不必是100；填0就不计分。保存后只改这一年及以后没有自己文件的年份，以前年份不变。"
    )
    st.html(tag("p", tag("b", source), " ", hint, class_="note"))
    sent = _edited(store, standard_of(store, year), year)
    if sent is not None:
        domains, indicators = sent
        do(
            lambda: save_weights(store, with_weights(store, year, domains, indicators), by_here()),
            say("{year}年的权重已保存，平安指数已重新计算。", year=year),
        )
    _show_history(store)


def _choose_year() -> int:
    years = list(range(today().year + 1, today().year - YEARS_BACK, -1))
    chosen = st.selectbox(say("年度"), years, index=1, key="weight-year", width=160)
    return int(chosen or today().year)


def _edited(
    store: Store, standard: Standard, year: int
) -> tuple[Mapping[str, float], Mapping[str, float]] | None:
    """(domain → weight, indicator → weight) once the form is sent."""
    with st.form(f"weights-{year}", border=False):
        left, right = st.columns([1, 2])
        with left:
            domains = _grid(
                {each.id: (domain_name(each.id), each.weight) for each in standard.domains}, f"domain-{year}"
            )
        with right:
            names = load_indicators(store.folder)
            listed = {
                name: (pick(names[name].names) or name, weight)
                for domain in standard.domains
                for name, weight in domain.indicators.items()
            }
            indicators = _grid(listed, f"indicator-{year}")
        sent = st.form_submit_button(say("保存"), type="primary")
    return (_weights(domains), _weights(indicators)) if sent else None


def _grid(weights: Mapping[str, tuple[str, float]], key: str) -> DataFrame:
    import pandas as pd

    rows = [(code, name, weight) for code, (name, weight) in weights.items()]
    table = pd.DataFrame(rows, columns=["code", "name", "weight"])
    columns = {
        "code": None,
        "name": st.column_config.TextColumn(say("名称"), disabled=True, width="medium"),
        "weight": st.column_config.NumberColumn(say("权重"), min_value=0, max_value=100),
    }
    return st.data_editor(
        table, hide_index=True, num_rows="fixed", column_config=columns, key=f"weight-grid-{key}"
    )


def _weights(table: DataFrame) -> dict[str, float]:
    return {str(row["code"]): float(row["weight"] or 0) for row in table.to_dict("records")}


def _show_history(store: Store) -> None:
    versions = weight_history(store)
    if not versions:
        return
    st.html(tag("h3", say("改动记录"), class_="section"))
    columns = (
        Column(say("年度"), lambda each: each.year, "number"),
        Column(say("改动人"), lambda each: each.by or "—", "short"),
        Column(say("时间"), lambda each: f"{each.at:%Y-%m-%d %H:%M}", "short"),
    )
    st.html(plain_table(columns, list(reversed(versions))))
    chosen = st.selectbox(
        say("看一个版本"),
        list(reversed(versions)),
        format_func=lambda each: f"{each.year} · {each.at:%Y-%m-%d %H:%M}",
        index=None,
        key="weight-version",
        width=260,
    )
    if chosen:
        st.code(chosen.text, language="toml")
