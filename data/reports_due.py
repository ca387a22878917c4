"""What is due in a month, from whom, by when, and what is in: from the catalogue, with or without a mart.

A half-year's report is due with its last month, and in with any month of it. Who reports under a county's own
headings (a profile) reports what the profile is like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.date_rules import month_before
from data.deadlines import NOT_DUE, Deadlines, deadlines
from data.export_format import load_exports
from data.live_register import live_register

if TYPE_CHECKING:
    from data.catalogue_records import CoverageRow
    from data.export_parts import Export
    from data.live import LiveData
    from data.store import Store
    from data.township_register import Register, Township

MONTHS_IN_PERIOD = {"month": 1, "half-year": 6, "year": 12}
ON_TIME, LATE, MISSING, WAITED_FOR = "on_time", "late", "missing", "waited_for"


@dataclass(frozen=True)
class DueCell:
    """One township's report of one export. `received_on` None: it is not in. `rows`: of all that came."""

    township: str
    export: str
    month: date
    deadline: date
    received_on: date | None = None
    rows: int = 0

    def state(self, on: date) -> str:
        """on_time | late (it is in, but after its day) | missing (its day is over) | waited_for."""
        if self.received_on is not None:
            return LATE if self.received_on > self.deadline else ON_TIME
        return MISSING if on > self.deadline else WAITED_FOR

    def days_late(self, on: date) -> int:
        """Days after its day that it came, or that it has been missing on the day `on`."""
        return max(0, ((self.received_on or on) - self.deadline).days)

    @property
    def is_zero(self) -> bool:
        """It came and says that nothing happened."""
        return self.received_on is not None and self.rows == 0


@dataclass(frozen=True)
class DueMonth:
    """A month of the calendar: `exports` and `townships` in their order, a cell for each pair."""

    month: date
    exports: tuple[Export, ...]
    townships: tuple[Township, ...]
    cells: Mapping[tuple[str, str], DueCell]

    def cell(self, township: str, export: str) -> DueCell:
        return self.cells[township, export]

    def not_in(self) -> list[DueCell]:
        """What is not in, by township and export in their orders."""
        return [
            cell
            for township in self.townships
            for export in self.exports
            if (cell := self.cells[township.code, export.id]).received_on is None
        ]


def due_month(store: Store, month: date) -> DueMonth:
    """What is due for `month` (its first day), of the townships that the account of `store` is for."""
    live, exports = store.live(), load_exports(store.folder)
    return due_of(live, live_register(live), exports, deadlines(store), month, store.grant.townships)


def due_of(
    live: LiveData,
    register: Register,
    exports: Mapping[str, Export],
    days: Deadlines,
    month: date,
    own: frozenset[str] | None = None,
) -> DueMonth:
    """`due_month`, from its parts; `own`: only these townships."""
    families = {export.id: family_of(export, exports) for export in exports.values()}
    published = {families.get(upload.export, upload.export) for upload in live.uploads}
    due = tuple(each for each in exports.values() if _is_due(each, families, published, days, month))
    townships = tuple(each for each in register.valid_in(month) if own is None or each.code in own)
    arrived = _arrived(live, families, {each.id: each for each in due}, month)
    cells = {
        (township.code, export.id): _cell(township.code, export, days, month, arrived)
        for township in townships
        for export in due
    }
    return DueMonth(month, due, townships, cells)


def family_of(export: Export, exports: Mapping[str, Export]) -> str:
    """The export that a profile stands for, else itself."""
    base = exports.get(export.like)
    return base.id if base is not None and base.table == export.table else export.id


def month_to_show(store: Store, today: date) -> date:
    """The month that a clerk is at: the newest that anybody has reported, the next one once all of it is in.

    Never later than the month before `today`, which is the last that can be due.
    """
    last = month_before(today.replace(day=1))
    live = store.live()
    exports = load_exports(store.folder)
    reported = [
        u.month for u in live.uploads if u.month and u.export in exports and exports[u.export].expected
    ]
    newest = max((each for each in reported if each <= last), default=None)
    if newest is None or newest == last or due_month(store, newest).not_in():
        return newest or last
    following = date(newest.year + newest.month // 12, newest.month % 12 + 1, 1)
    return min(following, last)


def _is_due(
    export: Export, families: Mapping[str, str], published: set[str], days: Deadlines, month: date
) -> bool:
    """Decided, or else: what a county never sends is not due, unless it has not sent anything yet."""
    if not export.expected or families[export.id] != export.id or not _ends_with(export, month):
        return False
    decided = days.decision(export.id, month)
    if decided is not None:
        return decided.day != NOT_DUE
    return export.id in published or not (published & set(_expected(families)))


def _expected(families: Mapping[str, str]) -> Iterable[str]:
    return (family for family in families.values() if family not in ("townships", "targets"))


def _ends_with(export: Export, month: date) -> bool:
    return month.month % MONTHS_IN_PERIOD[export.every] == 0


def _arrived(
    live: LiveData, families: Mapping[str, str], due: Mapping[str, Export], month: date
) -> dict[tuple[str, str], list[tuple[date, CoverageRow]]]:
    """(township, export) → the day and the coverage of everything that came for the period."""
    uploads = {each.id: each for each in live.uploads}
    found: dict[tuple[str, str], list[tuple[date, CoverageRow]]] = {}
    for row in live.received_coverage:
        upload = uploads[row.upload]
        export = due.get(families.get(upload.export, upload.export))
        if export and row.township and _same_period(row.month, month, export):
            found.setdefault((row.township, export.id), []).append((upload.received, row))
    return found


def _same_period(month: date, last: date, export: Export) -> bool:
    months = MONTHS_IN_PERIOD[export.every]
    return (12 * month.year + month.month - 1) // months == (12 * last.year + last.month - 1) // months


def _cell(
    township: str,
    export: Export,
    days: Deadlines,
    month: date,
    arrived: Mapping[tuple[str, str], Sequence[tuple[date, CoverageRow]]],
) -> DueCell:
    came = arrived.get((township, export.id), ())
    return DueCell(
        township,
        export.id,
        month,
        days.deadline(export.id, month),
        min((day for day, _ in came), default=None),
        sum(row.rows for _, row in came),
    )
