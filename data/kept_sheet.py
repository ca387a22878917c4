"""The declared columns of a checked file, to be checked again without the file: what a draft is made of.

Nothing else of the file is in it. What the first check took for personal is blank, and of a cell that the
report speaks of, the personal part.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.cell_text import Wrong, is_blank
from data.cells import read_number
from data.personal import personal_kinds, scrubbed
from data.row_kinds import TotalRow
from data.sheet import Sheet
from data.text_column import TextColumn

if TYPE_CHECKING:
    import pyarrow as pa

    from data.findings import Checked

Cell = tuple[int, str]  # record number of the row in the file, column id


@dataclass(frozen=True)
class KeptSheet:
    """`sheet`: what the file said; `sha256`, `size`, `encoding`: of the file itself."""

    export: str
    sheet: Sheet = field(repr=False)
    sha256: str
    size: int
    encoding: str


def kept_sheet(checked: Checked) -> KeptSheet | None:
    """What may be kept of a checked file; None where its columns were never read."""
    if checked.sheet is None or checked.export is None:
        return None
    spoken_of = {(f.row, f.column_id) for f in (*checked.errors, *checked.warnings) if f.row is not None}
    places = {row: at for at, row in enumerate(checked.sheet.numbers)}
    texts = {column_id: _copy(column) for column_id, column in checked.sheet.texts.items()}
    for row, column_id in spoken_of:
        if column_id in texts and row in places:
            texts[column_id][places[row]] = scrubbed(texts[column_id][places[row]])
    sheet = replace(
        checked.sheet,
        headings={column_id: scrubbed(text) for column_id, text in checked.sheet.headings.items()},
        texts=texts,
        totals=tuple(map(_figures_of, checked.sheet.totals)),
        private_columns=(),
        ignored_columns=(),
    )
    return KeptSheet(checked.export.id, sheet, checked.sha256, checked.size, checked.encoding)


def with_corrections(sheet: Sheet, corrections: Mapping[Cell, str]) -> Sheet:
    """A copy in which these cells say something else; a column that the file lacks is added."""
    texts = {column_id: _copy(column) for column_id, column in sheet.texts.items()}
    places = {row: at for at, row in enumerate(sheet.numbers)}
    for (row, column_id), text in corrections.items():
        if row in places:
            blank = TextColumn([""], array("i", bytes(4 * len(places))))
            texts.setdefault(column_id, blank)[places[row]] = text
    return replace(sheet, texts=texts)


def write_sheet(kept: KeptSheet, path: Path) -> None:
    """One Parquet file: `row`, then every column as texts; the rest as JSON in its metadata."""
    import pyarrow as pa

    from data.store import settle

    columns: dict[str, pa.Array] = {"row": pa.array(kept.sheet.numbers, pa.int64())}
    for column_id, texts in kept.sheet.texts.items():
        distinct, codes = texts.distinct()
        columns[f"text_{column_id}"] = pa.DictionaryArray.from_arrays(codes, pa.array(distinct, pa.string()))
    about = json.dumps(_about(kept), ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_suffix(".building")
    _write(pa.table(columns).replace_schema_metadata({"about": about}), building)
    settle(building, path)


def read_sheet(path: Path) -> KeptSheet:
    """What `write_sheet` wrote."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as parquet:
        table = parquet.read().combine_chunks()
    about: dict[str, Any] = json.loads(table.schema.metadata[b"about"])
    named = [name for name in table.column_names if name != "row"]
    texts = {name.removeprefix("text_"): _text_column(table.column(name)) for name in named}
    stated = about["sheet"]
    sheet = Sheet(
        headings=stated["headings"],
        numbers=table.column("row").to_pylist(),
        texts=texts,
        widths={int(at): width for at, width in stated["widths"].items()},
        has_serials=stated["has_serials"],
        blank_rows=stated["blank_rows"],
        totals=tuple(TotalRow(**total) for total in stated["totals"]),
        notes=tuple(stated["notes"]),
        hidden=tuple(stated["hidden"]),
        merged=tuple(stated["merged"]),
        private_values=stated["private_values"],
    )
    return KeptSheet(about["export"], sheet, about["sha256"], about["size"], about["encoding"])


def _about(kept: KeptSheet) -> dict[str, Any]:
    sheet = kept.sheet
    plain = ("has_serials", "blank_rows", "notes", "hidden", "merged", "private_values")
    stated = {name: getattr(sheet, name) for name in plain} | {
        "headings": dict(sheet.headings),
        "widths": {str(at): width for at, width in sheet.widths.items()},
        "totals": [vars(total) for total in sheet.totals],
    }
    facts = {name: getattr(kept, name) for name in ("export", "sha256", "size", "encoding")}
    return facts | {"sheet": stated}


def _write(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as parquet

    parquet.write_table(table, path, compression="zstd")


def _copy(column: TextColumn) -> TextColumn:
    distinct, codes = column.distinct()
    return TextColumn.coded(list(distinct), codes)


def _text_column(column: pa.ChunkedArray) -> TextColumn:
    import pyarrow as pa

    coded = column.combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    return TextColumn.coded(coded.dictionary.to_pylist(), coded.indices.cast("int32"))


def _figures_of(total: TotalRow) -> TotalRow:
    """A total row is kept for its figures; what else stands in it is nobody's business."""
    cells = {column_id: text for column_id, text in total.cells.items() if _is_figure(text)}
    return replace(total, cells=cells)


def _is_figure(text: str) -> bool:
    return not is_blank(text) and not isinstance(read_number(text), Wrong) and not personal_kinds(text)
