"""What the reader chose, as one frozen value per run, and the controls to choose it with.

A page composes:
    mart = open_mart()                                     # pages/shared/cached_reads.py
    filters = choose_filters(mart, "period", "kind")       # draws these controls in one row, reads the rest
    figures = values(mart, area_type="township", period_type=filters.period_type, period=filters.period)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from charts.text import period_text
from data.language import language, say
from metrics.indicator import domain_name
from metrics.mart_reader import Mart
from pages.shared.address import in_address, put_in_address
from pages.shared.cached_reads import areas, period_names
from pages.shared.figures import measures, townships
from pages.shared.period_steps import period_of_type
from pages.shared.tabs import show_tabs

PERIOD_TYPES = ("month", "quarter", "year", "ytd", "rolling12")


@dataclass(frozen=True)
class Filters:
    """All global choices of a screen; each field is a code, valid in the mart it was read for.

    `kind` is "" for all kinds, else "town", "township", "subdistrict", "park".
    `township` is a code; "" only where the register is empty.
    """

    language: str
    period_type: str  # ?by=
    period: str  # ?period=   "2025-12", "2025-Q4", "2025"; ytd and rolling12 by their last month
    kind: str  # ?kind=
    domain: str  # ?domain=   "" is all
    indicator: str  # ?indicator=
    township: str  # ?township=


def read_filters(mart: Mart) -> Filters:
    """The choices of this address; what is missing or does not exist is the default, as the newest period."""
    period_type = _valid("by", PERIOD_TYPES, "month")
    periods = period_names(mart, period_type)
    return Filters(
        language=language(),
        period_type=period_type,
        period=_valid("period", periods, periods[-1] if periods else ""),
        kind=_valid("kind", _kind_names(mart), ""),
        domain=_valid("domain", domain_names(mart), ""),
        indicator=_valid("indicator", _indicator_names(mart)),
        township=_valid("township", townships(mart)),
    )


def choose_filters(mart: Mart, *controls: str) -> Filters:
    """Draw the named controls ("period", "kind", "domain", "indicator", "township") in one row.

    Gives all choices.
    """
    with st.container(horizontal=True, key="choosers-" + "-".join(controls), vertical_alignment="center"):
        for control in controls:
            _CONTROLS[control](mart)
    return read_filters(mart)


def choose(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    default: str = "",
    style: str = "select",
    width: int = 160,
) -> str:
    """One control whose state is `?name=`. `options`: code → text. `style`: "select" or "tabs".

    The default (else the first option) is left out of the address. `width`: pixels of a select.
    """
    default = default if default in options else next(iter(options), "")
    chosen = _valid(name, options, default)
    if style == "tabs":
        show_tabs(name, label, options, chosen, default)
    else:
        _show_select(
            name, label, options, chosen, lambda code: {name: "" if code == default else code}, width
        )
    return chosen


def _choose_period(mart: Mart) -> None:
    filters = read_filters(mart)
    types = {
        "month": say("月"),
        "quarter": say("季度"),
        "year": say("年"),
        "ytd": say("年初至今"),
        "rolling12": say("近12个月"),
    }
    periods = {
        each: period_text(filters.period_type, each)
        for each in reversed(period_names(mart, filters.period_type))
    }
    width = 190 if filters.period_type in ("ytd", "rolling12") else 130
    # a period that was picked stays in the address though it be the newest: the link is to that period
    _show_select("period", say("时期"), periods, filters.period, lambda code: {"period": code}, width)

    def write_type(code: str) -> dict[str, str]:
        period = period_of_type(filters.period_type, filters.period, code, period_names(mart, code))
        return {"by": "" if code == "month" else code, "period": period}

    _show_select("by", say("时期类型"), types, filters.period_type, write_type, 110)


def _choose_kind(mart: Mart) -> None:
    choose("kind", say("乡镇类型"), {"": say("全部类型")} | _kind_names(mart), width=120)


def _choose_domain(mart: Mart) -> None:
    choose("domain", say("领域"), {"": say("全部领域")} | domain_names(mart), width=150)


def domain_names(mart: Mart) -> dict[str, str]:
    """The domains that this mart has indicators of, code → name, in catalogue order."""
    return {measure.domain: domain_name(measure.domain) for measure in measures(mart).values()}


def _choose_indicator(mart: Mart) -> None:
    names = _indicator_names(mart)
    chosen = _valid("indicator", names)
    _show_select("indicator", say("指标"), names, chosen, lambda code: {"indicator": code}, 240)


def _choose_township(mart: Mart) -> None:
    names = townships(mart)
    _show_select(
        "township", say("乡镇"), names, _valid("township", names), lambda code: {"township": code}, 150
    )


def _indicator_names(mart: Mart) -> dict[str, str]:
    return {code: measure.name for code, measure in measures(mart).items()}


def _kind_names(mart: Mart) -> dict[str, str]:
    """The kinds that this county has, code → word, in register order."""
    words = {"town": say("镇"), "township": say("乡"), "subdistrict": say("街道"), "park": say("园区")}
    table = areas(mart)
    kinds = table.loc[table["area_type"] == "kind", "kind"]
    return {kind: words.get(kind, kind) for kind in kinds}


_CONTROLS: dict[str, Callable[[Mart], None]] = {
    "period": _choose_period,
    "kind": _choose_kind,
    "domain": _choose_domain,
    "indicator": _choose_indicator,
    "township": _choose_township,
}


def _show_select(
    name: str,
    label: str,
    options: Mapping[str, str],
    chosen: str,
    written: Callable[[str], dict[str, str]],
    width: int,
) -> None:
    """A select that follows the address, and writes what `written(code)` says when another code is picked."""
    key = f"choose-{name}"
    if chosen in options:
        st.session_state[key] = chosen
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        label_visibility="collapsed",
        filter_mode="contains",
        width=width,
        on_change=lambda: put_in_address(**written(st.session_state[key])),
    )


def _valid(
    name: str, allowed: Mapping[str, str] | tuple[str, ...] | list[str], default: str | None = None
) -> str:
    """`?name=` where it is allowed, else the default (None: the first allowed)."""
    chosen = in_address(name)
    if chosen in allowed:
        return chosen
    return next(iter(allowed), "") if default is None else default
