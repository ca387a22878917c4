"""What successive uploads of one month said of the same rows: the ground of the correction rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from data.engines.duckdb_engine import DuckDB, quoted, text_literal
from data.live import LiveData
from data.standing_rows import PROVENANCE, township_of

if TYPE_CHECKING:
    from data.export_format import Export

EMPTY = {
    "published_once": "export varchar, month date, township varchar, rows_published bigint",
    "published_contents": (
        "export varchar, month date, township varchar, key ubigint, content ubigint, "
        "upload bigint, row bigint"
    ),
}


def load_reported_contents(engine: DuckDB, live: LiveData, exports: Sequence[Export]) -> None:
    """Leave `published_once` (months uploaded once, counted) and `published_contents` (the others' rows).

    Rows withdrawn by a later upload are among them: they are what was corrected. Comparing is what costs, so
    it is done only for months that were uploaded more than once. Registers and targets report no month.
    """
    for name, columns in EMPTY.items():
        engine.execute(f"create or replace table {name} ({columns})")
    again = _months_uploaded_again(live)
    for export in exports:
        if export.opening and township_of(export):
            engine.load(
                "compared_months", pa.table({"month": pa.array(again.get(export.id, []), pa.date32())})
            )
            engine.execute(_count_rows(export))
            if again.get(export.id):
                engine.execute(_compare_rows(export))


def _months_uploaded_again(live: LiveData) -> dict[str, list[date]]:
    """Export → reported months with more than one standing upload."""
    times = Counter((upload.export, upload.month) for upload in live.uploads)
    again: dict[str, list[date]] = {}
    for (export, month), count in times.items():
        if count > 1 and month is not None:
            again.setdefault(export, []).append(month)
    return again


def _count_rows(export: Export) -> str:
    return f"""
        insert into published_once
        select {text_literal(export.id)}, reported_month, {quoted(township_of(export))},
            count(distinct {_hash(export.key)})
        from {quoted("accepted_" + export.id)}
        where reported_month not in (select month from compared_months)
        group by all
    """


def _compare_rows(export: Export) -> str:
    content = [name for name in export.columns if name not in PROVENANCE]
    return f"""
        insert into published_contents
        select {text_literal(export.id)}, reported_month, {quoted(township_of(export))},
            {_hash(export.key)}, {_hash(content)}, upload, "row"
        from {quoted("accepted_" + export.id)}
        where reported_month in (select month from compared_months)
    """


def _hash(columns: Iterable[str]) -> str:
    return f"hash({', '.join(quoted(name) for name in columns)})"
