"""A store of many months of petitions, its Parquet files written at once instead of read from exports."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv

from benchmarks.petition_history import FIRST_CODE, HEADINGS, export_of, first_day
from data.catalogue import Change
from data.catalogue_records import CoverageRow, Upload
from data.export_format import load_exports
from data.store import Store, write_rows
from metrics.new_mart import definitions_of, session_of
from metrics.publication import FileToCheck, Options, _move_pointer, publish

RECEIVED = date(2026, 1, 1)
BY = "benchmark"


def fill(folder: Path, months: int, rows_a_month: int, townships: int) -> Store:
    """A store with a register and `months` exports, all of one publication."""
    store = Store(folder)
    publish(store, [register(townships)], Options(by=BY))
    uploads, coverage = [], []
    for number in range(months):
        upload, covered = _upload(store, number, export_of(number, rows_a_month, townships))
        uploads.append(upload)
        coverage += covered
    with store.writing(), session_of(store) as engine:
        change = Change(tuple(uploads), tuple(coverage))
        _move_pointer(engine, store, definitions_of(store), "publish", BY, change)
    return store


def register(townships: int) -> FileToCheck:
    lines = [
        f"{FIRST_CODE + number},乡镇{number},镇,{9000 + number % 7 * 1000}" for number in range(townships)
    ]
    text = "\n".join(["行政区划代码,乡镇,类型,常住人口", *lines])
    return FileToCheck("townships.csv", text.encode(), "townships", first_day(0), RECEIVED)


def month_file(number: int, rows_a_month: int, townships: int) -> FileToCheck:
    """The export of one month as staff would upload it: CSV with the words of the export."""
    table = export_of(number, rows_a_month, townships).select([*HEADINGS])
    export = load_exports()["petitions"]
    for at, name in enumerate(table.column_names):
        words = {said: found[0] for said, found in words_of(export, name).items() if found}
        if words:
            table = table.set_column(at, name, _translated(table[name], words))
    sink = pa.BufferOutputStream()
    csv.write_csv(table.rename_columns([*HEADINGS.values()]), sink)
    name = f"{first_day(number):%Y-%m}.csv"
    return FileToCheck(name, sink.getvalue().to_pybytes(), "petitions", first_day(number), RECEIVED)


def words_of(export: object, column: str) -> dict[str, tuple[str, ...]]:
    return dict(getattr(export.columns[column], "words", None) or {})  # type: ignore[attr-defined]


def _translated(values: pa.ChunkedArray, words: dict[str, str]) -> pa.Array:
    at = pc.index_in(values, pa.array(list(words)))
    return pc.take(pa.array(list(words.values())), at)


def _upload(store: Store, number: int, cases: pa.Table) -> tuple[Upload, list[CoverageRow]]:
    rows = pa.table({"row": pa.array(range(2, len(cases) + 2), pa.int64())})
    for name in cases.column_names:
        rows = rows.append_column(name, cases[name])
    upload = _record(number, len(cases), store.next_publication())
    counts = cases.group_by("township").aggregate([([], "count_all")]).to_pylist()
    covered = [
        CoverageRow(upload.id, first_day(number), each["township"], each["count_all"], 0, each["count_all"])
        for each in counts
    ]
    return write_rows(store.folder, upload, rows), covered


def _record(number: int, rows: int, publication: int) -> Upload:
    """What the catalogue says of the `number`th month; the register is upload 1."""
    named = {"export": "petitions", "table": "petitions", "month": first_day(number)}
    counted = {"size": 0, "rows_read": rows, "rows": rows, "rows_rejected": 0}
    sent = {"by": BY, "at": datetime.now(UTC), "received": RECEIVED, "publication": publication}
    read = {"file": f"{first_day(number):%Y-%m}.csv", "encoding": "utf-8", "covers": "present"}
    checksum = hashlib.sha256(str(number).encode()).hexdigest()
    kept = {"sha256": checksum, "replaces": False, "parquet": "", "parquet_sha256": ""}
    return Upload(id=number + 2, **named, **counted, **sent, **read, **kept)  # type: ignore[arg-type]
