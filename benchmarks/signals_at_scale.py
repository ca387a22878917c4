"""Signals and verdicts of 40 indicators × 400 townships × 60 months: `python -m benchmarks.signals_at_scale`.

From monthly sums in the session to a finished mart with its verdicts and signals stored.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import metrics.mart
from benchmarks.report import write_section
from data.engines.duckdb_engine import DuckDB
from data.engines.mart_connection import open_mart
from metrics.indicator import Indicator, load_indicators
from metrics.mart import Foundations
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


STEPS = {
    "judge": "every figure of every period judged against county, kind and target, stored",
    "store_signals": "control charts, signals and trends of every series, stored",
}


@dataclass
class Spent:
    """Seconds by the clock, and of the processors."""

    clock: float
    processor: float


def main() -> None:
    """Measure, print and write the section of docs/benchmarks.md."""
    chosen = dict(list(load_indicators().items())[:INDICATORS])
    with tempfile.TemporaryDirectory() as folder:
        spent, figures = _build(Path(folder) / "1.duckdb", chosen)
    both = Spent(*(sum(getattr(spent[step], kind) for step in STEPS) for kind in ("clock", "processor")))
    rows = [(words, spent[step]) for step, words in STEPS.items()]
    rows += [("together", both), ("the whole mart, from monthly sums", spent["write_mart"])]
    lines = [
        f"{INDICATORS} indicators × {TOWNSHIPS} townships × {MONTHS} months ({figures:,} figures of months, "
        "quarters, years, years to date and twelve months), two cores.",
        "",
        "| step | seconds | processor seconds |\n|---|---:|---:|",
        *(f"| {words} | {each.clock:.1f} | {each.processor:.1f} |" for words, each in rows),
    ]
    write_section("Signals and verdicts at scale", "\n".join(lines))
    print("\n".join(lines))


def _timed(name: str, spent: dict[str, Spent]) -> Callable[..., None]:
    step = getattr(metrics.mart, name)

    def run(*arguments: Any, **named: Any) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        step(*arguments, **named)
        spent[name] = Spent(time.perf_counter() - clock, time.process_time() - processor)

    return run


def _build(mart: Path, chosen: dict[str, Indicator]) -> tuple[dict[str, Spent], int]:
    builder: Any = metrics.mart
    spent: dict[str, Spent] = {}
    with DuckDB([mart.parent], threads=2) as engine:
        _fill(engine, chosen)
        live: Any = SimpleNamespace(uploads=(), coverage=())
        foundations = Foundations(definitions_of(chosen, {}), live, {"format": "1"})
        untimed = {name: getattr(builder, name) for name in STEPS}
        vars(builder).update({name: _timed(name, spent) for name in STEPS})
        try:
            _timed("write_mart", spent)(mart, engine, foundations)
        finally:
            vars(builder).update(untimed)
    with open_mart(mart) as connection:
        ((figures,),) = connection.rows("select count(*) from period_sums")
    return spent, int(figures)


def _fill(engine: DuckDB, chosen: dict[str, Indicator]) -> None:
    engine.execute("create table chosen (indicator varchar, unit varchar)")
    for each in chosen.values():
        engine.execute("insert into chosen values (?, ?)", [each.id, each.unit])
    for statement in SESSION.format(townships=TOWNSHIPS, months=MONTHS).split(";\n"):
        engine.execute(statement)


if __name__ == "__main__":
    main()
