"""Reads of the mart as the charts take them: measures by id, areas by code, figures as records."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from charts.area_figures import AreaFigure, area_figures
from charts.measure import Measure, measures_of
from data.language import language, say
from metrics.mart_reader import Mart
from metrics.real_by_signal import changes_with_signals
from pages.shared.cached_reads import areas, indicators, the_exports, the_store, values
from pages.shared.kept import kept_by_mart
from pages.shared.signal_reads import month_signals

if TYPE_CHECKING:
    from pandas import DataFrame

COUNTY = "county"


def measures(mart: Mart) -> dict[str, Measure]:
    """Indicator id → measure, in catalogue order."""
    return dict(_measures(mart, language()))


@kept_by_mart(20)
def _measures(mart: Mart, language: str) -> dict[str, Measure]:
    return measures_of(indicators(mart))


def names_of_areas(mart: Mart) -> dict[str, str]:
    """Area code → name, townships in register order; the county as 全县."""
    return _names_of_areas(mart) | {COUNTY: say("全县")}


@kept_by_mart(20)
def _names_of_areas(mart: Mart) -> dict[str, str]:
    table = areas(mart)
    return dict(zip(table["area"], table["name"], strict=True))


def townships(mart: Mart, kind: str = "") -> dict[str, str]:
    """Township code → name in register order, those that ended last; `kind` "" is all of them."""
    return dict(_townships(mart, kind))


@kept_by_mart(100)
def _townships(mart: Mart, kind: str) -> dict[str, str]:
    table = areas(mart)
    chosen = table[(table["area_type"] == "township") & ((table["kind"] == kind) | (kind == ""))]
    names = dict(zip(chosen["area"], chosen["name"], strict=True))
    ended = ended_townships(mart)
    return {code: name for code, name in names.items() if code not in ended} | names


def ended_townships(mart: Mart) -> frozenset[str]:
    """The townships that were gone by the newest month."""
    table, newest = areas(mart), mart.newest_period("month")
    if "valid_to" not in table or newest is None:  # a mart written before townships could end
        return frozenset()
    first = date.fromisoformat(f"{newest}-01")
    ends = zip(table["area"], table["valid_to"], strict=True)
    return frozenset(code for code, end in ends if isinstance(end, date) and end < first)


def figures(mart: Mart, **choices: Any) -> list[AreaFigure]:
    """`values` of cached_reads as records."""
    return area_figures(values(mart, **choices), names_of_areas(mart))


def series_of(mart: Mart, indicator: str, area: str, period_type: str) -> tuple[AreaFigure, ...]:
    """All periods of one indicator in one area, oldest first: a page asks for them several times."""
    return _series(mart, indicator, area, period_type, language())


@kept_by_mart(200)
def _series(
    mart: Mart, indicator: str, area: str, period_type: str, _language: str
) -> tuple[AreaFigure, ...]:
    return tuple(figures(mart, indicator=indicator, area=area, period_type=period_type))


def township_figures(
    mart: Mart, indicator: str, period_type: str, period: str, kind: str = ""
) -> list[AreaFigure]:
    """One record a township in register order; one without a row has a record without a figure, unless it did
    not exist in the period.
    """
    found = {
        figure.area: figure
        for figure in figures(
            mart, indicator=indicator, area_type="township", period_type=period_type, period=period
        )
    }
    return [
        found.get(code, AreaFigure(indicator, code, name))
        for code, name in townships_with(mart, kind, found).items()
    ]


def townships_with(mart: Mart, kind: str, with_rows: Collection[str]) -> dict[str, str]:
    """`townships` without those that did not exist in a period. with_rows: the areas that it has rows of.

    Where others have figures, a township that begins or ends on a day has a row if it existed.
    """
    names, table = townships(mart, kind), areas(mart)
    if not with_rows or "valid_to" not in table:
        return names
    bounded = set(table.loc[table["valid_from"].notna() | table["valid_to"].notna(), "area"])
    return {code: name for code, name in names.items() if code in with_rows or code not in bounded}


def county_values(mart: Mart, period_type: str, period: str) -> DataFrame:
    """The county's rows of a period; of a month, a change that the control chart signals is real."""
    table = values(mart, area=COUNTY, period_type=period_type, period=period)
    if period_type != "month":
        return table
    stocks = {measure.id for measure in measures(mart).values() if measure.is_stock}
    return changes_with_signals(table, month_signals(mart, COUNTY, period), stocks)


def county_figure(mart: Mart, indicator: str, period_type: str, period: str) -> AreaFigure:
    """The county's record; without a figure where the period has none."""
    table = county_values(mart, period_type, period)
    found = area_figures(table[table["indicator"] == indicator], names_of_areas(mart))
    return found[0] if found else AreaFigure(indicator, COUNTY, say("全县"), period)


def boundaries() -> Mapping[str, Any] | None:
    """The county's GeoJSON (`boundaries.geojson` in the store), or None where there is none to read."""
    path = the_store().folder / "boundaries.geojson"
    return _read_boundaries(str(path), path.stat().st_mtime) if path.exists() else None


@st.cache_resource(max_entries=4, show_spinner=False)
def _read_boundaries(path: str, _changed: float) -> Mapping[str, Any] | None:
    from pathlib import Path

    try:
        found = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):  # no JSON that can be read: the tile grid shows the same
        return None
    return found if isinstance(found, dict) else None


def indicator_row(mart: Mart, indicator: str) -> Mapping[str, Any]:
    """The row of the mart's `indicators`."""
    table = indicators(mart)
    return dict(table[table["indicator"] == indicator].iloc[0])


def item_words(dimension: str) -> dict[str, str]:
    """Value of a closed list (letter, visit) → the word that staff write for it; English keeps the value."""
    columns = (export.columns.get(dimension) for export in the_exports().values())
    lists = [column.words for column in columns if column is not None and column.words]
    if language() == "en":
        return {value: value.replace("_", " ") for words in lists for value in words}
    return {value: texts[0] for words in lists for value, texts in words.items() if texts}
