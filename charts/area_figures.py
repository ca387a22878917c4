"""Rows of `indicator_values` as typed records, with nothing missing left as NaN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from charts.text import is_missing

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class AreaFigure:
    """One indicator of one area in one period, in the indicator's unit; None is 'no figure'."""

    indicator: str
    area: str
    name: str
    period: str = ""
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    lower95: float | None = None
    upper95: float | None = None
    lower998: float | None = None
    upper998: float | None = None
    county_value: float | None = None
    verdict_class: str = "not compared"
    too_few: bool = False
    covered: int = 0
    expected: int = 0
    complete: bool = True
    provisional: bool = False
    target: float | None = None
    previous_value: float | None = None
    previous_change: float | None = None
    previous_level: str | None = None
    last_year_value: float | None = None
    last_year_change: float | None = None
    last_year_level: str | None = None


NUMBERS = (
    "value",
    "numerator",
    "denominator",
    "lower95",
    "upper95",
    "lower998",
    "upper998",
    "county_value",
    "target",
    "previous_value",
    "previous_change",
    "last_year_value",
    "last_year_change",
)


# column of `indicator_values` → field, where they differ
FIELDS = {
    "verdict_county_class": "verdict_class",
    "previous_change_class": "previous_level",
    "last_year_change_class": "last_year_level",
}
FLAGS = ("too_few", "complete", "provisional")
COUNTS = ("covered", "expected")
COLUMNS = ("indicator", "area", "period", *NUMBERS, *FIELDS, *FLAGS, *COUNTS)


def area_figures(values: DataFrame, names: Mapping[str, str]) -> list[AreaFigure]:
    """One record a row of `values` (columns as in `indicator_values`), in its order; `names`: area → name.

    Column by column: a data frame takes ten times as long to give its rows as to give its columns.
    """
    there = [name for name in COLUMNS if name in values.columns]
    rows = zip(*(_cells(values, name) for name in there), strict=True)
    return [_figure(dict(zip(there, row, strict=True)), names) for row in rows]


def _cells(values: DataFrame, name: str) -> list[Any]:
    """Of a column of numbers: the numbers, None where one is missing."""
    cells: list[Any] = values[name].tolist()
    return [number(cell) for cell in cells] if name in NUMBERS else cells


def by_area_and_indicator(figures: list[AreaFigure]) -> dict[tuple[str, str], AreaFigure]:
    """(area, indicator) → its figure."""
    return {(figure.area, figure.indicator): figure for figure in figures}


def _figure(row: Mapping[Any, Any], names: Mapping[str, str]) -> AreaFigure:
    numbers: dict[str, Any] = {name: row.get(name) for name in NUMBERS}
    return AreaFigure(
        indicator=str(row["indicator"]),
        area=str(row["area"]),
        name=names.get(str(row["area"]), str(row["area"])),
        period=str(row.get("period", "")),
        verdict_class=_word(row.get("verdict_county_class")) or "not compared",
        too_few=_is_true(row.get("too_few")),
        covered=int(number(row.get("covered")) or 0),
        expected=int(number(row.get("expected")) or 0),
        complete=_is_true(row.get("complete", True)),
        provisional=_is_true(row.get("provisional")),
        previous_level=_word(row.get("previous_change_class")),
        last_year_level=_word(row.get("last_year_change_class")),
        **numbers,
    )


def number(value: object) -> float | None:
    """A cell of a table as a number; None where it is missing."""
    if type(value) is float:  # nearly all are
        return None if value != value else value
    return None if is_missing(value) else float(value)  # type: ignore[arg-type]


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _is_true(value: object) -> bool:
    return not is_missing(value) and bool(value)
