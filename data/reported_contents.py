"""What successive uploads of one month said of the same rows: the ground of the correction rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from data.engines.duckdb_engine import DuckDB, quoted, text_literal
from data.live import LiveData
from data.standing_rows import PROVENANCE, load_accepted, township_of

if TYPE_CHECKING:
    from data.changed_rows import RowChange
    from data.export_format import Export

EMPTY = {
    "published_once": "export varchar, month date, township varchar, rows_published bigint",
    "published_contents": (
        "export varchar, month date, township varchar, key ubigint, content ubigint, "
        "upload bigint, row bigint"
    ),
}


def load_reported_contents(
    engine: DuckDB, live: LiveData, exports: Sequence[Export], change: RowChange | None = None
) -> None:
    """Leave `published_once` (months uploaded once, counted) and `published_contents` (the others' rows).

    Rows withdrawn by a later upload are among them: they are what was corrected. Comparing is what costs, so
    it is done only for months that were uploaded more than once. Registers and targets report no month.
    change: of the exports that it follows, only the months with other uploads than before are looked at.
    """
    for name, columns in EMPTY.items():
        engine.execute(f"create or replace table {name} ({columns})")
    again = _months_uploaded_again(live)
    for export in exports:
        if export.opening and township_of(export):
            engine.load(
                "compared_months", pa.table({"month": pa.array(again.get(export.id, []), pa.date32())})
            )
            rows = _rows_of(engine, live, export, change)
            engine.execute(_count_rows(export, rows))
            if again.get(export.id):
                engine.execute(_compare_rows(export, rows))


def _rows_of(engine: DuckDB, live: LiveData, export: Export, change: RowChange | None) -> str:
    """The table with every accepted row of the months to look at."""
    if change is None or export.id not in change.followed:
        return quoted("accepted_" + export.id)
    months = change.changed_months(export.id)
    files = [file for file in live.of_export(export.id) if file.upload.month in months]
    # where no month has changed: the shape of the table, without a row
    load_accepted(engine, export, files or live.of_export(export.id)[:1], name="reported_")
    if not files:
        engine.execute(f"delete from {quoted('reported_' + export.id)}")
    return quoted("reported_" + export.id)


def _months_uploaded_again(live: LiveData) -> dict[str, list[date]]:
    """Export → reported months with more than one standing upload."""
    times = Counter((upload.export, upload.month) for upload in live.uploads)
    again: dict[str, list[date]] = {}
    for (export, month), count in times.items():
        if count > 1 and month is not None:
            again.setdefault(export, []).append(month)
    return again


def _count_rows(export: Export, rows: str) -> str:
    return f"""
        insert into published_once
        select {text_literal(export.id)}, reported_month, {quoted(township_of(export))},
            count(distinct {_hash(export.key)})
        from {rows}
        where reported_month not in (select month from compared_months)
        group by all
    """


def _compare_rows(export: Export, rows: str) -> str:
    content = [name for name in export.columns if name not in PROVENANCE]
    return f"""
        insert into published_contents
        select {text_literal(export.id)}, reported_month, {quoted(township_of(export))},
            {_hash(export.key)}, {_hash(content)}, upload, "row"
        from {rows}
        where reported_month in (select month from compared_months)
    """


def _hash(columns: Iterable[str]) -> str:
    return f"hash({', '.join(quoted(name) for name in columns)})"
