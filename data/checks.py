"""The check of one uploaded file: what is accepted, what is refused and why.

Everything here is a pure function of the bytes and the context; nothing is written anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from data.check_progress import RowsDone
from data.coverage import coverage_of, reported_month
from data.date_rules import check_dates, month_of, refuse_late_openings
from data.export_parts import Export
from data.findings import CheckContext, Checked, Coverage, Finding
from data.grid import Grid, Unreadable
from data.judging import Judging, read_values
from data.kept_sheet import Cell, KeptSheet, with_corrections
from data.language import say
from data.ownership import check_ownership, check_references, covered_codes
from data.personal import scrubbed_file_name
from data.reading_apart import read_apart
from data.reading_notes import note_reading
from data.recognition import candidates, recognise, wanted_in
from data.reconciliation import reconcile
from data.refusal import Refused
from data.register_rules import check_register
from data.repeats import check_repeats
from data.row_rules import apply_row_rules
from data.rows_to_return import rows_to_return
from data.sheet import Sheet, cut_sheet
from data.successions import move_forward, warn_of_times_without
from data.totals import check_totals

__all__ = ["CheckContext", "Checked", "Coverage", "Finding", "check_file", "check_kept"]


def check_file(content: bytes, file_name: str, context: CheckContext) -> Checked:
    """Read and judge one file.

    What is wrong with the file is in the answer; Refused is raised only for a wrong option (an export or
    township that does not exist).
    """
    exports = candidates(context.exports, context.export_id)
    checked = Checked(
        file=scrubbed_file_name(file_name),
        received=context.received,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        export=context.exports[context.export_id] if context.export_id else None,
        month=month_of(context.month) if context.month else None,
    )
    limits, listener = context.settings.reading_limits, RowsDone(context.progress).read
    try:
        # the grid is nobody's but the call's: it is large, and gone as soon as its columns are cut out
        return _check_grid(
            read_apart(content, file_name, wanted_in(exports), limits, listener), exports, checked, context
        )
    except Unreadable as error:
        return replace(checked, errors=(Finding(None, "", "", "", error.message, error.rule),))


def check_kept(
    kept: KeptSheet, corrections: Mapping[Cell, str], file_name: str, context: CheckContext
) -> Checked:
    """Judge the columns of a file that was read before, with what has been corrected in them since."""
    export = context.exports.get(kept.export)
    if export is None:
        raise Refused(say("没有名为“{export}”的报表。", export=kept.export))
    checked = Checked(
        file=scrubbed_file_name(file_name),
        received=context.received,
        size=kept.size,
        sha256=kept.sha256,
        export=export,
        encoding=kept.encoding,
    )
    return _check_sheet(with_corrections(kept.sheet, corrections), export, checked, context)


def _check_grid(grid: Grid, exports: list[Export], checked: Checked, context: CheckContext) -> Checked:
    found = recognise(grid, exports)
    checked = replace(
        checked, encoding=grid.encoding, export=found.export, errors=found.errors, warnings=found.warnings
    )
    if found.export is None or found.position is None or found.errors:
        return checked
    sheet = cut_sheet(grid, found.export, found.headings, found.position)
    del grid
    return _check_sheet(sheet, found.export, checked, context)


def _check_sheet(sheet: Sheet, export: Export, checked: Checked, context: CheckContext) -> Checked:
    """Judge the rows; the warnings that `checked` has stay the first."""
    codes = covered_codes(export, context)
    judging = read_values(sheet, export, context)
    judging.warnings.extend(checked.warnings)
    note_reading(judging)
    month = _judge(judging, codes)
    checked = replace(
        checked,
        month=month,
        rows_blank=sheet.blank_rows,
        rows_total=len(sheet.totals),
        rows_note=len(sheet.notes),
        private_columns=sheet.private_columns,
        ignored_columns=sheet.ignored_columns,
        absent_columns=sheet.absent_columns(export),
        private_values_dropped=sheet.private_values + judging.personal_values,
        # what was personal is blank by now
        sheet=sheet if context.keeps_sheet else None,
    )
    return _answered(checked, judging, month, codes)


def _judge(judging: Judging, codes: frozenset[str] | None) -> date | None:
    """Ask every rule; the answer is the reported month."""
    apply_row_rules(judging)
    check_dates(judging)
    move_forward(judging, judging.context.month or month_of(judging.context.received))
    warn_of_times_without(judging)
    judging.tell(0.7)
    check_ownership(judging, codes)
    check_references(judging)
    judging.tell(0.8)
    check_totals(judging)
    month = reported_month(judging)
    if month:
        refuse_late_openings(judging, month)
    check_register(judging)
    check_repeats(judging)
    judging.tell(0.9)
    return month


def _answered(
    checked: Checked, judging: Judging, month: date | None, codes: frozenset[str] | None
) -> Checked:
    coverage = coverage_of(judging, month, codes) if month else ()
    if month:
        reconcile(judging, month, coverage)
    nothing = _nothing_reported(judging, month, coverage)
    judging.errors.extend(nothing)
    judging.tell(1)
    return replace(
        checked,
        rows_read=judging.values.num_rows,
        rows_accepted=len(judging.accepted()),
        rows_rejected=len(judging.refused),
        rows_repeat=len(judging.repeats),
        errors=_in_order(judging, judging.errors),
        warnings=_in_order(judging, _of_accepted(judging)),
        rows=None if nothing else _accepted_rows(judging),
        coverage=coverage,
        returned=rows_to_return(judging),
    )


def _nothing_reported(judging: Judging, month: date | None, coverage: tuple[Coverage, ...]) -> list[Finding]:
    """A file without rows reports zeros where it is said to cover townships; else it reports nothing."""
    if judging.values.num_rows or (month and coverage):
        return []
    if month or judging.export.township_column is None:
        expected = say("至少一行数据；零报告请选定覆盖范围（命令行：--covers）")
        return [Finding(None, "", "", "", expected, "no_rows")]
    expected = say("报告月份：文件里没有一行能说明它，请选定（命令行：--month）")
    return [Finding(None, "", "", "", expected, "no_month")]


def _of_accepted(judging: Judging) -> list[Finding]:
    """Warnings are about accepted rows: what is odd about a refused one is no longer of interest."""
    if not judging.refused:
        return judging.warnings
    refused = {judging.sheet.numbers[index] for index in judging.refused}
    return [finding for finding in judging.warnings if finding.row not in refused]


def _in_order(judging: Judging, findings: list[Finding]) -> tuple[Finding, ...]:
    """By row, of a row by column, else as they were found; a file may have more findings than rows."""
    place = {column_id: at for at, column_id in enumerate(judging.export.columns, start=1)}
    width = len(place) + 1
    keys = [(each.row or 0) * width + place.get(each.column_id, 0) for each in findings]
    order = pc.sort_indices(pa.array(keys, pa.int64())).to_pylist()
    return tuple(map(findings.__getitem__, order))


def _accepted_rows(judging: Judging) -> pa.Table:
    """`row` and every declared column; sorted so that a township's rows lie together in the file."""
    numbers = pa.array(judging.sheet.numbers, pa.int64())
    township, opening = judging.export.township_column, judging.export.opening
    by = [column_id for column_id in (township and township.id, opening) if column_id]
    keys = {column_id: _ranks(judging.column(column_id)) for column_id in by} | {"row": numbers}
    order = pc.sort_indices(pa.table(keys), sort_keys=[(key, "ascending") for key in keys])
    accepted = order.filter(judging.is_accepted().take(order))
    return judging.values.add_column(0, "row", numbers).take(accepted).combine_chunks()


def _ranks(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The place of each value among the different ones, null for null: so texts are compared but once."""
    different = column.unique().drop_null()
    return pc.index_in(column, different.take(pc.sort_indices(different)))
