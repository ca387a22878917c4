"""Signals and verdicts of 40 indicators × 400 townships × 60 months: `python -m benchmarks.signals_at_scale`.

From monthly sums in the session to a finished mart with its signals stored, and every verdict of every month
read from it once. Seconds are processor seconds, of both cores together: on two free cores less by the clock.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import metrics.mart
from benchmarks.report import write_section
from data.engines.duckdb_engine import DuckDB, open_mart
from metrics.indicator import Indicator, load_indicators
from metrics.mart import Foundations, write_mart
from metrics.receipts import definitions_of

INDICATORS, TOWNSHIPS, MONTHS = 40, 400, 60

SESSION = """
create table areas as
select 't' || i as township, '镇' || i as name, if(i % 3 = 0, 'town', 'township') as kind, '大市' as county,
    (8000 + 50 * i)::bigint as population, i::integer as position, null::date as valid_from,
    null::date as valid_to
from range({townships}) as t (i);
create table breakdown_months (indicator varchar, dimension varchar, item varchar, township varchar,
    month date, numerator double, denominator double, squares double);
create table targets as select indicator, 2025 as year, 90e0 as target, 60e0 as warning from chosen;
create table as_of (table_name varchar, newest_month date, first_month date, as_of date);
create table submissions (township varchar, export varchar, month date, is_expected boolean);
select setseed(0.4);
create table indicator_months as
select
    indicator,
    township,
    (date '2021-01-01' + interval 1 month * m)::date as month,
    if(unit = 'percent', floor(n * (0.6 + 0.35 * random())), floor(20 + 20 * random())) as numerator,
    case when unit <> 'count' then n end as denominator,
    case when unit = 'days' then 80e0 * n end as squares,
    true as covered
from (
    select chosen.*, township, m, floor(30 + 40 * random()) * if(unit like 'per_%', 500, 1) as n
    from chosen, areas, range({months}) as t (m)
)"""


def main() -> None:
    """Measure, print and write the section of docs/benchmarks.md."""
    chosen = dict(list(load_indicators().items())[:INDICATORS])
    with tempfile.TemporaryDirectory() as folder:
        mart = Path(folder) / "1.duckdb"
        signals, whole = _build(mart, chosen)
        verdicts, counted = _read(mart)
    lines = [
        f"{INDICATORS} indicators × {TOWNSHIPS} townships × {MONTHS} months, two cores.",
        "",
        "| step | processor seconds |\n|---|---:|",
        f"| control charts and signals of every series, stored | {signals:.1f} |",
        f"| every value, limit and verdict of every month ({counted:,}) computed once | {verdicts:.1f} |",
        f"| together | {signals + verdicts:.1f} |",
        f"| the whole mart (all periods, sums and signals) | {whole:.1f} |",
    ]
    write_section("Signals and verdicts at scale", "\n".join(lines))
    print("\n".join(lines))


def _build(mart: Path, chosen: dict[str, Indicator]) -> tuple[float, float]:
    builder: Any = metrics.mart
    spent: list[float] = []
    store = builder.store_signals

    def timed(*arguments: Any) -> None:
        start = time.process_time()
        store(*arguments)
        spent.append(time.process_time() - start)

    with DuckDB([mart.parent], threads=2) as engine:
        _fill(engine, chosen)
        builder.store_signals = timed
        start = time.process_time()
        try:
            live: Any = SimpleNamespace(uploads=(), coverage=())
            write_mart(mart, engine, Foundations(definitions_of(chosen, {}), live, {"format": "1"}))
        finally:
            builder.store_signals = store
        return spent[0], time.process_time() - start


def _fill(engine: DuckDB, chosen: dict[str, Indicator]) -> None:
    engine.execute("create table chosen (indicator varchar, unit varchar)")
    for each in chosen.values():
        engine.execute("insert into chosen values (?, ?)", [each.id, each.unit])
    for statement in SESSION.format(townships=TOWNSHIPS, months=MONTHS).split(";\n"):
        engine.execute(statement)


def _read(mart: Path) -> tuple[float, int]:
    with open_mart(mart, threads=2) as connection:
        start = time.process_time()
        sql = """
            select count(*), count(verdict_county_class), count(verdict_target_class), sum(lower998)
            from compared_values where period_type = 'month' and area_type = 'township'"""
        ((counted, *_),) = connection.rows(sql)
        return time.process_time() - start, int(counted)


if __name__ == "__main__":
    main()
