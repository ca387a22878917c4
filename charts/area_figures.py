"""Rows of `indicator_values` as typed records, with nothing missing left as NaN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from charts.measure import Measure
from charts.text import is_missing

if TYPE_CHECKING:
    from pandas import DataFrame


class AreaFigure(NamedTuple):  # of four hundred townships, a page has as many
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


# field → column of `indicator_values`, where they differ
COLUMNS = {
    "verdict_class": "verdict_county_class",
    "previous_level": "previous_change_class",
    "last_year_level": "last_year_change_class",
}


def area_figures(values: DataFrame, names: Mapping[str, str]) -> list[AreaFigure]:
    """One record a row of `values` (columns as in `indicator_values`), in its order; `names`: area → name.

    Column by column: a data frame takes ten times as long to give its rows as to give its columns.
    """
    cells = {field: _cells(values, field) for field in AreaFigure._fields if field != "name"}
    cells["name"] = [names.get(area, area) for area in cells["area"]]
    columns = (cells[field] for field in AreaFigure._fields)
    return [AreaFigure._make(row) for row in zip(*columns, strict=True)]


def _cells(values: DataFrame, field: str) -> list[Any]:
    """A field of every row; what it is by itself where the table has no such column."""
    column = COLUMNS.get(field, field)
    if column not in values.columns:
        return [AreaFigure._field_defaults[field]] * len(values)
    return [*map(_READ.get(field, number), values[column].tolist())]


def by_area_and_indicator(figures: list[AreaFigure]) -> dict[tuple[str, str], AreaFigure]:
    """(area, indicator) → its figure."""
    return {(figure.area, figure.indicator): figure for figure in figures}


def number(value: object) -> float | None:
    """A cell of a table as a number; None where it is missing."""
    if type(value) is float:  # nearly all are
        return None if value != value else value
    return None if is_missing(value) else float(value)  # type: ignore[arg-type]


def _whole(value: object) -> int:
    return int(number(value) or 0)


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _verdict(value: object) -> str:
    return _word(value) or "not compared"


def shown_class(figure: AreaFigure, measure: Measure) -> str:
    """The verdict that a figure is coloured by: none where nothing is compared, or cases are too few."""
    return figure.verdict_class if measure.is_compared and not figure.too_few else "not compared"


def _is_true(value: object) -> bool:
    return value if isinstance(value, bool) else not is_missing(value) and bool(value)


# how a cell becomes a field; all others are numbers
_READ: Mapping[str, Callable[[object], Any]] = {
    "indicator": str,
    "area": str,
    "period": str,
    "verdict_class": _verdict,
    "previous_level": _word,
    "last_year_level": _word,
    "too_few": _is_true,
    "complete": _is_true,
    "provisional": _is_true,
    "covered": _whole,
    "expected": _whole,
}
