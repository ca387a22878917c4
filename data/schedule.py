"""Publications that wait for their time: kept in the catalogue, so that a restart forgets none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from data.audit import entry
from data.catalogue import insert
from data.clock import now
from data.drafts import draft_numbered
from data.drafts import drafts as all_drafts
from data.grants import ADMIN, UPLOADER
from data.language import say
from data.refusal import Refused
from data.staff_grants import refuse_others_work
from data.staff_records import SEPARATOR, Scheduled, insert_numbered

if TYPE_CHECKING:
    from data.database.connection import Connection
    from data.store import Store

WAITING, DONE, WITHDRAWN, FAILED = "waiting", "done", "withdrawn", "failed"
LONGEST_NOTE = 400


def scheduled(store: Store) -> tuple[Scheduled, ...]:
    """Every publication that was ever put off, oldest first."""
    return store.catalogue.read_added(Scheduled, "scheduled", "order by id")


def waiting(store: Store) -> tuple[Scheduled, ...]:
    """Those that wait, the next one first."""
    found = (each for each in scheduled(store) if each.state == WAITING)
    return tuple(sorted(found, key=lambda each: (each.due, each.id or 0)))


def is_waiting(store: Store, number: int) -> bool:
    """Whether it is still to be done."""
    return any(each.id == number for each in waiting(store))


def put_off(store: Store, drafts: Iterable[int], due: datetime, options: Scheduled) -> int:
    """Publish these drafts at `due`; its number. `options`: who, why and how, the rest of it is replaced.

    Raises Refused for a time that has passed and for a draft that waits already.
    """
    from dataclasses import replace

    numbers = tuple(drafts)
    refuse_others_work(store, [draft_numbered(store, number) for number in numbers])
    store.grant.refuse_unless(ADMIN if options.is_forced else UPLOADER)
    if due <= now():
        raise Refused(say("{due}已经过去，请选以后的时间，或现在就发布。", due=f"{due:%Y-%m-%d %H:%M}"))
    if taken := {number for each in waiting(store) for number in each.draft_numbers} & set(numbers):
        raise Refused(
            say("草稿{numbers}已在等待发布。", numbers=say("、").join(str(n) for n in sorted(taken)))
        )
    row = replace(options, id=None, drafts=SEPARATOR.join(map(str, numbers)), due=due, at=now())
    with store.catalogue.writing() as connection:
        number = insert_numbered(connection, "scheduled", row)
        detail = f"{due:%Y-%m-%d %H:%M}; {row.drafts}"
        insert(connection, "audit", [entry(row.by, "schedule", number, detail)])
    return number


def take_off(store: Store, number: int, by: str) -> None:
    """Withdraw a publication before it shows; its drafts stay. Raises Refused where it no longer waits."""
    known = {draft.id: draft for draft in all_drafts(store)}
    store.grant.refuse_unless(UPLOADER)
    row = next((each for each in waiting(store) if each.id == number), None)
    refuse_others_work(store, [known[n] for n in (row.draft_numbers if row else ()) if n in known])
    with store.catalogue.writing() as connection:
        settle_in(connection, number, WITHDRAWN, "")
        insert(connection, "audit", [entry(by, "schedule_withdrawn", number)])


def give_up(store: Store, number: int, why: str) -> None:
    """It could not be published at its time; its drafts stay."""
    with store.catalogue.writing() as connection:
        settle_in(connection, number, FAILED, why[:LONGEST_NOTE])
        insert(connection, "audit", [entry("", "schedule_failed", number, why)])


def finisher_of_schedule(number: int) -> Callable[[Connection], None]:
    """What the publication itself does along with its own rows: it can be done but once."""
    return lambda connection: settle_in(connection, number, DONE, "")


def settle_in(connection: Connection, number: int, state: str, note: str) -> None:
    """Inside the caller's transaction. Raises Refused where it no longer waits."""
    done = connection.execute(
        "update scheduled set state = ?, note = ?, settled = ? where id = ? and state = ?",
        [state, note, now().isoformat(), number, WAITING],
    )
    if not done.rowcount:
        raise Refused(say("定时发布{number}已不在等待。", number=number))
