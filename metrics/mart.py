"""Writes the mart of one publication: a DuckDB file with every figure that pages, reports and scripts read.

The sums are rolled up in the session of the publication (metrics/periods.py), judged (metrics/judgements.py)
and stored; values, limits and changes are views over them (metrics/mart_views.py). Beside them the mart keeps
what a receipt needs: definitions, the SQL that was run, and the uploads that feed each table. Only what has
changed since the last mart is computed (metrics/renewal.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from data.clean_table import MONTH_NUMBER_OF, TOWNSHIP_KEY
from data.engines.duckdb_engine import SqlError, is_damage
from metrics.area_numbers import compared_with
from metrics.branch_reports import store_branch_reports
from metrics.chart_settings import ChartSettings
from metrics.extents import STORED_RESTATED, has_mergers
from metrics.intervals import load_quantiles
from metrics.judgements import PERIOD_SUMS
from metrics.mart_blocks import blocks_to_chart, fill_figures
from metrics.mart_views import all_macros, view_statements
from metrics.periods import number_areas_and_periods
from metrics.receipts import Definition, definitions_table, load_sources
from metrics.renewal import (
    digest_months,
    every_period_is_stale,
    find_stale_periods,
    ground_in_mart,
    ground_of,
    store_ground,
    take_out_stale_sums,
)
from metrics.row_sums import store_row_sums
from metrics.signals import begin_signals, store_signals
from metrics.year_trends import year_trends_stand

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB
    from data.live import LiveData
    from metrics.counted_rows import Counted

# one row: an indicator, what the roll-up must know of it
INDICATOR_RULES = """
create or replace table indicator_rules as
select
    indicator,
    indicator_no::smallint as indicator_no,
    unit,
    is_stock,
    limits_method,
    numerator_table,
    every_months::integer as every_months,
    provisional_days::integer as provisional_days
from definitions"""

# in every mart: small, or changed with every publication
RENEWED_TABLES = (
    """
create or replace table periods as
select period_no, period_type, period, period_start, period_end, previous_no, last_year_no
from memory.periods order by period_no""",
    "create or replace table month_digests as select * from memory.month_digests order by all",
    "create or replace table as_of as select * from memory.as_of",
    # without what the scans alone need of it (data/clean_storage.py)
    f"""
create or replace table submissions as
select columns(lambda name: name <> '{TOWNSHIP_KEY}' and not starts_with(name, '{MONTH_NUMBER_OF}'))
from memory.submissions""",
    "create or replace table uploads as select * from memory.upload_sources order by upload",
    """
create or replace table coverage as
select * from memory.coverage_sources order by table_name, month, township""",
    """
create or replace table info as
select key, value from memory.mart_info
union all
select 'first_month', strftime(min(month), '%Y-%m') from memory.indicator_months
union all
select 'newest_month', strftime(max(month), '%Y-%m') from memory.indicator_months
union all
select 'whole_levels', level from memory.branches where branch = 'county'""",
)

# what the figures stand on (metrics/renewal.py): the same in a mart and in the one it goes on from
GROUND_TABLES = (
    "create table indicators as select * from memory.definitions order by indicator_no",
    "create table areas as select * from memory.area_numbers order by area_no",
    # a neutral indicator has no target, whatever the table says
    """
create table targets as
select indicator_no, targets.year, targets.target::double as target, targets.warning::double as warning
from memory.targets as targets join memory.definitions using (indicator)
where good in ('high', 'low')""",
    "create table exact_poisson as select * from memory.exact_poisson",
    "create table student_t as select * from memory.student_t",
    PERIOD_SUMS,
    STORED_RESTATED,
)


@dataclass(frozen=True)
class Foundations:
    """What a mart is made of beside the session's tables.

    info: what it says about itself. charts: the county's settings of control charts. companions: further
    tables of the session to keep → how each is sorted. before: the mart to go on from, None = compute all.
    """

    definitions: Sequence[Definition]
    live: LiveData
    info: Mapping[str, str]
    charts: ChartSettings = field(default_factory=ChartSettings)
    companions: Mapping[str, str] = field(default_factory=dict)
    before: Path | None = None
    row_sums: Counted | None = None


def write_mart(path: Path, engine: DuckDB, foundations: Foundations) -> None:
    """Write the mart file `path` from the session's tables.

    Reads `indicator_months`, `breakdown_months`, `areas`, `targets`, `as_of` and `submissions`.
    Raises Refused where a share has more cases above the line than below it, or a count is negative.
    """
    engine.load("definitions", definitions_table(foundations.definitions))
    engine.execute(INDICATOR_RULES)
    number_areas_and_periods(engine)
    digest_months(engine)
    load_sources(engine, foundations.live, foundations.info)
    ground = ground_of(engine, foundations.definitions)
    if not _goes_on(path, engine, foundations, ground):
        every_period_is_stale(engine)
        load_quantiles(engine, [])
        with engine.attached_mart(path):
            fill_figures(engine, _Anew(foundations, ground))


def _goes_on(path: Path, engine: DuckDB, foundations: Foundations, ground: str) -> bool:
    """Whether the mart could be made from the last one; where not, nothing is left of the try."""
    if not foundations.before or has_mergers(engine):
        return False
    shutil.copyfile(foundations.before, path)
    try:
        with engine.attached_mart(path):
            if ground_in_mart(engine) == ground:
                find_stale_periods(engine)
                fill_figures(engine, _GoingOn(foundations))
                return True
    except SqlError as error:
        if not is_damage(error):  # a last mart that cannot be read is no reason not to publish
            raise
    path.unlink()
    return False


@dataclass(frozen=True)
class _Anew:
    """A mart of which nothing is there yet."""

    foundations: Foundations
    ground: str

    def begin(self, engine: DuckDB, is_at_once: bool) -> None:
        views = view_statements(has_mergers(engine), compared_with(engine))
        for statement in (*RENEWED_TABLES, *GROUND_TABLES, *all_macros(), *views):
            engine.execute(statement)
        store_branch_reports(engine)
        store_ground(engine, self.ground)

    def end(self, engine: DuckDB) -> None:
        _finish(engine, self.foundations, in_place=False)

    def chart(self, engine: DuckDB) -> None:
        store_signals(engine, self.foundations.charts, blocks_to_chart(engine))


@dataclass
class _GoingOn:
    """A copy of the last mart, of which the stale periods are computed.

    years_stand: its tests of whole years hold.
    """

    foundations: Foundations
    years_stand: bool = False

    def begin(self, engine: DuckDB, is_at_once: bool) -> None:
        # of blocks, the session has but the first
        self.years_stand = is_at_once and year_trends_stand(engine, self.foundations.charts)
        for statement in RENEWED_TABLES:
            engine.execute(statement)
        store_branch_reports(engine)
        take_out_stale_sums(engine)

    def end(self, engine: DuckDB) -> None:
        _finish(engine, self.foundations, in_place=True)

    def chart(self, engine: DuckDB) -> None:
        store_signals(engine, self.foundations.charts, blocks_to_chart(engine), self.years_stand)


def _finish(engine: DuckDB, foundations: Foundations, *, in_place: bool) -> None:
    _store_items(engine, foundations, in_place)
    _copy_companions(engine, foundations)
    begin_signals(engine, foundations.charts)


def _store_items(engine: DuckDB, foundations: Foundations, in_place: bool) -> None:
    """What the breakdowns are made of, and what the next publication goes on from."""
    if foundations.row_sums is None:
        engine.execute("create or replace table breakdown_months as select * from memory.breakdown_months")
    else:
        store_row_sums(engine, foundations.row_sums, in_place)


def _copy_companions(engine: DuckDB, foundations: Foundations) -> None:
    for name, order in foundations.companions.items():
        engine.execute(f"create or replace table {name} as select * from memory.{name} order by {order}")
