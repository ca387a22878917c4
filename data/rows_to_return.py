"""Which rows go back to the office, and what is said at which cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.cell_text import normalised
from data.findings import Finding
from data.judging import Judging
from data.language import say
from data.personal import personal_kinds, scrubbed
from data.returned_rows import ReturnedRows


def rows_to_return(judging: Judging) -> ReturnedRows | None:
    """The refused rows; None where there are none.

    Cells that were read well keep their text, and days are written as 2026-01-05: which order of day and
    month a column has may be told only by rows that are not among these. A cell that the report speaks
    of is written as it stands there, without its personal part.
    """
    if not judging.refused:
        return None
    refused = sorted(judging.refused)
    place = {judging.sheet.numbers[index]: at for at, index in enumerate(refused)}
    findings = _of_rows(judging.errors, place)
    columns = _columns_as_in_the_file(judging)
    noted = (f for f in (*judging.errors, *judging.warnings) if f.row in place)
    bad = {(place[f.row], f.column_id) for f in noted if f.row is not None}
    texts = [_texts(judging, column_id, refused, bad) for column_id in columns]
    return ReturnedRows(
        headings=tuple(scrubbed(judging.sheet.headings[column_id]) for column_id in columns),
        numbers=tuple(place),
        rows=tuple(zip(*texts, strict=True)),
        notes=_notes(findings, columns),
        reasons=tuple(say("；").join(map(_reason, found)) for found in findings),
    )


def _of_rows(errors: Sequence[Finding], place: Mapping[int, int]) -> list[list[Finding]]:
    """The findings of each refused row."""
    findings: list[list[Finding]] = [[] for _ in place]
    for finding in errors:
        if finding.row is not None and finding.row in place:
            findings[place[finding.row]].append(finding)
    return findings


def _columns_as_in_the_file(judging: Judging) -> list[str]:
    """The ids of the columns that the file has; one where several are filled from the same heading."""
    first: dict[str, str] = {}
    for column_id in judging.sheet.texts:
        first.setdefault(normalised(judging.sheet.headings[column_id]), column_id)
    return list(first.values())


def _texts(judging: Judging, column_id: str, refused: Sequence[int], bad: set[tuple[int, str]]) -> list[str]:
    given = judging.sheet.texts[column_id]
    values = judging.column(column_id).take(refused).to_pylist()
    kind = judging.export.columns[column_id].type
    shown = []
    for at, index in enumerate(refused):
        text = given[index]
        # a township is understood under more words than its name: some of them may be about a person
        if (at, column_id) in bad or (kind == "township" and personal_kinds(text)):
            text = scrubbed(text)
        if kind in ("date", "month") and values[at] is not None:
            text = f"{values[at]:%Y-%m-%d}" if kind == "date" else f"{values[at]:%Y-%m}"
        shown.append(text)
    return shown


def _notes(findings: Sequence[Sequence[Finding]], columns: Sequence[str]) -> Mapping[tuple[int, int], str]:
    """What is wrong with a whole row, or with a column that the file lacks, is said at its first cell."""
    notes: dict[tuple[int, int], str] = {}
    for at, found in enumerate(findings):
        for finding in found:
            cell = (at, columns.index(finding.column_id) if finding.column_id in columns else 0)
            notes[cell] = "\n".join(filter(None, (notes.get(cell), _note(finding))))
    return notes


def _note(finding: Finding) -> str:
    if finding.found:
        return say("为“{found}”，应为：{expected}", found=finding.found, expected=finding.expected)
    return say("应为：{expected}", expected=finding.expected)


def _reason(finding: Finding) -> str:
    place = say("原第{row}行", row=finding.row)
    column = f"“{finding.column}”" if finding.column else ""
    return f"{place}{column}{_note(finding)}"
