"""Invented petitions as a store keeps them: a published Parquet file a month, and what is known of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.petition_rows import FIRST_MONTH, MONTHS, TOWNSHIPS, reported_petitions
from data.catalogue_records import CoverageRow, Upload
from data.live import LiveData, live_data
from data.township_register import Register, Township
from tests.small_county import an_upload, our_exports

EXPORT = our_exports()["petitions"]
# so many name an earlier case of their own; so many are reported again the month after, closed by then
NAMES_AN_EARLIER_ONE = 0.05
REPORTED_AGAIN = 0.02
REGISTER = Register(
    tuple(
        Township(f"{360000 + n:06d}", f"乡镇{n}", kind="town", population=20_000, position=n)
        for n in range(TOWNSHIPS)
    )
)


def write_live_petitions(folder: Path, rows: int) -> LiveData:
    """Write `rows` petitions in 60 months below `folder`; gives what a store would say stands."""
    random = np.random.default_rng(20251231)
    uploads, coverage = [], []
    before = pa.table({})
    for number in range(MONTHS):
        month = FIRST_MONTH + number
        table = reported_petitions(random, month, rows // MONTHS)
        upload, path = number + 1, folder / f"petitions-{month}.parquet"
        kept = _as_published(random, table, before, month, upload)
        pq.write_table(kept, path, compression="zstd", data_page_version="2.0")
        uploads.append(_upload(upload, month, path.name, kept.num_rows))
        coverage += [CoverageRow(upload, _day(month), each.code, 0, 0, 0) for each in REGISTER.townships]
        before = table
    return live_data(uploads, coverage, folder)


def _as_published(
    random: np.random.Generator, table: pa.Table, before: pa.Table, month: np.datetime64, upload: int
) -> pa.Table:
    """The export's own columns: a month's rows and some of the month before, and where they came from."""
    again = before.slice(0, int(before.num_rows * REPORTED_AGAIN)) if before.num_rows else table.slice(0, 0)
    rows = pa.concat_tables([table, again])
    earlier = np.where(
        random.random(rows.num_rows) < NAMES_AN_EARLIER_ONE,
        random.integers(0, table.num_rows, rows.num_rows),
        -1,
    )
    named = [f"{month - 1}-{case}" if case >= 0 else None for case in earlier]
    columns = {
        "upload": pa.array(np.full(rows.num_rows, upload)),
        "reported_month": pa.array(np.full(rows.num_rows, month.astype("datetime64[D]"))),
        "row": pa.array(np.arange(2, rows.num_rows + 2)),
        "previous_case_id": pa.array(named, pa.string()),
    }
    own = {name: rows[name] for name in EXPORT.columns if name in rows.column_names}
    return pa.table(columns | own)


def _upload(number: int, month: np.datetime64, parquet: str, rows: int) -> Upload:
    from dataclasses import replace

    said = an_upload(number, EXPORT, str(month), parquet, f"{month + 1}-04", replaces=False)
    return replace(said, rows=rows)


def _day(month: np.datetime64) -> date:
    found: date = month.astype("datetime64[D]").item()
    return found
