"""Publish what has come to its time: by the server's worker, or by `manage.py publish-due` from cron.

Twice or at once does no harm: the transaction that moves the pointer also says that it is done, and only of
what still waits. Whoever put it off publishes it, with the rights that the account has by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from data.clock import now
from data.drafts import draft_numbered, open_draft, sweep_drafts
from data.grants import AT_THIS_MACHINE, UPLOADER, Grant
from data.refusal import Refused
from data.schedule import give_up, is_waiting, waiting
from metrics.publication import Options, Publication, publish

if TYPE_CHECKING:
    from data.staff_records import Scheduled
    from data.store import Store

# who put it off → what the account may do now
Rights = Callable[[str], Grant]


@dataclass(frozen=True)
class Outcome:
    """What became of one publication at its time; `why` it failed, "" where it did not."""

    number: int
    uploads: tuple[int, ...] = ()
    why: str = ""


def next_due(store: Store) -> datetime | None:
    """When the worker has something to do."""
    found = waiting(store)
    return found[0].due if found else None


def publish_due(
    store: Store, moment: datetime | None = None, rights: Rights = lambda by: AT_THIS_MACHINE
) -> list[Outcome]:
    """Publish everything that was to be published by `moment` (now), one after the other.

    rights: what each account may do by now; what it may no longer publish fails and says so.
    """
    until = moment or now()
    due = [each for each in waiting(store) if each.due <= until]
    found = [outcome for each in due if (outcome := _publish_one(store.granted(rights(each.by)), each))]
    if found:
        sweep_drafts(store)
    return found


def _publish_one(store: Store, row: Scheduled) -> Outcome | None:
    """None where somebody else has done it in the meantime."""
    number = row.id or 0
    try:
        done = _published(store, row)
    except Refused as refusal:
        if not is_waiting(store, number):
            return None
        return _failed(store, number, str(refusal))
    if done.refused:
        return _failed(store, number, _reasons(done))
    return Outcome(number, tuple(each.upload.id for each in done.results if each.is_new and each.upload))


def _published(store: Store, row: Scheduled) -> Publication:
    store.grant.refuse_unless(UPLOADER)
    found = [draft_numbered(store, number) for number in row.draft_numbers]
    options = Options(
        by=row.by,
        replace=row.replaces,
        reason=row.reason,
        forced=row.is_forced,
        drafts=row.draft_numbers,
        scheduled=row.id,
    )
    return publish(store, [open_draft(store, draft) for draft in found], options)


def _failed(store: Store, number: int, why: str) -> Outcome:
    give_up(store, number, why)
    return Outcome(number, why=why)


def _reasons(done: Publication) -> str:
    refused = (each.checked for each in done.results if each.checked.refused)
    return "；".join(
        finding.expected for checked in refused for finding in checked.errors[:3] if finding.expected
    )
