"""Reads of the mart's control charts, cached by its path."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.mart_reader import Mart
from metrics.signal_queries import SignalPoint
from metrics.trend_queries import SeriesTrend
from pages.shared.kept import kept_by_mart


@kept_by_mart(1_000)
def signal_points(mart: Mart, indicator: str, area: str) -> tuple[SignalPoint, ...]:
    """One series, oldest first; empty where it has no month."""
    return tuple(mart.signals(indicator, area))


def variations(mart: Mart, area: str) -> Mapping[str, str]:
    """Indicator → the icon of its series in one area, as far as it has one."""
    return _variations(mart).get(area, {})


@kept_by_mart(8)
def _variations(mart: Mart) -> dict[str, dict[str, str]]:
    """Of every area: one question takes little longer than that of one."""
    return mart.variations()


@kept_by_mart(500)
def month_signals(mart: Mart, area: str, month: str) -> tuple[SignalPoint, ...]:
    """Every indicator's point of one month in one area."""
    return tuple(mart.signals(area=area, month=month))


@kept_by_mart(8)
def chart_settings(mart: Mart) -> dict[str, str]:
    """What the charts were computed with."""
    return mart.chart_settings()


@kept_by_mart(1_000)
def series_trend(mart: Mart, indicator: str, area: str) -> SeriesTrend | None:
    """What a series has done, as the publication tested it."""
    return mart.trend(indicator, area)
