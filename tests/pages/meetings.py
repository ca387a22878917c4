"""A meeting that has begun, for the tests of its slides and of its door."""

from __future__ import annotations

from datetime import date

from data.meeting_records import Meeting
from data.meetings import begin_meeting, keep_slides, prepare_meeting
from data.store import Store


def a_meeting(store: Store) -> Meeting:
    """On May 2025, with two slides."""
    prepared = prepare_meeting(store, "month", "2025-05", date(2025, 5, 1))
    meeting = begin_meeting(store, prepared, "marts/2.duckdb")
    keep_slides(store, meeting, "zh", [("agenda", "{}"), ("index", "{}")])
    return meeting
