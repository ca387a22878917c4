"""Reads of the mart's control charts, cached by its path."""

from __future__ import annotations

import streamlit as st

from metrics.mart_reader import Mart
from metrics.signal_queries import SignalPoint
from metrics.trend_queries import SeriesTrend
from pages.shared.prepared import path_of


@st.cache_resource(max_entries=1_000, show_spinner=False, hash_funcs={Mart: path_of})
def signal_points(mart: Mart, indicator: str, area: str) -> tuple[SignalPoint, ...]:
    """One series, oldest first; empty where it has no month."""
    return tuple(mart.signals(indicator, area))


@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs={Mart: path_of})
def variations(mart: Mart, area: str) -> dict[str, str]:
    """Indicator → the icon of its series in one area, as far as it has one."""
    return mart.variations(area)


@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs={Mart: path_of})
def month_signals(mart: Mart, area: str, month: str) -> tuple[SignalPoint, ...]:
    """Every indicator's point of one month in one area."""
    return tuple(mart.signals(area=area, month=month))


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Mart: path_of})
def chart_settings(mart: Mart) -> dict[str, str]:
    """What the charts were computed with."""
    return mart.chart_settings()


@st.cache_resource(max_entries=1_000, show_spinner=False, hash_funcs={Mart: path_of})
def series_trend(mart: Mart, indicator: str, area: str) -> SeriesTrend | None:
    """What a series has done, as the publication tested it."""
    return mart.trend(indicator, area)
