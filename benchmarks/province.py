"""A province's mart beside a county's: `python -m benchmarks.province [townships …]`.

From monthly sums (45 indicators × 60 months) to a finished mart of four levels; then what a reader waits for:
to open it, the figures of the overview of the whole, of a province, of a city, of a county. Beside it, in the
same run, the mart of a county alone. `10x4000` reads 40,000 townships as ten copies of 4,000; to compute
`40000` takes more than half an hour. Both need some 4 GB of disk: ask for them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from benchmarks.copied_areas import copied
from benchmarks.report import markdown_table, verdict, write_section
from data.engines.duckdb_engine import DuckDB, text_literal
from metrics.branch_mart import View, branch_mart
from metrics.indicator import load_indicators
from metrics.mart import Foundations, write_mart
from metrics.mart_reader import Mart
from metrics.receipts import definitions_of

INDICATORS, MONTHS, EXPORTS, ROUNDS = 45, 60, 6, 5
COUNTY, COUNTIES, CITIES = 25, 8, 10  # townships of a county, counties of a city, cities of a province
SMALL = ("400",)
NEWEST = "2025-12"
GOAL = 2.0

TOWNSHIPS = """
create table places as
select i, 't' || i as township, i // {county} as c, i // {city} as s, i // {province} as p
from range({townships}) as t (i);
create table areas as
select township, '镇' || i as name, if(i % 3 = 0, 'town', 'township') as kind, 'c' || c as county,
    (8000 + 50 * (i % 400))::bigint as population, i::integer as position, null::date as valid_from,
    null::date as valid_to
from places;
create table breakdown_months (indicator varchar, dimension varchar, item varchar, township varchar,
    month date, numerator double, denominator double, squares double);
create table targets as select indicator, 2025 as year, 90e0 as target, 60e0 as warning from chosen;
create table as_of (table_name varchar, newest_month date, first_month date, as_of date);
create table submissions as
select township, 'export' || e as export, (date '2021-01-01' + interval 1 month * m)::date as month,
    true as is_expected, true as is_covered, true as is_on_time, date '2025-01-01' as received_on,
    date '2025-01-01' as deadline, 20::bigint as rows_read, 0::bigint as rows_refused
from places, range({exports}) as a (e), range({months}) as b (m) order by i;
"""
LEVELS = """
create table branches as
select 'county' as branch, 'nation' as level, '' as name, '' as parent, 0 as place
union all select distinct 'province:p' || p, 'province', 'p' || p, 'county', 1 + p from places
union all select distinct 'city:s' || s, 'city', 's' || s, 'province:p' || p, 1000 + s from places
union all select distinct 'county:c' || c, 'county', 'c' || c, 'city:s' || s, 10000 + c from places;
create table branch_members as
select 'county:c' || c as branch, township, true as is_parent from places
union all select 'city:s' || s, township, false from places
union all select 'province:p' || p, township, false from places;
"""
# a file of its own, as large sums would come: in memory they alone would fill it
SUMS = """
create table sums.indicator_months as
select
    indicator,
    township,
    (date '2021-01-01' + interval 1 month * m)::date as month,
    (if(unit = 'percent', n * (60 + h % 35) // 100, 20 + h % 20))::double as numerator,
    case when unit <> 'count' then n::double end as denominator,
    case when unit = 'days' then 80e0 * n end as squares,
    true as covered
from (
    select *, (30 + h % 41)::bigint * if(unit like 'per_%', 500, 1) as n
    from (
        select chosen.*, township, i, m, (hash(indicator, i, m) % 1000000)::bigint as h
        from places, chosen, range({months}) as t (m)
    )
)
order by i;
create view indicator_months as from sums.indicator_months
"""


def main(asked: Sequence[str] = SMALL) -> None:
    """Measure, print and write the section of docs/benchmarks.md. asked: "4000", or "10x4000" for copies."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county = _built(folder, COUNTY, levels=False)[0]
        report(county, (_made(folder, each) for each in asked))


def _made(folder: Path, asked: str) -> tuple[int, str, Path]:
    """Townships, the seconds to build it, the mart."""
    *copies, size = map(int, asked.split("x"))
    path, seconds, _ = _built(folder, size)
    if not copies:
        return size, f"{seconds:.0f}", path
    many = copied(path, folder / "copied.duckdb", copies[0])
    path.unlink()
    return copies[0] * size, "copied", many


def report(county: Path, marts: Iterable[tuple[int, str, Path]]) -> None:
    """Read the marts side by side with the county's, print and write the section."""
    rows, ratios = [], []
    for townships, built, mart in marts:
        beside = _side_by_side(county, mart)
        size = f"{mart.stat().st_size / 1e6:.0f}"
        rows.append((f"{townships:,}", built, size, *map(_ms, beside.values())))
        ratios.append((townships, max(beside.values()) / beside["county alone"]))
        mart.unlink()
    head = ("townships", "build, s", "mart, MB", *(f"{place}, ms" for place in beside))
    lines = [
        f"{INDICATORS} indicators × {MONTHS} months, four levels, from monthly sums; 4 GB at most. "
        "Milliseconds: a mart opened and read for the overview, "
        f"median of {ROUNDS}, side by side with a county of {COUNTY}. Copied: a smaller mart several "
        "times, with as many rows in the same order as computed ones (benchmarks/copied_areas.py).",
        "",
        markdown_table(head, rows),
        "",
        *(verdict(f"slowest level at {n:,} townships against a county alone", r, GOAL) for n, r in ratios),
    ]
    write_section("A province's mart", "\n".join(lines))
    print("\n".join(lines))


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


def _side_by_side(county: Path, mart: Path) -> dict[str, float]:
    """What → median seconds to open a mart at it and read what the overview shows."""
    ways: dict[str, Callable[[], Any]] = {"county alone": lambda: _overview(county, None)}
    for place, code in (
        *(("the whole", "county"), ("a province", "province:p0")),
        *(("a city", "city:s1"), ("a county", "county:c9")),
    ):
        ways[place] = lambda code=code: _overview(mart, code)  # type: ignore[misc]
    spent: dict[str, list[float]] = {place: [] for place in ways}
    for _ in range(ROUNDS):
        for place, way in ways.items():
            begun = time.perf_counter()
            way()
            spent[place].append(time.perf_counter() - begun)
    return {place: median(found) for place, found in spent.items()}


def _overview(path: Path, branch: str | None) -> None:
    """The reads of 总览: the month of all areas, the past of the whole, the signals of the month."""
    with Mart(path) as full:
        mart = full if branch is None else branch_mart(full, View(branch))
        mart.areas()
        assert len(mart.values(period_type="month", period=NEWEST)) > INDICATORS
        mart.values(period_type="month", area="county")
        mart.signals(area="county", month=NEWEST)
        if mart is not full:
            mart.close()


@contextmanager
def _session(folder: Path, townships: int) -> Iterator[DuckDB]:
    sums = folder / f"sums-{townships}.duckdb"
    with DuckDB([folder], threads=2) as engine:
        engine.execute(f"attach {text_literal(str(sums))} as sums")
        yield engine
    sums.unlink()


def _built(folder: Path, townships: int, levels: bool = True) -> tuple[Path, float, float]:
    """The mart, the seconds to build it from monthly sums, its megabytes."""
    chosen = dict(list(load_indicators().items())[:INDICATORS])
    path = folder / f"{townships}.duckdb"
    with _session(folder, townships) as engine:
        engine.execute("create table chosen (indicator varchar, unit varchar)")
        for each in chosen.values():
            engine.execute("insert into chosen values (?, ?)", [each.id, each.unit])
        city = COUNTY * COUNTIES
        sizes = {"county": COUNTY, "city": city, "province": city * CITIES}
        text = TOWNSHIPS + (LEVELS if levels else "") + SUMS
        for statement in (
            text.format(townships=townships, months=MONTHS, exports=EXPORTS, **sizes).strip().split(";\n")
        ):
            engine.execute(statement)
        live: Any = SimpleNamespace(uploads=(), coverage=())
        begun = time.perf_counter()
        write_mart(path, engine, Foundations(definitions_of(chosen, {}), live, {"format": "1"}))
        seconds = time.perf_counter() - begun
    return path, seconds, path.stat().st_size / 1e6


if __name__ == "__main__":
    main(sys.argv[1:] or SMALL)
