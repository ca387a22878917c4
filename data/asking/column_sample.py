"""The top of a file whose headings nobody knows: which row is the headings, and what the columns look like.

Personal columns are dropped here, before anything is weighed; what is left is never written anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from data.cell_text import Wrong, half_width, heading_key, is_blank
from data.cells import NUMBER
from data.day_text import DateHints, date_hints, read_date, read_month
from data.grid import Grid
from data.headings import SEARCHED, Headings, find_headings
from data.personal import personal_in_column, scrubbed
from data.private_columns import is_private
from data.township_register import Register

ROWS = 2000  # of the file are looked at
PERSONAL_SHARE = 0.02  # of a column's values; fewer are single slips, which are never shown either
LONGEST_HEADING = 25
FEWEST_KNOWN = 2  # headings that tell the row of headings; else its shape does
LONGEST_EXAMPLE, EXAMPLES = 20, 3
CENTURY = range(2000, 2100)


@dataclass(frozen=True)
class SampleColumn:
    """One column: its heading, and one text per row of the sample."""

    heading: str
    texts: Sequence[str] = field(repr=False)
    workbook: bool | None = False

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Text that is not blank → rows that have it."""
        return Counter(text for text in self.texts if not is_blank(text))

    @cached_property
    def filled(self) -> int:
        return sum(self.counts.values())

    @cached_property
    def hints(self) -> DateHints:
        return date_hints(self.counts, self.workbook)

    @cached_property
    def days(self) -> list[date | None]:
        """One day per row; None where the text is none of this century."""
        read = {text: read_date(text, self.hints) for text in self.counts}
        return [
            day if isinstance(day := read.get(t), date) and day.year in CENTURY else None for t in self.texts
        ]

    @cached_property
    def day_share(self) -> float:
        """Of the filled cells, how many are days."""
        return sum(day is not None for day in self.days) / self.filled if self.filled else 0.0

    def share(self, reads: Callable[[str], Any]) -> float:
        """Of the filled cells, how many `reads` takes: anything but None, False and Wrong."""
        if not self.filled:
            return 0.0
        taken = (count for text, count in self.counts.items() if _is_taken(reads(text)))
        return sum(taken) / self.filled

    def month_share(self) -> float:
        """Of the filled cells, how many are months (2026-01, not 2026-01-05)."""

        def month(text: str) -> bool:
            found = read_month(text, self.hints)
            is_day = isinstance(read_date(text, self.hints), date) and not half_width(text).endswith("-01")
            return isinstance(found, date) and found.year in CENTURY and not is_day

        return self.share(month)

    def examples(self) -> tuple[str, ...]:
        """A few short values that name nobody, the most frequent first; none of a column of free text."""
        short = [text for text in self.counts if len(text.strip()) <= LONGEST_EXAMPLE]
        if len(short) < len(self.counts) / 2 or not self._repeats_or_is_coded():
            return ()
        personal = personal_in_column(short)
        fit = [t.strip() for at, t in enumerate(short) if at not in personal and scrubbed(t) == t]
        return tuple(sorted(fit, key=lambda text: -self.counts.get(text, 1))[:EXAMPLES])

    def _repeats_or_is_coded(self) -> bool:
        """True for words that come again and for numbers, days and codes; titles and remarks do neither."""
        coded = self.share(lambda text: any(sign.isdigit() for sign in text))
        return len(self.counts) <= self.filled / 2 or coded >= 1 - PERSONAL_SHARE


def _is_taken(answer: Any) -> bool:
    return answer is not None and answer is not False and not isinstance(answer, Wrong)


@dataclass(frozen=True)
class Sample:
    """`row`: number of the heading row. `columns`: heading → column, personal ones left out; `private`: how
    many those are; `twice`: headings that more than one column has."""

    row: int
    headings: Headings
    columns: Mapping[str, SampleColumn]
    private: frozenset[str]
    rows: int


def sample_of(grid: Grid, known: Collection[str], declared: Collection[str], register: Register) -> Sample:
    """The sample of a file.

    known: headings, normalised, that help to find the heading row; declared: those that some export declares,
    whose columns were judged when they were declared.
    """
    found = _headings(grid, known, register)
    rows = grid.rows[found.last + 1 : found.last + 1 + ROWS]
    rows = [row for row in rows if any(map(str.strip, row))]
    columns: dict[str, SampleColumn] = {}
    private: set[str] = set()
    for at, heading in enumerate(map(str.strip, found.texts)):
        column = SampleColumn(heading, [row[at] if at < len(row) else "" for row in rows], grid.has_serials)
        if not heading or heading in columns or heading in private:
            continue
        if heading_key(heading) not in declared and is_personal(column, register):
            private.add(heading)
        else:
            columns[heading] = column
    return Sample(found.first + 1, found, columns, frozenset(private), len(rows))


def is_personal(column: SampleColumn, register: Register) -> bool:
    """True where the heading or the values stand for facts about a person."""
    if is_private(column.heading) or scrubbed(column.heading) != column.heading:
        return True
    # townships are called like people
    judged = [text for text in column.counts if register.find(text) is None]
    cells = sum(column.counts[judged[at]] for at in personal_in_column(judged)) if judged else 0
    return cells > PERSONAL_SHARE * column.filled


def _headings(grid: Grid, known: Collection[str], register: Register) -> Headings:
    """By known headings where there are some, else the first row that is shaped like one and is no data."""
    top = grid.rows[: SEARCHED + 1]
    found = find_headings(top, known)
    if found.hits >= FEWEST_KNOWN:
        return found
    width = max((_filled(row) for row in top), default=0)
    for at, row in enumerate(top[:-1]):
        if _filled(row) < max(2, 0.6 * width) or not _is_shaped_like_headings(row):
            continue
        # without headings the first row is a case: its cells are no names of columns and must not be shown
        if any(register.find(cell) for cell in row) or _recurs(row, top[at + 1 :]):
            break
        return Headings(at, at, tuple(row), found.hits)
    return found if found.hits else Headings(0, 0, (), 0)


def _recurs(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """True where some cell stands in its column again."""
    return any(
        cell.strip() and cell == other[at] for other in below for at, cell in enumerate(row[: len(other)])
    )


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_shaped_like_headings(row: Sequence[str]) -> bool:
    """Short different texts, none of which is a number or a day."""
    texts = [half_width(cell) for cell in row if cell.strip()]
    short = all(len(text) <= LONGEST_HEADING for text in texts)
    plain = not any(NUMBER.fullmatch(text) or isinstance(read_date(text), date) for text in texts)
    return short and plain and len(set(texts)) == len(texts)
