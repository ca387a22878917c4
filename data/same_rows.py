"""A file that brings what is already there: under another name, another kind of file, another month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.findings import Finding
from data.language import say

if TYPE_CHECKING:
    from data.catalogue_records import Upload
    from data.findings import Checked

LOOKED_INTO = 3  # uploads with as many rows, the newest first


def holds_same_rows(path: Path, checked: Checked) -> bool:
    """True where the stored file has the accepted rows, value by value.

    The same bytes may be read otherwise than before: a list has grown, a township has got an alias.
    """
    from pyarrow.parquet import ParquetFile

    if checked.rows is None or checked.export is None or not path.exists():
        return False
    columns = list(checked.export.columns)
    with ParquetFile(path) as parquet:
        if not set(columns) <= set(parquet.schema_arrow.names):
            return False
        stored = parquet.read(columns=columns).combine_chunks()
    return bool(stored.equals(checked.rows.select(columns).combine_chunks()))


def warned_of_same_rows(checked: Checked, uploads: Sequence[Upload], folder: Path) -> Checked:
    """A warning, with both figures, where a standing upload has these very bytes or rows."""
    if checked.refused or not checked.rows_accepted or checked.export is None:
        return checked
    alike = [
        each
        for each in reversed(uploads)
        if each.export == checked.export.id and each.rows == checked.rows_accepted
    ]
    same = next((each for each in alike[:LOOKED_INTO] if _is_same(each, checked, folder)), None)
    if same is None:
        return checked
    found = say("{rows}行，与上传{number}的{rows}行完全相同", rows=f"{same.rows:,}", number=same.id)
    month = f"{same.month:%Y-%m}" if same.month else "—"
    expected = say(
        "没有报过的数据；上传{number}（{file}，{month}）已有这些行",
        number=same.id,
        file=same.file,
        month=month,
    )
    finding = Finding(None, "", "", found, expected, "same_rows")
    return replace(checked, warnings=(*checked.warnings, finding))


def _is_same(upload: Upload, checked: Checked, folder: Path) -> bool:
    return holds_same_rows(folder / upload.parquet, checked)
