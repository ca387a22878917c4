"""One request of the fictional county, as its office knows it at the end of 2025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.demo.county import Township

CLOSED_WELL = ("已解决", "已解释", "已帮扶")
FIRST, REPEAT = "初次", "重复"


@dataclass(eq=False)
class Case:
    """Dates in days; `closed` is None while open at the end of 2025. `due` is never over 90 days away."""

    township: Township
    received: date
    kind: str
    due: date
    closed: date | None = None
    accepted: date | None = None
    outcome: str = ""
    satisfaction: str = ""
    category: str = ""
    channel: str = ""
    office: str = ""
    assigned_by: str = ""
    is_long_standing: bool = False
    is_agent_case: bool = False
    previous: Case | None = None
    number: str = ""

    @property
    def is_closed_well(self) -> bool:
        """Closed with the matter solved, explained or helped."""
        return self.closed is not None and self.outcome in CLOSED_WELL

    @property
    def closed_day(self) -> date:
        """The day of closing, of a case that is known to be closed."""
        assert self.closed is not None
        return self.closed

    def is_closed_in(self, year: int) -> bool:
        """Closed in that year."""
        return self.closed is not None and self.closed.year == year
