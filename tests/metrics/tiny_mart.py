"""Marts of a few typed rows, for the tests of what is computed from sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from data.engines.duckdb_engine import DuckDB
from metrics.chart_settings import ChartSettings
from metrics.mart import Foundations, write_mart
from metrics.mart_reader import Mart
from metrics.receipts import Definition

LIMITS = {"percent": "wilson", "days": "t", "per_10k": "poisson", "per_100k": "poisson", "count": "poisson"}
EMPTY = SimpleNamespace(uploads=(), coverage=())
SESSION = """
create table areas (township varchar, name varchar, kind varchar, county varchar, population bigint,
    position integer, valid_from date, valid_to date);
create table indicator_months (indicator varchar, township varchar, month date, numerator double,
    denominator double, squares double, covered boolean);
create table breakdown_months (indicator varchar, dimension varchar, item varchar, township varchar,
    month date, numerator double, denominator double, squares double);
create table targets (indicator varchar, year integer, target double, warning double);
create table as_of (table_name varchar, newest_month date, first_month date, as_of date);
create table submissions (township varchar, export varchar, month date, is_expected boolean,
    is_covered boolean, is_on_time boolean, received_on date, deadline date,
    rows_read bigint, rows_refused bigint);
"""


def definition(
    indicator: str = "rate", unit: str = "percent", good: str = "high", **changes: Any
) -> Definition:
    """An indicator of its own table, without anything that its figures do not need."""
    is_stock = changes.get("is_stock", False)
    limits = "none" if unit == "count" and is_stock else LIMITS.get(unit, "none")
    plain = Definition(
        indicator_no=0,
        indicator=indicator,
        **dict.fromkeys(("name_zh", "name_en", "why_zh", "why_en", "domain", "source"), ""),
        unit=unit,
        good=good,
        decimals=1,
        is_stock=is_stock,
        limits_method=limits,
        every_months=1,
        provisional_days=None,
        reviewed=None,
        numerator_table=f"table_of_{indicator}",
        numerator_by="received_on",
        numerator_where="",
        numerator_sum="",
    )
    return replace(plain, **changes)


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def months(indicator: str, township: str | None, first: str, *figures: Any) -> list[tuple[Any, ...]]:
    """Rows of consecutive months from `first`: a figure is (numerator, denominator[, squares]), a number, or
    None where the month was not reported."""
    rows = []
    start = month(first)
    for number, figure in enumerate(figures):
        at = start.year * 12 + start.month - 1 + number
        numerator, denominator, squares = (
            (*figure, None, None)[:3]
            if isinstance(figure, tuple)
            else (
                figure,
                None,
                None,
            )
        )
        covered = figure is not None
        rows.append(
            (indicator, township, date(at // 12, at % 12 + 1, 1), numerator, denominator, squares, covered)
        )
    return rows


def town(
    code: str, kind: str = "town", valid_from: date | None = None, valid_to: date | None = None
) -> tuple:
    return (code, f"{code}镇", kind, "测试县", 10_000, 0, valid_from, valid_to)


def session(
    areas: Sequence[tuple],
    figures: Iterable[tuple],
    targets: Iterable[tuple] = (),
    breakdowns: Iterable[tuple] = (),
    as_of: Iterable[tuple] = (),
) -> DuckDB:
    """An engine whose session holds these rows as the tables that a mart is made of."""
    engine = DuckDB([Path("/")])
    for statement in SESSION.strip().split(";\n"):
        engine.execute(statement.rstrip(";\n"))
    for table, rows in (
        ("areas", [(*area[:5], position, *area[6:]) for position, area in enumerate(areas)]),
        ("indicator_months", figures),
        ("targets", targets),
        ("breakdown_months", breakdowns),
        ("as_of", as_of),
    ):
        # many rows to a statement: planning it takes longer than running it
        for some in batched(list(rows), 200):
            marks = ", ".join("(" + ", ".join("?" * len(row)) + ")" for row in some)
            engine.execute(f"insert into {table} values {marks}", list(chain.from_iterable(some)))
    return engine


def batched(rows: Sequence[tuple], size: int) -> list[Sequence[tuple]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def tiny_mart(
    folder: Path,
    figures: Iterable[tuple],
    definitions: Sequence[Definition] = (definition(),),
    areas: Sequence[tuple] = (town("A"), town("B")),
    targets: Iterable[tuple] = (),
    breakdowns: Iterable[tuple] = (),
    live: Any = EMPTY,
    as_of: Iterable[tuple] = (),
    charts: ChartSettings | None = None,
) -> Mart:
    """The mart of these monthly figures, open."""
    numbered = [replace(each, indicator_no=number) for number, each in enumerate(definitions)]
    path = folder / "1.duckdb"
    path.unlink(missing_ok=True)
    with session(areas, figures, targets, breakdowns, as_of) as engine:
        write_mart(path, engine, Foundations(numbered, live, {"format": "1"}, charts or ChartSettings()))
    return Mart(path)


def figure(
    mart: Mart, period: str, area: str = "county", period_type: str = "month", indicator: str = "rate"
) -> Any:
    """One row of `indicator_values`, its columns as attributes; None where there is none."""
    found = mart.values(indicator, area, period_type=period_type, period=period).to_dict("records")
    assert len(found) <= 1
    if not found:
        return None
    # a missing number is None here, as it is in the mart
    return SimpleNamespace(**{key: None if value != value else value for key, value in found[0].items()})
