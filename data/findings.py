"""What a check is asked and what it answers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from data.export_parts import Export
from data.grid import Progress
from data.personal import scrubbed
from data.reconciling_rules import StockRule
from data.returned_rows import ReturnedRows
from data.settings import Settings, load_settings
from data.sheet import Sheet
from data.township_register import Register

Known = Callable[[str, Collection[str]], Mapping[str, str]]
UsualRows = Callable[[str, date, frozenset[str]], float | None]
LastClosing = Callable[[Export, StockRule, date], Mapping[tuple, Any]]
OpenCases = Callable[[StockRule, date], Mapping[str, int] | None]


def nothing_known(export: str, ids: Collection[str]) -> Mapping[str, str]:
    """The answer of an empty store."""
    return {}


def no_usual_rows(export: str, month: date, townships: frozenset[str]) -> float | None:
    """The answer of an empty store."""
    return None


@dataclass(frozen=True)
class CheckContext:
    """What a check needs to know beside the file.

    received: the day the file came; month: the reported month (any day of it), None to tell it from the file;
    covers: "all", "present" or codes separated by commas, or None for the export's own choice;
    lists: the open lists by name; known(export, ids): the township of each id that has a live row;
    usual_rows(export, month, townships): rows that such an upload usually has, or None;
    indicators: id or Chinese name → id; neutral_indicators: the ids that may have no target;
    usual_by_township(export, month): township → rows that it usually has;
    last_closing(export, rule, month): key without its month → what stood at the end of the month before;
    open_cases(rule, month): township → cases open at the end of the month before, None where unknown;
    progress: told (rows done, rows in all) now and then; keeps_sheet: the answer has the sheet, for a draft;
    own: the townships that the sender's account is for, None for all.
    """

    exports: Mapping[str, Export]
    register: Register
    received: date
    export_id: str | None = None
    month: date | None = None
    covers: str | None = None
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    known: Known = nothing_known
    usual_rows: UsualRows = no_usual_rows
    usual_by_township: Callable[[str, date], Mapping[str, float]] = lambda export, month: {}
    last_closing: LastClosing = lambda export, rule, month: {}
    open_cases: OpenCases = lambda rule, month: None
    indicators: Mapping[str, str] = field(default_factory=dict)
    neutral_indicators: frozenset[str] = frozenset()
    settings: Settings = field(default_factory=load_settings)
    progress: Progress | None = None
    keeps_sheet: bool = False
    own: frozenset[str] | None = None


@dataclass(frozen=True)
class Finding:
    """One thing a person can mend. What it quotes of the file is scrubbed of personal data, whoever makes it.

    row: record number in the file, whose first line is 1 (None: the whole file); column: the heading as the
    file has it; expected: a text in the running language; rule: a stable id.
    """

    row: int | None
    column: str
    column_id: str
    found: str
    expected: str
    rule: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", scrubbed(self.column))
        object.__setattr__(self, "found", scrubbed(self.found))


def said_of_rows(finding: Finding, rows: Sequence[int]) -> list[Finding]:
    """The same of every one of these rows. It is scrubbed already, and need not be for each row again."""
    said: list[Finding] = []
    collected = gc.isenabled()
    # none of these is ever part of a circle; to look for one again and again takes as long as to make them.
    # Where another thread has turned it off it is that one's to turn on: not off once more, after it ended
    if collected:
        gc.disable()
    try:
        said.extend(_said_of(finding, row) for row in rows)
    finally:
        if collected:
            gc.enable()
    return said


def _said_of(finding: Finding, row: int) -> Finding:
    each, put = object.__new__(Finding), object.__setattr__
    put(each, "row", row)
    put(each, "column", finding.column)
    put(each, "column_id", finding.column_id)
    put(each, "found", finding.found)
    put(each, "expected", finding.expected)
    put(each, "rule", finding.rule)
    return each


@dataclass(frozen=True)
class Coverage:
    """One township's part of an upload; township None = rows that belong to no known township."""

    month: date
    township: str | None
    rows_read: int
    rows_refused: int
    rows: int


@dataclass(frozen=True)
class Checked:
    """The answer. `rows`: accepted rows, one column per declared column, sorted by township, opening and row;
    `returned`: the refused ones as they go back; `sheet`: the declared columns as the file has them, where
    they are to be kept.

    rows_in: the records under the headings. Every one is accounted for:
    rows_in = rows_read + rows_blank + rows_total + rows_note, and
    rows_read = rows_accepted + rows_rejected + rows_repeat.
    The same id again with other content is accepted (the last wins), an exact repeat is explained.
    absent_columns: names of declared columns that the file lacks, which all its rows leave blank thereby.
    """

    file: str
    received: date
    size: int
    sha256: str
    export: Export | None = None
    month: date | None = None
    encoding: str = ""
    rows_read: int = 0
    rows_accepted: int = 0
    rows_rejected: int = 0
    rows_blank: int = 0
    rows_total: int = 0
    rows_repeat: int = 0
    rows_note: int = 0
    private_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    absent_columns: tuple[str, ...] = ()
    private_values_dropped: int = 0
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    rows: pa.Table | None = None
    coverage: tuple[Coverage, ...] = ()
    returned: ReturnedRows | None = None
    sheet: Sheet | None = field(default=None, repr=False)

    @property
    def rows_in(self) -> int:
        """Records under the headings: accepted + refused + explained."""
        return self.rows_accepted + self.rows_rejected + sum(self.rows_explained.values())

    @property
    def rows_explained(self) -> Mapping[str, int]:
        """Rows that are neither accepted nor refused, by the reason."""
        counts = (self.rows_blank, self.rows_total, self.rows_repeat, self.rows_note)
        return dict(zip(("blank", "total", "repeat", "note"), counts, strict=True))

    @property
    def refused(self) -> bool:
        """True where nothing of the file may be published."""
        if self.export is None or self.month is None or self.rows is None:
            return True
        return self.rows_read > 0 and self.rows_accepted == 0
