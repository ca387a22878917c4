"""Which rows of a store may read otherwise after a change: the keys to be counted anew, and no others.

A key is touched by a file that came or went, by a date of its row that the newest month has now reached, and
by a row that names it. What touched rows counted for is taken away and what they count for now is added, so
a publication costs what it changes. `touched_<export>` in the session: the export's key, and `is_affected`:
false where a row is only needed to read another. `touched_files_<export>`: the uploads that have such rows.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.clean_table import CLOSED_BY, SQL_TYPES, CleanTable, clean_tables, export_kinds
from data.engines.duckdb_engine import DuckDB, quoted
from data.live import LiveData, LiveFile
from data.settings import Settings
from data.standing_rows import PROVENANCE, same_key, view_files

if TYPE_CHECKING:
    from data.export_format import Export

MOST_HELD = 1_000_000  # rows; of more the files are read again


@dataclass(frozen=True)
class Locked:
    """A month, and when it was locked."""

    month: date
    at: datetime


@dataclass(frozen=True)
class RowChange:
    """What stood `before` and stands `after`; `followed`: ids of the exports whose changes are counted."""

    before: LiveData
    after: LiveData
    followed: frozenset[str]

    def files(self, export: str) -> list[LiveFile]:
        """Every file of an export that stands before or after."""
        found = {file.upload.id: file for file in self.before.of_export(export)}
        found |= {file.upload.id: file for file in self.after.of_export(export)}
        return [found[number] for number in sorted(found)]

    def changed_files(self, export: str) -> list[LiveFile]:
        """Those that came, went, or were withdrawn from in part."""
        before = {(file.upload.id, file.withdrawn) for file in self.before.of_export(export)}
        after = {(file.upload.id, file.withdrawn) for file in self.after.of_export(export)}
        numbers = {number for number, _ in before ^ after}
        return [file for file in self.files(export) if file.upload.id in numbers]

    def changed_months(self, export: str) -> set[date | None]:
        """Reported months that have other uploads than before."""
        before = {each.id: each.month for each in self.before.uploads if each.export == export}
        after = {each.id: each.month for each in self.after.uploads if each.export == export}
        return {(before | after)[number] for number in before.keys() ^ after.keys()}


def followed_exports(exports: Mapping[str, Export], live: Iterable[LiveData]) -> frozenset[str]:
    """Exports whose clean table can be counted by its changes: monthly, of rows that are added up exactly."""
    published = {upload.export for each in live for upload in each.uploads} & exports.keys()
    tables = clean_tables(exports)
    return frozenset(
        each
        for each in published
        if exports[each].table in tables and _is_followed(tables[exports[each].table], exports, published)
    )


def _is_followed(table: CleanTable, exports: Mapping[str, Export], published: Iterable[str]) -> bool:
    feeding = [exports[each] for each in published if exports[each].table == table.name]
    is_exact = "number" not in table.columns.values()
    is_monthly = all(each.every == "month" and each.opening for each in feeding)
    return is_exact and is_monthly and not (table.is_whole or table.is_kept_by_us)


def as_of(live: LiveData, export: str) -> date | None:
    """The last day of the newest month that an export was published for."""
    numbers = {upload.id for upload in live.uploads if upload.export == export}
    months = [row.month for row in live.coverage if row.upload in numbers]
    months += [upload.month for upload in live.uploads if upload.id in numbers and upload.month]
    if not months:
        return None
    newest = max(months)
    return newest.replace(day=calendar.monthrange(newest.year, newest.month)[1])


def find_touched(
    engine: DuckDB,
    change: RowChange,
    exports: Mapping[str, Export],
    settings: Settings,
    locks: Sequence[Locked],
) -> None:
    """Leave `touched_<export>` and `touched_files_<export>` for every followed export in the session."""
    tables = clean_tables(exports)
    for export_id in sorted(change.followed):
        export = exports[export_id]
        _Touching(engine, change, export, tables[export.table]).run(settings, locks)


class _Touching:
    """Finds the touched keys of one export; `every_<export>`: its rows in every file."""

    def __init__(self, engine: DuckDB, change: RowChange, export: Export, table: CleanTable) -> None:
        self._engine, self._change, self._export, self._table = engine, change, export, table
        self._touched = quoted("touched_" + export.id)
        self._every = quoted("every_" + export.id)
        self._key = ", ".join(quoted(name) for name in export.key)
        self._links = [pair for pair in table.links if set(pair) <= set(export.columns)]

    def run(self, settings: Settings, locks: Sequence[Locked]) -> None:
        self._hold_every_row()
        self._arrived()
        self._turned(settings)
        for source, target in self._links:
            self._named(source, target)
        for source, target in self._links:
            self._naming(source, target)
        self._locked(locks)
        once = f"select {self._key}, bool_or(is_affected) as is_affected from {self._touched} group by all"
        self._engine.execute(f"create or replace table {self._touched} as {once}")
        self._hold_files()

    def _hold_files(self) -> None:
        """Rows turn in the newest months: the files of all the others need not be opened again."""
        self._engine.execute(
            f"create or replace table {quoted('touched_files_' + self._export.id)} as "
            f"select distinct upload from {self._every} as every "
            f"semi join {self._touched} as touched on {same_key(self._export, 'every', 'touched')}"
        )

    def _view(self, name: str, files: Sequence[LiveFile]) -> None:
        kinds = {column: SQL_TYPES[kind] for column, kind in export_kinds(self._export).items()}
        view_files(self._engine, name, files, PROVENANCE | kinds)

    def _hold_every_row(self) -> None:
        """Few rows are looked through four times: read once, what this takes of them."""
        files = self._change.files(self._export.id)
        self._view("rows_in_files", files)
        dates = [day for day, _ in self._turning()]
        linked = [each for pair in self._links for each in pair]
        wanted = dict.fromkeys([*self._export.key, *dates, *linked, "upload"])
        listed = ", ".join(quoted(name) for name in wanted)
        is_little = sum(file.upload.rows for file in files) <= MOST_HELD
        made = "table" if is_little else "view"
        self._engine.execute(f"create or replace {made} {self._every} as select {listed} from rows_in_files")

    def _arrived(self) -> None:
        changed = self._change.changed_files(self._export.id)
        source = self._every
        if changed:
            source = "arrived_rows"
            self._view(source, changed)
        keys = f"select distinct {self._key}, true as is_affected from {source}"
        some = "" if changed else " where false"
        self._engine.execute(f"create or replace table {self._touched} as {keys}{some}")

    def _turned(self, settings: Settings) -> None:
        """Rows with a date, or the end of a window after one, between the two newest days."""
        days = [as_of(live, self._export.id) for live in (self._change.before, self._change.after)]
        turning = self._turning()
        if None in days or days[0] == days[1] or not turning:
            return  # where there was nothing before, every row has arrived
        low, high = sorted(f"date '{day}'" for day in days)
        reached = " or ".join(
            f"({day} > {low} - {window} and {day} <= {high} - {window})"
            for day, window in ((quoted(day), _days(said, settings)) for day, said in turning)
        )
        self._add(f"select {self._key} from {self._every} where {reached}")

    def _turning(self) -> list[tuple[str, str]]:
        return [each for each in self._table.turns_after if each[0] in self._export.columns]

    def _named(self, source: str, target: str) -> None:
        """Rows that a touched row names, or named: what it says of them has changed."""
        said = f"select {quoted(source)} from {self._every} where {self._is_touched()}"
        self._add(
            f"select {self._key} from {self._every} where {quoted(target)} in "
            f"({said} and {quoted(source)} is not null)"
        )

    def _naming(self, source: str, target: str) -> None:
        """Rows that name an affected row: it cannot be read without them."""
        self._add(
            f"select {self._key} from {self._every} where {quoted(source)} in "
            f"(select {quoted(target)} from {self._every} where {self._is_touched()})",
            is_affected=False,
        )

    def _locked(self, locks: Sequence[Locked]) -> None:
        """Rows closed in a locked month by a file that came after the lock, and all that was said of them."""
        column = CLOSED_BY.get(self._table.name, ("", ""))[1]
        if not locks or column not in self._export.columns:
            return
        since = min(lock.at for lock in locks)
        late = [file for file in self._change.files(self._export.id) if file.upload.at > since]
        if late:
            self._view("late_rows", late)
            months = ", ".join(f"date '{lock.month}'" for lock in locks)
            self._add(
                f"select {self._key} from late_rows "
                f"where date_trunc('month', {quoted(column)})::date in ({months})",
                is_affected=False,
            )

    def _is_touched(self) -> str:
        return f"({self._key}) in (select ({self._key}) from {self._touched})"

    def _add(self, keys: str, is_affected: bool = True) -> None:
        self._engine.execute(
            f"insert into {self._touched} select distinct *, {str(is_affected).lower()} from ({keys})"
        )


def _days(said: str, settings: Settings) -> int:
    """A number of days, or the setting that has it."""
    return int(said) if said.isdigit() else int(getattr(settings, said))
