"""Reports that are not in, and reports that came late: which township, which export, due on which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metrics.mart_reader import Mart

COLUMNS = ("township", "export", "month", "is_expected", "is_covered", "received_on", "deadline")


@dataclass(frozen=True)
class DueReport:
    """One township's report of one month (its first day). `received_on` None: it is not in.

    `is_expected`: it was due from this township; what came unasked is not.
    """

    township: str
    export: str
    month: date
    deadline: date
    received_on: date | None
    is_expected: bool = True

    @property
    def is_late(self) -> bool:
        """It came, but after its day."""
        return self.received_on is not None and self.received_on > self.deadline

    def days_late(self, today: date) -> int:
        """Days after the deadline it came, or has been missing for until `today`; 0 while there is time."""
        return max(0, ((self.received_on or today) - self.deadline).days)


@dataclass(frozen=True)
class MissingReports:
    """What one township still owes of one export: every month, oldest first."""

    township: str
    export: str
    reports: tuple[DueReport, ...]

    @property
    def newest(self) -> DueReport:
        """The last one that is owed."""
        return self.reports[-1]

    def days_late(self, today: date) -> int:
        """Of the oldest."""
        return self.reports[0].days_late(today)


def due_reports(mart: Mart) -> list[DueReport]:
    """Every report of a known township, in the order of month, export and township."""
    found = [
        DueReport(township, export, month, deadline, received_on if is_covered else None, is_expected)
        for township, export, month, is_expected, is_covered, received_on, deadline in mart.kept_rows(
            "submissions", COLUMNS
        )
        if township is not None
    ]
    return sorted(found, key=lambda each: (each.month, each.export, each.township))


def missing_reports(reports: Iterable[DueReport], until: date) -> list[MissingReports]:
    """What is not in of the months up to `until`, by township and export."""
    owed: dict[tuple[str, str], list[DueReport]] = {}
    for each in reports:
        if each.is_expected and each.received_on is None and each.month <= until:
            owed.setdefault((each.township, each.export), []).append(each)
    return [MissingReports(*key, tuple(found)) for key, found in owed.items()]
