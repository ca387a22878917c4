"""What has been published and when: the tables that tell a zero from a missing report.

Leaves in the session: `areas`, `branches`, `branch_members`, `holdings`, `settings`, `published_exports`,
`standing_coverage`, `received_coverage`, `report_deadlines`, `export_as_of`, `as_of`, `published_months`
and `coverage`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import pyarrow as pa

from data.branches import load_branches
from data.catalogue_records import CoverageRow
from data.deadlines import spans_of
from data.engines.duckdb_engine import DuckDB, quoted
from data.live import LiveData
from data.settings import Settings
from data.standing_rows import township_of
from data.successions import holdings
from data.township_register import Register

if TYPE_CHECKING:
    from data.export_format import Export

MONTHS_IN_PERIOD = {"month": 1, "half-year": 6, "year": 12}
AREAS = pa.schema(
    [
        ("township", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("county", pa.string()),
        ("population", pa.int64()),
        ("position", pa.int32()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("merged_into", pa.string()),
    ]
)
COVERAGE = pa.schema(
    [
        ("upload", pa.int64()),
        ("export", pa.string()),
        ("month", pa.date32()),
        ("township", pa.string()),
        ("rows_read", pa.int64()),
        ("rows_refused", pa.int64()),
        ("received_on", pa.date32()),
    ]
)
DEADLINES = pa.schema(
    [
        ("export", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("day", pa.int32()),
        ("is_due", pa.bool_()),
    ]
)
# an upload counts for its own month even where it covers nobody
EXPORT_MONTHS = """
create or replace table export_months as
select distinct export, table_name, month
from (
    select export, month from standing_coverage
    union all
    select export, month from standing_uploads where month is not null
) as published
join published_exports using (export)
"""
EXPORT_AS_OF = """
create or replace table export_as_of as
select export, last_day(max(month)) as as_of
from export_months
group by export
"""
AS_OF = """
create or replace table as_of as
select table_name, max(month) as newest_month, min(month) as first_month, last_day(max(month)) as as_of
from export_months
group by table_name
"""
# registers and targets have no rows in time: published years ahead, they must not stretch the months
PUBLISHED_MONTHS = """
create or replace table published_months as
select unnest(generate_series(min(month), max(month), interval 1 month))::date as month
from export_months
join published_exports using (export)
where is_dated
"""
COVERAGE_BY_TABLE = """
create or replace table coverage as
select distinct table_name, month, township
from standing_coverage
join published_exports using (export)
where township is not null
"""
# what was reported for a township after its end was reported for the one it went into
BY_HOLDER = """
create or replace table {table} as
select {table}.* replace (coalesce(holdings.holder, {table}.township) as township)
from {table}
left join holdings
    on holdings.township = {table}.township and {table}.month between holdings.since and holdings.until
"""


def load_published_periods(
    engine: DuckDB, live: LiveData, exports: Mapping[str, Export], register: Register, settings: Settings
) -> None:
    """Load the catalogue's facts about `live`; derive which months and townships have been reported."""
    engine.load("areas", _areas(register))
    load_branches(engine, register)
    engine.load("settings", _settings(settings))
    published = [exports[export_id] for export_id in dict.fromkeys(upload.export for upload in live.uploads)]
    engine.load("published_exports", _published_exports(published))
    spans = spans_of(live.deadlines, [each.id for each in published], settings.deadline_day)
    engine.load("report_deadlines", _table(spans, DEADLINES))
    engine.load("standing_uploads", _uploads(live))
    engine.load("standing_coverage", _coverage(live, live.coverage))
    engine.load("received_coverage", _coverage(live, live.received_coverage))
    for export in published:
        _cover_months_of_longer_periods(engine, export)
    engine.load("holdings", holdings(register))
    for table in ("standing_coverage", "received_coverage"):
        engine.execute(BY_HOLDER.format(table=table))
    for sql in (EXPORT_MONTHS, EXPORT_AS_OF, AS_OF, PUBLISHED_MONTHS, COVERAGE_BY_TABLE):
        engine.execute(sql)


def _areas(register: Register) -> pa.Table:
    rows = [
        (t.code, t.name, t.kind, t.county, t.population, t.position, t.valid_from, t.valid_to, t.merged_into)
        for t in register.townships
    ]
    return _table(rows, AREAS)


def _settings(settings: Settings) -> pa.Table:
    """One row; only the whole numbers, which are all that SQL asks for."""
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return pa.table({n: pa.array([v], pa.int32()) for n, v in values.items() if isinstance(v, int)})


def _cover_months_of_longer_periods(engine: DuckDB, export: Export) -> None:
    """A survey may name any month of the half it is reported for: there, too, its township is covered."""
    months, township = MONTHS_IN_PERIOD[export.every], township_of(export)
    if months == 1 or not export.opening or not township:
        return
    opening = f"live.{quoted(export.opening)}"
    sql = f"""
        insert into standing_coverage (export, month, township)
        select distinct covered.export, date_trunc('month', {opening})::date, covered.township
        from {quoted("live_" + export.id)} as live
        join standing_coverage as covered
            on covered.export = ?
            and covered.township = live.{quoted(township)}
            and {_period_of("covered.month", months)} = {_period_of(opening, months)}
    """
    engine.execute(sql, [export.id])


def _period_of(month: str, months: int) -> str:
    """SQL that numbers the half-year (or year) of a date."""
    return f"(12 * year({month}) + month({month}) - 1) // {months}"


def _published_exports(published: Sequence[Export]) -> pa.Table:
    return pa.table(
        {
            "export": pa.array([e.id for e in published], pa.string()),
            "table_name": pa.array([e.table for e in published], pa.string()),
            "months_in_period": pa.array([MONTHS_IN_PERIOD[e.every] for e in published], pa.int32()),
            "is_expected": pa.array([e.expected for e in published], pa.bool_()),
            "is_dated": pa.array([bool(e.opening) for e in published], pa.bool_()),
        }
    )


def _uploads(live: LiveData) -> pa.Table:
    return pa.table(
        {
            "export": pa.array([upload.export for upload in live.uploads], pa.string()),
            "month": pa.array([upload.month for upload in live.uploads], pa.date32()),
        }
    )


def _coverage(live: LiveData, coverage: Iterable[CoverageRow]) -> pa.Table:
    uploads = {upload.id: upload for upload in live.uploads}
    rows = [
        (c.upload, upload.export, c.month, c.township, c.rows_read, c.rows_refused, upload.received)
        for c in coverage
        for upload in (uploads[c.upload],)
    ]
    return _table(rows, COVERAGE)


def _table(rows: list[tuple], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )
