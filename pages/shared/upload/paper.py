"""Figures typed from the paper report, beside what the chosen files would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import streamlit as st

from charts.markup import tag
from data.findings import Checked
from data.language import say
from data.live_register import register_with
from data.reconciliation import figure_text
from data.store import Store
from metrics.paper_figures import (
    RECEIVED,
    ROWS,
    Compared,
    PaperFigure,
    Values,
    compared,
    difference_text,
    title_of,
    townships_text,
    values_of_files,
)
from pages.shared.html_tables import Column, plain_table

NUMBERS_IN_A_ROW = 3
MOST_COMPARED = 9


def offer_paper_figures(
    store: Store, checked: Sequence[Checked], computed: Values, names: Mapping[str, str]
) -> None:
    """Choose figures, type what the paper says, see both. `computed`: indicators; `names`: theirs."""
    titles = {figure: title_of(figure) for figure in (ROWS, RECEIVED)}
    titles |= {figure: names[figure] for figure in dict.fromkeys(f for f, _ in computed) if figure in names}
    # what is above comes and goes between runs, and would close it
    is_used = bool(st.session_state.get("paper-figures"))
    with st.expander(say("与纸质报表上的数字核对（可不填）"), expanded=is_used, key="paper"):
        chosen = st.multiselect(
            say("要核对的数字"),
            list(titles),
            format_func=lambda figure: titles.get(figure, figure),
            key="paper-figures",
            max_selections=MOST_COMPARED,
            placeholder=say("选一个或几个，填上纸质报表上的数"),
        )
        papers = _typed(chosen, titles)
        if papers:
            register = register_with(store.live(), [])
            show_compared(compared(papers, checked, {**computed, **values_of_files(checked)}, register))


def _typed(chosen: Sequence[str], titles: Mapping[str, str]) -> list[PaperFigure]:
    """A field for each chosen figure; those that were filled in."""
    papers = []
    columns = st.columns(NUMBERS_IN_A_ROW) if chosen else []
    for at, figure in enumerate(chosen):
        typed = columns[at % NUMBERS_IN_A_ROW].text_input(titles[figure], key=f"paper-{figure}")
        number = typed.replace(",", "").replace("，", "").strip().removesuffix("%")
        if not number:
            continue
        try:
            stated = Decimal(number)
        except ArithmeticError:
            stated = Decimal("nan")
        if stated.is_finite():
            papers.append(PaperFigure(figure, titles[figure], stated))
        else:
            st.warning(say("“{title}”请填数字", title=titles[figure]))
    return papers


def show_compared(found: Sequence[Compared]) -> None:
    """A sentence for each figure that differs, and a table of all."""
    for each in found:
        if not each.agrees:
            stated = figure_text(each.paper.stated)
            st.warning(
                say(
                    "{title}：纸质报表{stated}；{other}",
                    title=each.paper.title,
                    stated=stated,
                    other=difference_text(each),
                )
            )
    columns = (
        Column(say("核对项"), lambda each: each.paper.title, "short"),
        Column(say("纸质报表"), lambda each: figure_text(each.paper.stated), "number"),
        Column(say("按文件计算"), _computed, "number"),
        Column("", lambda each: say("一致") if each.agrees else tag("b", say("不一致"))),
        Column(say("各乡镇"), lambda each: townships_text(each).strip("（）()") or "—"),
    )
    st.html(plain_table(columns, found))


def _computed(each: Compared) -> str:
    return "—" if each.computed is None else figure_text(round(each.computed, 4))
