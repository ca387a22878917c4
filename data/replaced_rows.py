"""How many standing rows an upload took the place of: what a publication tells its sender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from data.engines.duckdb_engine import DuckDB, quoted
from data.standing_rows import township_of

if TYPE_CHECKING:
    from data.catalogue_records import Upload
    from data.export_parts import Export
    from data.live import LiveData

# grain: one row per new upload that replaced or withdrew anything.
# `accepted_<export>` holds the rows of every standing upload, those of the new ones too
_REPLACED = """
with dated as (
    select
        hash({key}) as key,
        accepted.upload,
        accepted.reported_month,
        min(replacing.upload) as gone_at
    from {accepted} as accepted
    left join replacing
        on replacing.month = accepted.reported_month
        and replacing.township = {township}
        and replacing.upload > accepted.upload
    group by all
),

-- a row of a later month goes on standing, whatever is said of an earlier one
replaced as (
    select
        arrived.upload,
        older.key
    from dated as arrived
    join dated as older
        on older.key = arrived.key
        and older.upload < arrived.upload
        and coalesce(older.gone_at >= arrived.upload, true)
    where list_contains($1, arrived.upload) and {takes_keys}
    group by
        arrived.upload,
        older.key
    having max(older.reported_month) <= any_value(arrived.reported_month)
)

select
    upload,
    count(distinct key)
from (
    select upload, key from replaced
    union all
    select gone_at, key from dated where list_contains($1, gone_at)
) as taken
group by upload
"""


def count_replaced_rows(
    engine: DuckDB, export: Export, new: Sequence[Upload], live: LiveData
) -> dict[int, int]:
    """Upload of `new` (all of one export) → rows, one per key, that stood before and that it took away.

    Needs the session in which `load_clean_tables` has run over `live`, which has the new uploads already.
    """
    engine.load("replacing", _replacing(export, live))
    sql = _REPLACED.format(
        key=", ".join("accepted." + quoted(name) for name in export.key),
        township="accepted." + quoted(township_of(export)) if township_of(export) else "''",
        accepted=quoted("accepted_" + export.id),
        # where the first row of a key wins, a later one replaces nothing
        takes_keys="false" if export.wins == "first" else "true",
    )
    return dict(engine.rows(sql, [[upload.id for upload in new]]))


def _replacing(export: Export, live: LiveData) -> pa.Table:
    """What `--replace` took over: upload × month × township."""
    uploads = {each.id: each.month for each in live.uploads if each.replaces and each.export == export.id}
    rows = {
        (row.upload, uploads[row.upload], row.township)
        for row in live.received_coverage
        if row.upload in uploads and row.township
    }
    columns = list(zip(*sorted(rows, key=str), strict=True)) or [(), (), ()]
    types = {"upload": pa.int64(), "month": pa.date32(), "township": pa.string()}
    return pa.table({name: pa.array(list(columns[at]), types[name]) for at, name in enumerate(types)})
