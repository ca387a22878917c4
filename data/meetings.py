"""Meetings: prepared, begun on one mart and kept as they were shown: nothing published later moves them.

A number is given inside the transaction that writes the row, so two people never get the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.catalogue import Catalogue, insert
from data.clock import now
from data.database.connection import Connection
from data.grants import VIEWER, NotAllowed
from data.language import say
from data.meeting_records import AddedView, KeptSlide, Meeting, Place
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

MOST_VIEWS = 30
LONGEST_ADDRESS = 600


def refuse_limited(store: Store) -> None:
    """Raise NotAllowed for an account that does not see the whole county, for a meeting shows it."""
    store.grant.refuse_unless(VIEWER)
    if store.grant.is_limited:
        raise NotAllowed(say("会议讲的是全县，由负责全县的账号来开。"))


def prepare_meeting(
    store: Store, period_type: str, period: str, last_month: date, *, is_standard: bool = True
) -> Meeting:
    """Write down a meeting that is yet to begin."""
    refuse_limited(store)
    with store.catalogue.writing() as connection:
        number = next_number(connection, "meetings")
        meeting = Meeting(number, period_type, period, last_month, is_standard, now())
        insert(connection, "meetings", [meeting])
    return meeting


def meeting_of(store: Store, number: int) -> Meeting:
    """Raises Refused for a number that no meeting has."""
    found = store.catalogue.read_added(Meeting, "meetings", "where id = ?", [number])
    if not found:
        raise Refused(say("没有第{n}号会议。", n=number))
    return found[0]


def meetings_of(store: Store) -> tuple[Meeting, ...]:
    """Every meeting, the newest first."""
    return store.catalogue.read_added(Meeting, "meetings", "order by id desc")


def add_view(store: Store, meeting: Meeting, address: str) -> None:
    """Add a view to a meeting; one that is there already stays where it is. Raises Refused for too many."""
    known = [view.address for view in views_of(store, meeting)]
    if address in known:
        return
    if len(known) >= MOST_VIEWS or len(address) > LONGEST_ADDRESS:
        raise Refused(say("一次会议最多加{n}个画面。", n=MOST_VIEWS))
    with store.catalogue.writing() as connection:
        position = _next_position(connection, "meeting_views", meeting.id)
        insert(connection, "meeting_views", [AddedView(meeting.id, position, address)])


def drop_view(store: Store, meeting: Meeting, address: str) -> None:
    """Take a view out of a meeting that has not begun; what was shown stays as it was."""
    if meeting.begun is None:
        with store.catalogue.writing() as connection:
            keys = (meeting.id, address)
            connection.execute("delete from meeting_views where meeting = ? and address = ?", keys)


def views_of(store: Store, meeting: Meeting) -> tuple[AddedView, ...]:
    """The added views of a meeting, in order."""
    rest = "where meeting = ? order by position"
    return store.catalogue.read_added(AddedView, "meeting_views", rest, [meeting.id])


def begin_meeting(store: Store, meeting: Meeting, mart: str) -> Meeting:
    """Set the data that a meeting stands on; one that has begun keeps what it began with.

    `mart`: path inside the store. It is kept as long as the meeting is one of the last (`marts_of_meetings`).
    """
    refuse_limited(store)
    begun = replace(meeting, mart=mart, begun=now())
    with store.catalogue.writing() as connection:
        connection.execute(
            "update meetings set mart = ?, begun = ? where id = ? and begun is null",
            (mart, _text(begun.begun), meeting.id),
        )
    return meeting_of(store, meeting.id)


def keep_slides(store: Store, meeting: Meeting, language: str, slides: Iterable[tuple[str, str]]) -> None:
    """Keep (id, JSON) of slides in one language; a slide that is kept already stays as it is."""
    with store.catalogue.writing() as connection:
        keys = (meeting.id, language)
        rows = connection.execute("select slide from meeting_slides where meeting = ? and language = ?", keys)
        known = {row[0] for row in rows}
        for slide, content in slides:
            if slide not in known:
                position = _next_position(connection, "meeting_slides", meeting.id, language)
                insert(connection, "meeting_slides", [KeptSlide(*keys, position, slide, content)])


def kept_slides(store: Store, meeting: Meeting, language: str) -> tuple[KeptSlide, ...]:
    """What `keep_slides` kept, in order."""
    rest = "where meeting = ? and language = ? order by position"
    return store.catalogue.read_added(KeptSlide, "meeting_slides", rest, [meeting.id, language])


def slide_names(store: Store, meeting: Meeting) -> tuple[str, ...]:
    """The ids of a meeting's slides in any language."""
    found = store.catalogue.read_added(KeptSlide, "meeting_slides", "where meeting = ?", [meeting.id])
    return tuple(dict.fromkeys(each.slide for each in found))


def place_of(store: Store, meeting: Meeting) -> Place | None:
    """Where the meeting is; None before anybody presented it."""
    found = store.catalogue.read_added(Place, "meeting_places", "where meeting = ?", [meeting.id])
    return found[0] if found else None


def present(store: Store, meeting: Meeting, slide: str, browser: str, *, is_new: bool = False) -> bool:
    """Move the meeting to a slide; whether `browser` presents it.

    The first window presents; another takes over only where it says so (`is_new`).
    """
    with store.catalogue.writing() as connection:
        row = connection.execute(
            "select presenter from meeting_places where meeting = ?", [meeting.id]
        ).fetchone()
        if row and row[0] != browser and not is_new:
            return False
        connection.execute("delete from meeting_places where meeting = ?", [meeting.id])
        insert(connection, "meeting_places", [Place(meeting.id, slide, browser, now())])
    return True


def marts_of_meetings(catalogue: Catalogue, kept: int) -> frozenset[str]:
    """The marts under the last `kept` meetings that began: their figures can still be asked for."""
    begun = catalogue.read_added(Meeting, "meetings", "where begun is not null order by begun desc, id desc")
    return frozenset(meeting.mart for meeting in begun[:kept] if meeting.mart)


def next_number(connection: Connection, table: str) -> int:
    """One more than the largest id."""
    return 1 + int(connection.execute(f"select coalesce(max(id), 0) from {table}").fetchone()[0])


def _next_position(connection: Connection, table: str, meeting: int, language: str = "") -> int:
    where, keys = (
        ("meeting = ?", [meeting]) if not language else ("meeting = ? and language = ?", [meeting, language])
    )
    found: Sequence[int] = connection.execute(
        f"select coalesce(max(position), 0) from {table} where {where}", keys
    ).fetchone()
    return 1 + int(found[0])


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
