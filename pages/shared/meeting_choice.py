"""The meeting that the address names: its slides stand still, and so do the pages that they lead to."""

from __future__ import annotations

from pathlib import Path

from data.meeting_records import Meeting
from data.meetings import meeting_of
from data.refusal import Refused
from data.store import Store
from pages.shared.address import in_address

FEWEST_SECONDS, MOST_SECONDS = 5, 600


def chosen_meeting(store: Store | None = None) -> Meeting | None:
    """The meeting of `?meeting=`; None without one, and where there is none of that number."""
    number = in_address("meeting")
    if not number.isdecimal() or len(number) > 9:
        return None
    try:
        return meeting_of(store or Store(), int(number))
    except Refused:
        return None


def frozen_mart(store: Store) -> Path | None:
    """The data that the meeting of the address stands on; None without one, and where they are gone."""
    meeting = chosen_meeting(store)
    path = store.folder / meeting.mart if meeting and meeting.mart else None
    return path if path and path.exists() else None


def wall_seconds() -> int:
    """`?wall=20`: how long a slide stays on a wall screen; 0 where none asks for it."""
    asked = in_address("wall")
    if not asked.isdecimal():
        return 0
    return min(max(int(asked[:6]), FEWEST_SECONDS), MOST_SECONDS)
