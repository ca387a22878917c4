"""When an export is due: a day of the month after its period, for each export, and what it was before.

A decision holds from the reports of a month on, so that what was late last year stays late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.audit import entry
from data.catalogue import insert
from data.clock import now
from data.grants import ADMIN
from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused
from data.staff_records import Deadline, insert_numbered

if TYPE_CHECKING:
    from data.export_parts import Export
    from data.store import Store

NOT_DUE = 0
LATEST_DAY = 28  # every month has a 28th
FIRST_MONTH = date(1900, 1, 1)


@dataclass(frozen=True)
class Deadlines:
    """`default`: the day of the settings. `decided`: oldest first."""

    default: int
    decided: tuple[Deadline, ...] = ()

    def decision(self, export: str, month: date) -> Deadline | None:
        """What was decided for the reports of a month; None where the settings hold."""
        found = [each for each in self.decided if each.export == export and each.since <= month]
        return max(found, key=lambda each: (each.since, each.id or 0), default=None)

    def day(self, export: str, month: date) -> int:
        """The day of the next month; NOT_DUE where nobody owes it."""
        decided = self.decision(export, month)
        return self.default if decided is None else decided.day

    def deadline(self, export: str, last_month: date) -> date:
        """The day on which the report of a period that ends with `last_month` is due."""
        day = self.day(export, last_month) or self.default
        return month_after(last_month).replace(day=day)


def deadlines(store: Store) -> Deadlines:
    """Those of the store."""
    return Deadlines(store.settings.deadline_day, decided_deadlines(store))


def decided_deadlines(store: Store) -> tuple[Deadline, ...]:
    """Every decision, oldest first."""
    return store.catalogue.read_added(Deadline, "deadlines", "order by id")


def decide_deadline(
    store: Store, exports: Mapping[str, Export], export: str, since: date, day: int, by: str
) -> None:
    """From the reports of `since` on, `export` is due on `day` of the month after (0: not due).

    Raises Refused for an export that does not exist or is never due, and for a day that not every month has.
    """
    store.grant.refuse_unless(ADMIN)
    due = [each.id for each in exports.values() if each.expected]
    if export not in due:
        raise Refused(say("没有要按期报送的报表“{export}”。", export=export) + did_you_mean(export, due))
    if not NOT_DUE <= day <= LATEST_DAY:
        raise Refused(say("期限应是次月1日到{latest}日之间的一天；0表示不用报。", latest=LATEST_DAY))
    row = Deadline(None, export, since.replace(day=1), day, by, now())
    with store.catalogue.writing() as connection:
        insert_numbered(connection, "deadlines", row)
        insert(connection, "audit", [entry(by, "deadline", export, f"{since:%Y-%m}: {day}")])


def spans_of(decided: Sequence[Deadline], exports: Iterable[str], default: int) -> list[tuple]:
    """(export, since, until, day, is due) for every export: what holds for which months, `until` excluded."""
    return [row for export in exports for row in _spans(decided, export, default)]


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _spans(decided: Sequence[Deadline], export: str, default: int) -> list[tuple]:
    # of two decisions for the same month the later one holds
    days = {FIRST_MONTH: default} | {each.since: each.day for each in decided if each.export == export}
    starts = sorted(days)
    ends = [*starts[1:], date.max]
    return [
        (export, since, until, days[since] or default, days[since] != NOT_DUE)
        for since, until in zip(starts, ends, strict=True)
    ]
