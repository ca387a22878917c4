"""A county of a few typed rows: uploads as Parquet files and their coverage, without door and catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.catalogue_records import CoverageRow, Upload
from data.clean_tables import load_clean_tables
from data.engines.duckdb_engine import DuckDB
from data.export_format import Export, load_exports
from data.live import live_data
from data.settings import Settings
from data.township_register import Register, Township

ARROW_TYPES: dict[str, pa.DataType] = {
    "date": pa.date32(),
    "month": pa.date32(),
    "count": pa.int64(),
    "year": pa.int32(),
    "money": pa.decimal128(18, 2),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
TWO_TOWNSHIPS = Register(
    (
        Township("T1", "一镇", kind="town", population=12_000, position=1),
        Township("T2", "二乡", kind="township", population=6_000, position=2),
    )
)
Rows = Sequence[Mapping[str, Any]]


@cache
def our_exports() -> Mapping[str, Export]:
    return load_exports()


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def month_of(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


@dataclass
class SmallCounty:
    """Publish with `publish`, then `open` a session with its clean tables. Dates are texts: 2025-03-04."""

    folder: Path
    register: Register = TWO_TOWNSHIPS
    exports: Mapping[str, Export] = field(default_factory=our_exports)
    settings: Settings | None = None
    uploads: list[Upload] = field(default_factory=list)
    coverage: list[CoverageRow] = field(default_factory=list)

    def publish(
        self,
        export_id: str,
        month: str,
        rows: Rows,
        covers: Sequence[str] | None = None,
        received: str = "2026-01-01",
        replaces: bool = False,
        refused: Mapping[str | None, int] | None = None,
        covered_months: Mapping[str, Sequence[str]] | None = None,
    ) -> int:
        """One upload; its number. covers: townships, else those in the rows. refused: township → rows."""
        number, export = len(self.uploads) + 1, self.exports[export_id]
        path = self.folder / f"{number}.parquet"
        self._write(path, export, number, month, rows)
        self.uploads.append(an_upload(number, export, month, path.name, received, replaces))
        for each, townships in (covered_months or {month: covers or sorted(self._townships(rows))}).items():
            self._cover(number, each, list(townships), rows, refused or {})
        return number

    def roll_back(self, number: int) -> None:
        self.uploads = [u for u in self.uploads if u.id != number]

    def open(self) -> DuckDB:
        """A session with the clean tables of what stands; close it."""
        engine = DuckDB([self.folder], threads=1)
        live = live_data(self.uploads, self.coverage, self.folder)
        load_clean_tables(engine, live, self.exports, self.register, self.settings)
        return engine

    def _townships(self, rows: Rows) -> set[str]:
        return {str(row["township"]) for row in rows if "township" in row}

    def _cover(
        self, number: int, month: str, townships: list[str], rows: Rows, refused: Mapping[str | None, int]
    ) -> None:
        for township in [*townships, *(t for t in refused if t not in townships)]:
            accepted = sum(row.get("township") == township for row in rows)
            bad = refused.get(township, 0)
            self.coverage.append(
                CoverageRow(number, month_of(month), township, accepted + bad, bad, accepted)
            )

    def _write(self, path: Path, export: Export, number: int, month: str, rows: Rows) -> None:
        columns = {
            "upload": pa.array([number] * len(rows), pa.int64()),
            "reported_month": pa.array([month_of(month)] * len(rows), pa.date32()),
            "row": pa.array(range(2, len(rows) + 2), pa.int64()),
        }
        for name, column in export.columns.items():
            kind = ARROW_TYPES.get(column.type, pa.string())
            values = [row.get(name) for row in rows]
            columns[name] = pa.array([day(v) for v in values] if kind == pa.date32() else values, kind)
        pq.write_table(pa.table(columns), path)


def an_upload(number: int, export: Export, month: str, parquet: str, received: str, replaces: bool) -> Upload:
    return Upload(
        id=number,
        export=export.id,
        table=export.table,
        month=month_of(month),
        file=f"{number}.csv",
        sha256=str(number),
        size=1,
        encoding="utf-8",
        rows_read=0,
        rows=0,
        rows_rejected=0,
        by="",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        received=date.fromisoformat(received),
        covers="present",
        replaces=replaces,
        parquet=parquet,
        parquet_sha256="",
        publication=1,
    )


def a_store_with_export(store: Path, export_id: str, toml: str) -> dict[str, Export]:
    """The exports of a county that has one more."""
    folder = store / "exports"
    folder.mkdir(exist_ok=True)
    (folder / f"{export_id}.toml").write_text(toml, encoding="utf-8")
    return load_exports(store)


def request_(case: str, received: str, township: str = "T1", **more: Any) -> dict[str, Any]:
    """A row of `petitions`."""
    return {"case_id": case, "township": township, "received_on": received, **more}


def closed(case: str, received: str, closed_on: str, outcome: str | None = "resolved", **more: Any) -> dict:
    """A request that was closed."""
    return request_(case, received, closed_on=closed_on, outcome=outcome, **more)


def row_of(county: SmallCounty, table: str, where: str) -> dict[str, Any]:
    """The one row of a clean table that meets the condition."""
    with county.open() as engine:
        rows = engine.query(f"select * from {table} where {where}").to_pylist()
    assert len(rows) == 1
    return rows[0]


def values(found: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(found[name] for name in names)
