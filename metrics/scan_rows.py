"""Scans → one narrow row per indicator: the sums of a township and month, and those of a breakdown's items.

A wide row becomes narrow ones by unnesting a list of structs, which needs no join. The sums of a table whose
changes are followed are kept exact, for the next publication adds to them; those of the others are doubles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial

from data.engines.duckdb_engine import DuckDB, quoted, text_literal
from metrics.scan_plan import ScanPlan
from metrics.to_sql import Scan, named

KEY = "scan smallint, number smallint, township varchar, month date"
ITEM_KEY = "dimension varchar, item varchar"
SUMS = ("numerator", "denominator", "squares")
FIRST_DAY = "make_date(month_number // 12, month_number % 12 + 1, 1)"
EXACT, INEXACT = "decimal(38, 2)", "double"  # money has two decimals, everything else none


def run_scans(engine: DuckDB, plan: ScanPlan) -> None:
    """Leave `row_sums` and `item_sums` of the followed tables, `whole_sums` and `whole_items` of the others.

    Zeros are left out; `item` "" = blank. An indicator that two scans feed has two rows, each with 0 for what
    the other gives.
    """
    engine.side_by_side(prepare_scans(engine, plan))


def prepare_scans(engine: DuckDB, plan: ScanPlan) -> list[partial[None]]:
    """Make the tables that `run_scans` leaves; the scans that will fill them, in any order."""
    whole = _prepared(engine, plan, "whole", INEXACT, plan.tables - plan.followed)
    return [*prepare_followed_scans(engine, plan, plan.followed), *whole]


def prepare_followed_scans(engine: DuckDB, plan: ScanPlan, tables: Collection[str]) -> list[partial[None]]:
    """Make `row_sums` and `item_sums` in the schema in use; the scans of `tables` that will fill them."""
    return _prepared(engine, plan, "row", EXACT, tables)


def _prepared(
    engine: DuckDB, plan: ScanPlan, name: str, number: str, tables: Collection[str]
) -> list[partial[None]]:
    sums, items = f"{name}_sums", "item_sums" if name == "row" else f"{name}_items"
    numbers = ", ".join(f"{column} {number}" for column in SUMS)
    engine.execute(f"create or replace table {sums} ({KEY}, {numbers})")
    engine.execute(f"create or replace table {items} ({KEY}, {numbers}, {ITEM_KEY})")
    return [partial(_run, plan, place, scan, sums, items, number) for place, scan in plan.of_tables(tables)]


def _run(plan: ScanPlan, place: int, scan: Scan, sums: str, items: str, number: str, engine: DuckDB) -> None:
    scanned = quoted("scanned_" + scan.name)
    engine.gather("scanned_" + scan.name, scan.sql)
    structs = _structs(scan, plan.numbers, number)
    whole = " and ".join(f"{named('is_all_' + column)} = 1" for column in scan.breakdowns) or "true"
    engine.execute(f"insert into {sums} {_long(place, scanned, structs.values(), '', whole)}")
    kept = [struct for number_of, struct in structs.items() if number_of in plan.split]
    for column in scan.breakdowns if kept else ():
        extra = f", {text_literal(column)} as dimension, coalesce({named(column)}::varchar, '') as item"
        condition = named("is_all_" + column) + " = 0"
        engine.execute(f"insert into {items} {_long(place, scanned, kept, extra, condition)}")
    engine.execute(f"drop table {scanned}")


def _structs(scan: Scan, numbers: Mapping[str, int], number: str) -> dict[int, str]:
    """Indicator's number → its part of a wide row, as an SQL struct; what another scan gives is 0 here."""
    of_indicator: dict[str, dict[str, str]] = {}
    for part in scan.parts:
        of_indicator.setdefault(part.indicator, {})[part.role] = part.measure
    return {
        numbers[indicator]: (
            f"{{'number': {numbers[indicator]}::smallint, "
            f"'numerator': {roles.get('numerator', 0)}::{number} - {roles.get('minus', 0)}::{number}, "
            f"'denominator': {roles.get('denominator', 0)}::{number}, "
            f"'squares': {roles.get('squares', 0)}::{number}}}"
        )
        for indicator, roles in of_indicator.items()
    }


def _long(place: int, scanned: str, structs: Iterable[str], extra: str, condition: str) -> str:
    return (
        f"select {place}, figure.number, township, {FIRST_DAY} as month, "
        f"figure.numerator, figure.denominator, figure.squares {extra} "
        f"from (select *, unnest([{', '.join(structs)}]) as figure from {scanned} where {condition}) as long "
        "where figure.numerator <> 0 or figure.denominator <> 0"
    )
