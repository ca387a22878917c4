"""The rows of one file while they are judged: their values so far, what is refused, what was found."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from data.cell_text import shown
from data.check_progress import RowsDone
from data.columns import ReadColumn, arrow_type, read_column
from data.export_parts import Column, Export
from data.findings import CheckContext, Finding, said_of_rows
from data.language import say
from data.personal import scrubbed
from data.personal_values import (
    PERSONAL_VALUE,
    expected_instead,
    is_needed,
    personal_texts,
    rows_of_texts,
    without_personal,
)
from data.sheet import Sheet
from data.text_column import TextColumn
from data.wording import expected_text

COLUMNS_READ = 0.6  # of the time that judging takes


@dataclass
class Judging:
    """`values`: one column per declared column, one row per data row (null where blank, wrong or absent).

    Rows are named by their index in the sheet; `refused` and `repeats` hold such indexes.
    """

    sheet: Sheet
    export: Export
    context: CheckContext
    values: pa.Table
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    repeats: set[int] = field(default_factory=set)
    keys_differ: bool = False  # once it has been asked: no key comes twice
    personal_values: int = 0  # cells blanked because of personal data

    def refuse(self, index: int, column_id: str, rule: str, expected: str, found: str | None = None) -> None:
        """Refuse a row; it may have several findings."""
        self.errors.append(self._finding(index, column_id, rule, expected, found))
        self.refused.add(index)

    def warn(self, index: int, column_id: str, rule: str, expected: str, found: str | None = None) -> None:
        """Accept a row and say what is odd about it."""
        self.warnings.append(self._finding(index, column_id, rule, expected, found))

    def refuse_rows(self, rows: Sequence[int], column_id: str, rule: str, expected: str, found: str) -> None:
        """Refuse every one of these rows for the same."""
        self.errors += self._findings(rows, column_id, rule, expected, found)
        self.refused.update(rows)

    def warn_rows(self, rows: Sequence[int], column_id: str, rule: str, expected: str, found: str) -> None:
        """Accept every one of these rows and say the same of it."""
        self.warnings += self._findings(rows, column_id, rule, expected, found)

    def warn_file(
        self, rule: str, expected: str, found: str = "", column_id: str = "", row: int | None = None
    ) -> None:
        """Something about the file as a whole, or about a row that is no data row."""
        heading = self.sheet.heading(column_id, self.export) if column_id else ""
        self.warnings.append(Finding(row, heading, column_id, found, expected, rule))

    def has(self, column_id: str) -> bool:
        """True if the file has the column or a constant stands for it."""
        return column_id in self.sheet.texts or column_id in self.export.constants

    def column(self, column_id: str) -> pa.ChunkedArray:
        return self.values.column(column_id)

    def tell(self, part: float) -> None:
        """Say that this part (0 to 1) of the judging is done."""
        RowsDone(self.context.progress).judged(part, len(self.sheet.numbers))

    def accepted(self) -> list[int]:
        """The rows that stand so far, in the order of the file."""
        standing: list[int] = pc.indices_nonzero(self.is_accepted()).to_pylist()
        return standing

    def is_accepted(self) -> pa.BooleanArray:
        """For each row whether it stands so far."""
        return pc.invert(self._is_among(self.refused | self.repeats))

    def is_refused(self) -> pa.BooleanArray:
        """For each row whether it is refused so far."""
        return self._is_among(self.refused)

    def _is_among(self, rows: Collection[int]) -> pa.BooleanArray:
        marks = bytearray(self.values.num_rows)
        for row in rows:
            marks[row] = 1
        return pa.Array.from_buffers(pa.uint8(), len(marks), [None, pa.py_buffer(marks)]).cast(pa.bool_())

    def _finding(self, index: int, column_id: str, rule: str, expected: str, found: str | None) -> Finding:
        if found is None:
            found = self.sheet.texts[column_id][index] if column_id in self.sheet.texts else ""
        heading = self.sheet.heading(column_id, self.export) if column_id else ""
        return Finding(self.sheet.numbers[index], heading, column_id, shown(scrubbed(found)), expected, rule)

    def _findings(
        self, rows: Sequence[int], column_id: str, rule: str, expected: str, found: str
    ) -> list[Finding]:
        first = self._finding(rows[0], column_id, rule, expected, found)
        numbers = self.sheet.numbers
        return [first, *said_of_rows(first, [numbers[row] for row in rows[1:]])]


def rows_where(mask: pa.ChunkedArray | pa.Array) -> list[int]:
    """The indexes at which a condition is true; unknown is not true."""
    return pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()


def read_values(sheet: Sheet, export: Export, context: CheckContext) -> Judging:
    """Read every declared column; wrong cells refuse their rows, unlisted ones are warned about."""
    judging = Judging(sheet, export, context, pa.table({}))
    count = len(sheet.numbers)
    arrays = {}
    for at, column_id in enumerate(export.columns, start=1):
        arrays[column_id] = _read_one(judging, column_id, count)
        judging.tell(COLUMNS_READ * at / len(export.columns))
    judging.values = pa.table(arrays)
    for index, width in sheet.widths.items():
        expected = say(
            "单元格数不多于表头的{columns}列（内容里可能有未加引号的分隔符）", columns=len(sheet.headings)
        )
        judging.refuse(index, "", "too_many_cells", expected, str(width))
    return judging


def _read_one(judging: Judging, column_id: str, count: int) -> pa.Array:
    column, export = judging.export.columns[column_id], judging.export
    texts = judging.sheet.texts.get(column_id)
    if texts is None:
        constant = export.constants.get(column_id)
        if constant is None:
            return pa.nulls(count, arrow_type(column))
        texts = TextColumn([constant], array("i", bytes(4 * count)))
    read = read_column(texts, column, export, judging.context, judging.sheet.has_serials)
    _note_day_numbers(judging, column, read)
    personal = personal_texts(read, column, export)
    _note_cells(judging, column, read, personal)
    if not personal:
        return read.values
    _drop_personal(judging, column, texts, read, personal)
    return without_personal(read, personal, column)


def _note_day_numbers(judging: Judging, column: Column, read: ReadColumn) -> None:
    if read.hints.serials and not read.hints.workbook:
        expected = say("写成2026-01-05这样的日期；整列都是表格软件的天数，已换算")
        judging.warn_file("days_as_numbers", expected, column_id=column.id)


def _drop_personal(
    judging: Judging,
    column: Column,
    texts: TextColumn,
    read: ReadColumn,
    personal: Mapping[str, Sequence[str]],
) -> None:
    """Refuse the row or blank the cell; from here on the text is nowhere, so that no rule can quote it."""
    needed = is_needed(column, judging.export)
    note = judging.refuse if needed else judging.warn
    for index in rows_where(rows_of_texts(read, personal)):
        kinds = personal[texts[index]]
        texts[index] = ""
        note(index, column.id, PERSONAL_VALUE, expected_instead(kinds, needed), "")
        judging.personal_values += not needed


def _note_cells(judging: Judging, column: Column, read: ReadColumn, personal: Collection[str]) -> None:
    """Refuse the rows of wrong cells, warn about odd ones; each sentence is made once per text."""
    is_key = column.id in judging.export.key
    for rules, note in ((read.wrong, judging.refuse_rows), (read.odd, judging.warn_rows)):
        told = {code: rule for code, rule in rules.items() if read.texts[code] not in personal}
        for code, rows in _rows_of(told, read.codes).items():
            text, rule = read.texts[code], told[code]
            wording = "unlisted_key" if is_key and rule == "unlisted_value" else rule
            note(rows, column.id, rule, expected_text(wording, column, text, judging.context), text)


def _rows_of(codes: Collection[int], of_rows: pa.Array) -> Mapping[int, list[int]]:
    """Each of the codes with the rows that have it."""
    rows: dict[int, list[int]] = {code: [] for code in codes}
    if codes:
        found = pc.indices_nonzero(pc.is_in(of_rows, pa.array(list(codes), of_rows.type)))
        for row, code in zip(found.to_pylist(), of_rows.take(found).to_pylist(), strict=True):
            rows[code].append(row)
    return rows
