"""What the catalogue remembers of meetings: one frozen dataclass per row of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

DECISION, ACTION = "decision", "action"


@dataclass(frozen=True)
class Meeting:
    """One meeting. `last_month`: the first day of the last month of its period.

    `is_standard`: it goes through the standard deck, and the added views follow. `mart`: the path inside the
    store of the data it stands on; None, as `begun`, while the meeting is only prepared.
    """

    id: int
    period_type: str
    period: str
    last_month: date
    is_standard: bool
    made: datetime
    mart: str | None = None
    begun: datetime | None = None


@dataclass(frozen=True)
class AddedView:
    """A view of a page that becomes a slide: `address` is 'indicator?indicator=…&view=trend'."""

    meeting: int
    position: int
    address: str


@dataclass(frozen=True)
class KeptSlide:
    """Grain: meeting × language × slide, as it was when the meeting began. `content`: the slide as JSON."""

    meeting: int
    language: str
    position: int
    slide: str
    content: str


@dataclass(frozen=True)
class Place:
    """Where a meeting is: its slide, and the browser that moves it (a number that the browser drew)."""

    meeting: int
    slide: str
    presenter: str
    at: datetime


@dataclass(frozen=True)
class Agreed:
    """A decision (`kind` decision) or something to do (`kind` action), written down at a slide.

    `office` does it: an office, never a person. `done`: when it was reported done.
    """

    id: int
    meeting: int
    slide: str
    kind: str
    text: str
    office: str
    due: date | None
    at: datetime
    done: datetime | None = None
