"""What reading a file gives: a grid of texts, or a refusal that says what to do."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import overload

from data.refusal import Refused

# rows done, rows in all (told from the line ends, so about right)
Progress = Callable[[int, int], None]

# stands in a cell whose formula was never computed: no reader takes it for a value, no row with it is blank
UNCOMPUTED = "="
ERROR_TEXT = "#ERROR!"  # stands for #N/A, #REF! and the like, which the reader of values leaves out


class Unreadable(Refused):
    """The bytes are no table that can be read; `rule` is a stable id."""

    def __init__(self, message: str, rule: str = "unreadable") -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True)
class Wanted:
    """What to look for in a file: headings, normalised, that any export knows.

    exports: per export the headings of each required column; by them the right sheet of several is told.
    """

    headings: frozenset[str]
    exports: tuple[tuple[frozenset[str], ...], ...] = ()


@dataclass(frozen=True)
class Grid:
    """Every record of the file as texts, the first at index 0 (record number 1).

    encoding: utf-8, utf-8-sig, utf-16, gb18030, xlsx or xls. has_serials: numbers may be spreadsheet days;
    None: they may be days that count from 1904, four years off.
    hidden_rows, merged_rows: the numbers of rows that the spreadsheet hides, and of rows that took a cell
    from the one above because both are merged.
    """

    encoding: str
    rows: Sequence[list[str]] = field(repr=False)
    has_serials: bool | None = False
    hidden_rows: tuple[int, ...] = ()
    merged_rows: tuple[int, ...] = ()


class _Places(dict[str, int]):
    """Text → its place in order of first appearance."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


class CodedRows:
    """Rows with every distinct text kept once: a million rows fit where their cells as objects would not."""

    def __init__(self) -> None:
        self.places = _Places()
        self.codes = array("i")
        self.lengths = array("i")

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Append rows; some at once take less time than one by one."""
        self.codes.extend(list(map(self.places.__getitem__, chain.from_iterable(rows))))
        self.lengths.extend(map(len, rows))


class DecodedRows(Sequence[list[str]]):
    """The rows again, each made when it is asked for; equal cells share one text."""

    def __init__(self, texts: list[str], codes: array[int], lengths: array[int]) -> None:
        self.texts, self.codes, self.lengths = texts, codes, lengths
        self.starts = array("q", accumulate(lengths, initial=0))

    def __len__(self) -> int:
        return len(self.lengths)

    @overload
    def __getitem__(self, at: int) -> list[str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[str]]: ...
    def __getitem__(self, at: int | slice) -> list[str] | list[list[str]]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        # a row is made from the texts anew, so that who changes it changes nothing else
        return [self.texts[code] for code in self.codes[self.starts[at] : self.starts[at + 1]]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def decoded_rows(texts: list[str], codes: array[int], lengths: array[int]) -> DecodedRows:
    """The rows of a file, or of its beginning, as its reader coded them."""
    return DecodedRows(texts, codes, lengths)


def coded_rows(rows: Sequence[list[str]]) -> DecodedRows:
    """Any rows in that form; the very same where they are."""
    if isinstance(rows, DecodedRows):
        return rows
    coded = CodedRows()
    coded.add(rows)
    return DecodedRows(list(coded.places), coded.codes, coded.lengths)
