"""How reports are kept: what was due, came, came late, came again, or is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.catalogue_records import CoverageRow, Upload
    from metrics.late_reports import DueReport


@dataclass(frozen=True)
class Kept:
    """Reports of one township (or of all) in one month. `missing`: the exports that are not in."""

    expected: int
    on_time: int
    late: int
    missing: tuple[str, ...]

    @property
    def covered(self) -> int:
        """Reports that are in, late or not."""
        return self.on_time + self.late


@dataclass(frozen=True)
class LateReports:
    """One export of one month that came late from `townships`; `days`: the longest delay."""

    export: str
    month: date
    deadline: date
    townships: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Corrected:
    """One export of one month that came more than once from `townships`; `uploads` oldest first."""

    export: str
    month: date | None
    uploads: tuple[Upload, ...]
    townships: int


def kept(reports: Iterable[DueReport]) -> Kept:
    """How these reports were kept; what came unasked is left out."""
    due = [each for each in reports if each.is_expected]
    late = sum(1 for each in due if each.is_late)
    missing = tuple(each.export for each in due if each.received_on is None)
    return Kept(len(due), len(due) - late - len(missing), late, missing)


def kept_by_township(
    reports: Iterable[DueReport], months: Collection[date], export: str = ""
) -> dict[tuple[str, date], Kept]:
    """(township, month) → how its reports were kept; `export` "": all of them."""
    cells: dict[tuple[str, date], list[DueReport]] = {}
    for each in reports:
        if each.month in months and export in ("", each.export):
            cells.setdefault((each.township, each.month), []).append(each)
    return {place: kept(found) for place, found in cells.items()}


def late_reports(reports: Iterable[DueReport]) -> list[LateReports]:
    """By export and month, the newest first: a county's file comes late for all townships at once."""
    groups: dict[tuple[str, date], list[DueReport]] = {}
    for each in reports:
        if each.is_expected and each.is_late:
            groups.setdefault((each.export, each.month), []).append(each)
    found = [
        LateReports(
            *key,
            late[0].deadline,
            tuple(each.township for each in late),
            max(each.days_late(each.deadline) for each in late),
        )
        for key, late in groups.items()
    ]
    return sorted(found, key=lambda each: (-each.month.toordinal(), each.export))


def corrected_reports(uploads: Iterable[Upload], coverage: Iterable[CoverageRow]) -> list[Corrected]:
    """Reports that came again for the same township, or were withdrawn; the newest month first."""
    covers: dict[int, set[str]] = {}
    for row in coverage:
        if row.township is not None:
            covers.setdefault(row.upload, set()).add(row.township)
    slots: dict[tuple[str, date | None], list[Upload]] = {}
    for upload in uploads:
        slots.setdefault((upload.export, upload.month), []).append(upload)
    found = (_corrected(*slot, versions, covers) for slot, versions in slots.items())
    return sorted((each for each in found if each), key=lambda each: each.month or date.min, reverse=True)


def _corrected(
    export: str, month: date | None, versions: list[Upload], covers: dict[int, set[str]]
) -> Corrected | None:
    came: dict[str, list[Upload]] = {}
    for upload in versions:
        # a register covers no township: a later one takes its whole place
        for township in covers.get(upload.id) or {""}:
            came.setdefault(township, []).append(upload)
    again = {
        township: found
        for township, found in came.items()
        if len(found) > 1 or any(u.rolled_back for u in found)
    }
    if not again:
        return None
    concerned = {upload.id: upload for found in again.values() for upload in found}
    ordered = tuple(concerned[number] for number in sorted(concerned))
    return Corrected(export, month, ordered, len(again.keys() - {""}))
