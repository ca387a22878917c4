"""What one export is made of, as read from its TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from data.cell_text import heading_key
from data.language import pick
from data.reconciling_rules import PartsRule, StockRule

TYPES = (
    *("id", "township", "date", "month", "year", "word", "text"),
    *("count", "number", "money", "boolean", "indicator"),
)
# validity: a date that may lie before 2000 and is compared with nothing
ROLES = ("", "opening", "closing", "due", "validity")
PERIODS = ("month", "half-year", "year")


@dataclass(frozen=True)
class Column:
    """One declared column; only declared columns are ever kept."""

    id: str
    names: Mapping[str, str]
    type: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    role: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # our value → words of the file
    list_name: str = ""  # an open list kept by an admin
    values: tuple[str, ...] = ()  # a profile's own open list
    blank: str = ""  # the unit that a blank township cell stands for
    refers: str = ""  # the id column whose values this one names (an earlier case)
    missing_days: str = ""  # due dates: the setting that says how long after the opening a blank one is
    most_days: str = ""  # due dates: the setting that says how long after the opening it counts at most
    about: Mapping[str, str] = field(default_factory=dict)
    example: str = ""

    @property
    def name(self) -> str:
        """The heading in the running language."""
        return pick(self.names) or self.id

    @cached_property
    def headers(self) -> frozenset[str]:
        """Every heading that means this column, normalised."""
        return frozenset(heading_key(text) for text in (self.id, *self.names.values(), *self.aliases) if text)


@dataclass(frozen=True)
class RowRule:
    """A condition over one row: where it is true, the row is refused (or warned about).

    `columns`: the ids of those that it speaks of.
    """

    id: str
    column: str
    when: str
    columns: frozenset[str]
    expected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Export:
    """One kind of file that offices upload.

    key: the columns that identify a row; opening: the date or month column that tells the reported month,
    "" where there is none; covers: present | all; months: reported | in_file; wins: last | first | a date
    column, whose greatest value wins; table: the clean table that it feeds.
    """

    id: str
    names: Mapping[str, str]
    every: str
    table: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    opening: str = ""
    covers: str = "present"
    months: str = "reported"
    wins: str = "last"
    expected: bool = True
    position: int = 99
    like: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    refuse: tuple[RowRule, ...] = ()
    warn: tuple[RowRule, ...] = ()
    parts: tuple[PartsRule, ...] = ()
    stock: tuple[StockRule, ...] = ()

    @property
    def name(self) -> str:
        """The export's name in the running language."""
        return pick(self.names) or self.id

    @property
    def id_column(self) -> Column | None:
        """The column that numbers the rows, or None where the key has several columns."""
        column = self.columns[self.key[0]] if len(self.key) == 1 else None
        return column if column and column.type == "id" else None

    @property
    def township_column(self) -> Column | None:
        return next((c for c in self.columns.values() if c.type == "township"), None)

    @cached_property
    def columns_by_header(self) -> Mapping[str, tuple[str, ...]]:
        """Normalised heading → the columns that are filled from it."""
        found: dict[str, tuple[str, ...]] = {}
        for column in self.columns.values():
            for header in column.headers:
                found[header] = (*found.get(header, ()), column.id)
        return found

    @property
    def required_columns(self) -> list[Column]:
        """The columns that a file must have: a constant stands in for its column."""
        return [c for c in self.columns.values() if c.required and c.id not in self.constants]
