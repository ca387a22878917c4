"""What a meeting decided and who is to do it: written down at a slide, and asked for at the next meeting.

An office does it, never a person: what seems to name or number somebody is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from data.acknowledging import refuse_unfit
from data.catalogue import insert
from data.clock import now
from data.language import say
from data.meeting_records import ACTION, DECISION, Agreed, Meeting
from data.meetings import meetings_of, next_number, refuse_limited
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

LONGEST_TEXT = 200
LONGEST_OFFICE = 40
KINDS = (DECISION, ACTION)


def write_down(
    store: Store, meeting: Meeting, slide: str, kind: str, text: str, office: str, due: date | None
) -> Agreed:
    """Keep a decision or an action of a meeting.

    Raises Refused for a missing text or office, one that is too long, an unknown kind, a day before the
    meeting, and whatever seems to name or number a person.
    """
    refuse_limited(store)
    text, office = " ".join(text.split()), " ".join(office.split())
    refuse_unfit(say("议定事项"), text, LONGEST_TEXT)
    refuse_unfit(say("办理单位"), office, LONGEST_OFFICE)
    if kind not in KINDS:
        raise Refused(say("只能记“决定”或“待办”。"))
    if due is not None and due < (meeting.begun or meeting.made).date():
        raise Refused(say("办理期限不能早于会议当天。"))
    with store.catalogue.writing() as connection:
        number = next_number(connection, "meeting_actions")
        agreed = Agreed(number, meeting.id, slide, kind, text, office, due, now())
        insert(connection, "meeting_actions", [agreed])
    return agreed


def set_done(store: Store, number: int, is_done: bool) -> None:
    """Say that something is done, or that it is not after all."""
    refuse_limited(store)
    with store.catalogue.writing() as connection:
        done = now().isoformat() if is_done else None
        connection.execute("update meeting_actions set done = ? where id = ?", (done, number))


def agreed_stamp(agreed: Iterable[Agreed]) -> str:
    """'3 4+ 7': which there are and which of them are done; changes with both."""
    return " ".join(f"{each.id}{'+' if each.done else ''}" for each in agreed)


def agreed_in(store: Store, meeting: Meeting) -> tuple[Agreed, ...]:
    """What one meeting decided, oldest first."""
    return _agreed(store, "where meeting = ? order by id", [meeting.id])


def open_actions(store: Store) -> tuple[Agreed, ...]:
    """Everything that any meeting decided and nobody has finished, oldest first."""
    return _agreed(store, "where done is null order by id", [])


def agreed_before(store: Store, last_month: date) -> tuple[Agreed, ...]:
    """What the deck of a period that ends in `last_month` opens with, oldest first.

    All that meetings on earlier periods left open, and whatever the last of them decided, done or not.
    """
    earlier = [m for m in meetings_of(store) if m.begun is not None and m.last_month < last_month]
    newest = max((meeting.last_month for meeting in earlier), default=None)
    last = {meeting.id for meeting in earlier if meeting.last_month == newest}
    return _standing(store, {meeting.id for meeting in earlier}, last)


def agreed_by_now(store: Store, last_month: date) -> tuple[Agreed, ...]:
    """What is still to be done at the end of the deck of that period: open, of this period or an earlier."""
    numbers = {meeting.id for meeting in meetings_of(store) if meeting.last_month <= last_month}
    return _standing(store, numbers, set())


def _standing(store: Store, meetings: Collection[int], also_done: Collection[int]) -> tuple[Agreed, ...]:
    everything = _agreed(store, "order by id", [])
    return tuple(
        each
        for each in everything
        if each.meeting in meetings and (each.done is None or each.meeting in also_done)
    )


def _agreed(store: Store, rest: str, parameters: list[int]) -> tuple[Agreed, ...]:
    return store.catalogue.read_added(Agreed, "meeting_actions", rest, parameters)
