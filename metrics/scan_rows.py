"""Scans → one narrow row per indicator: the sums of a township and month, and those of a breakdown's items.

A wide row becomes narrow ones by unnesting a list of structs, which needs no join.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial

from data.engines.duckdb_engine import DuckDB, quoted, text_literal
from metrics.to_sql import Scan, named

COLUMNS = """
    number smallint, township varchar, month date, numerator double, denominator double, squares double
"""


def run_scans(
    engine: DuckDB, planned: Iterable[Scan], numbers: Mapping[str, int], split: Collection[int]
) -> None:
    """Leave `scan_sums` and, with `dimension` and `item` ("" = blank), `scan_items`: zeros are left out.

    numbers: indicator → the number that it has in these tables; split: those to be kept by item. An indicator
    that two scans feed has two rows, each with 0 for what the other gives.
    """
    engine.execute(f"create or replace table scan_sums ({COLUMNS})")
    engine.execute(f"create or replace table scan_items ({COLUMNS}, dimension varchar, item varchar)")
    engine.side_by_side([partial(_run, scan, numbers, split) for scan in planned])


def _run(scan: Scan, numbers: Mapping[str, int], split: Collection[int], engine: DuckDB) -> None:
    scanned = quoted("scanned_" + scan.name)
    engine.gather("scanned_" + scan.name, scan.sql)
    structs = _structs(scan, numbers)
    whole = " and ".join(f"{named('is_all_' + column)} = 1" for column in scan.breakdowns) or "true"
    engine.execute(f"insert into scan_sums {_long(scanned, structs.values(), '', whole)}")
    items = [struct for number, struct in structs.items() if number in split]
    for column in scan.breakdowns if items else ():
        extra = f", {text_literal(column)} as dimension, coalesce({named(column)}::varchar, '') as item"
        engine.execute(
            f"insert into scan_items {_long(scanned, items, extra, named('is_all_' + column) + ' = 0')}"
        )


def _structs(scan: Scan, numbers: Mapping[str, int]) -> dict[int, str]:
    """Indicator's number → its part of a wide row, as an SQL struct; what another scan gives is 0 here."""
    of_indicator: dict[str, dict[str, str]] = {}
    for part in scan.parts:
        of_indicator.setdefault(part.indicator, {})[part.role] = part.measure
    return {
        numbers[indicator]: (
            f"{{'number': {numbers[indicator]}::smallint, "
            f"'numerator': {roles.get('numerator', 0)}::double - {roles.get('minus', 0)}::double, "
            f"'denominator': {roles.get('denominator', 0)}::double, "
            f"'squares': {roles.get('squares', 0)}::double}}"
        )
        for indicator, roles in of_indicator.items()
    }


def _long(scanned: str, structs: Iterable[str], extra: str, condition: str) -> str:
    return (
        "select figure.number, township, period_month, "
        f"figure.numerator, figure.denominator, figure.squares {extra} "
        f"from (select *, unnest([{', '.join(structs)}]) as figure from {scanned} where {condition}) as long "
        "where figure.numerator <> 0 or figure.denominator <> 0"
    )
