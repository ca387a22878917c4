"""The township register that stands: one row per code, the newest register file's row wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from data.township_register import Register, register_from_rows

if TYPE_CHECKING:
    from data.findings import Checked
    from data.live import LiveData, LiveFile

REGISTER_EXPORT = "townships"
Dated = tuple[date, list[dict[str, Any]]]


def live_register(live: LiveData) -> Register:
    """The townships of every standing register file; later months and later uploads win, code by code."""
    return _merged(_stored(live))


def register_with(live: LiveData, arriving: Iterable[Checked]) -> Register:
    """The register as it will be once the `arriving` register files are published too."""
    new = [(each.month or date.min, each.rows.to_pylist()) for each in arriving if each.rows is not None]
    return _merged([*_stored(live), *new])


def _stored(live: LiveData) -> list[Dated]:
    return [(file.upload.month or date.min, _rows_of(file)) for file in live.of_export(REGISTER_EXPORT)]


def _rows_of(file: LiveFile) -> list[dict[str, Any]]:
    from pyarrow.parquet import ParquetFile  # read_table would bring the dataset machinery and pandas along

    with ParquetFile(file.path) as parquet:
        return [row for row in parquet.read().to_pylist() if row["code"] not in file.withdrawn]


def _merged(files: Iterable[Dated]) -> Register:
    standing: dict[str, dict[str, Any]] = {}
    for _, rows in sorted(files, key=lambda dated: dated[0]):
        # a code keeps the place of its newest row, so that a new register also brings its new order
        for row in sorted(rows, key=lambda row: row["row"]):
            standing[row["code"]] = _with_earlier_names(row, standing.pop(row["code"], None))
    return register_from_rows(standing.values())


def _with_earlier_names(row: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """A township that was renamed answers to the names of its earlier rows for all time."""
    names = [*before.get("earlier_names", ()), before["name"]] if before else []
    earlier = [name for name in dict.fromkeys(names) if name != row["name"]]
    return {**row, "earlier_names": earlier}
