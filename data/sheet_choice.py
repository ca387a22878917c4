"""Which sheet of a workbook is the report: the one that fits an export and has rows.

Where two do, neither is taken: reading one would lose the other without a word, and the clerk knows which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.cell_text import heading_key
from data.grid import Unreadable, Wanted, decoded_rows
from data.headings import SEARCHED, Headings, find_headings
from data.language import say
from data.reading import Reading


@dataclass(frozen=True)
class Candidate:
    """A visible sheet: its position among all sheets, counted from 1, and how it is read."""

    position: int
    reading: Reading


@dataclass(frozen=True)
class _Judged:
    candidate: Candidate
    hits: int
    fits: bool
    has_rows: bool


def chosen(candidates: Iterable[Candidate], wanted: Wanted) -> Reading:
    """The sheet to read; raises Unreadable where none holds anything or several are reports."""
    judged = [_judge(each, wanted) for each in candidates]
    if not any(len(each.candidate.reading.rows.codes) for each in judged):
        raise Unreadable(say("表格里没有内容，请重新导出"), "empty_file")
    reports = [each for each in judged if each.fits and each.has_rows]
    if len(reports) > 1:
        raise _several(reports)
    # else an empty form, else what is most like a report
    return max(judged, key=_likeness).candidate.reading


def _likeness(sheet: _Judged) -> tuple[bool, bool, int, bool]:
    has_cells = len(sheet.candidate.reading.rows.codes) > 0
    return sheet.fits and sheet.has_rows, sheet.fits, sheet.hits, has_cells


def _several(reports: Sequence[_Judged]) -> Unreadable:
    # by position: a sheet may be named after a person
    positions = say("、").join(str(each.candidate.position) for each in reports)
    message = say(
        "第{positions}张工作表都像报表，不知道该读哪一张；请各存为一个文件，或隐藏不报的", positions=positions
    )
    return Unreadable(message, "several_sheets")


def _judge(candidate: Candidate, wanted: Wanted) -> _Judged:
    rows = candidate.reading.rows
    lengths = rows.lengths[: SEARCHED + 2]
    texts = list(rows.places)
    top = decoded_rows(texts, rows.codes[: sum(lengths)], lengths)
    headings = find_headings(top, wanted.headings)
    return _Judged(
        candidate,
        headings.hits,
        _fits(headings, wanted),
        _has_rows(headings, candidate.reading),
    )


def _fits(headings: Headings, wanted: Wanted) -> bool:
    """True where the sheet has every required column of some export."""
    names = {heading_key(text) for text in headings.texts}
    return any(all(names & column for column in export) for export in wanted.exports)


def _has_rows(headings: Headings, reading: Reading) -> bool:
    rows = reading.rows
    start = sum(rows.lengths[: headings.last + 1])
    blank = {code for text, code in rows.places.items() if not text.strip()}
    return any(code not in blank for code in rows.codes[start:])
