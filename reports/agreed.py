"""What meetings agreed on, as the papers and the screen of a period take it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from charts.text import month_of
from data.meeting_actions import agreed_before, agreed_by_now
from data.meeting_records import Agreed
from metrics.period_spans import months_of
from reports.story import Action

if TYPE_CHECKING:
    from data.store import Store
    from reports.facts import Facts


def decided_before(store: Store, facts: Facts) -> tuple[Action, ...]:
    """What the deck of a period opens with: what meetings on earlier periods decided, done or not."""
    return actions_of(agreed_before(store, last_month_of(facts.period_type, facts.period)))


def still_open(store: Store, facts: Facts) -> tuple[Action, ...]:
    """What is to be done, for the end of the deck: decided in meetings on this period or an earlier one."""
    return actions_of(agreed_by_now(store, last_month_of(facts.period_type, facts.period)))


def last_month_of(period_type: str, period: str) -> date:
    """The first day of the last month of a period: what tells an earlier meeting from a later."""
    return month_of(months_of(period_type, period)[-1])


def actions_of(agreed: Iterable[Agreed]) -> tuple[Action, ...]:
    """What was agreed, as slides take it."""
    return tuple(
        Action(
            each.text,
            each.office,
            each.due.isoformat() if each.due else "",
            each.slide,
            f"{each.at:%Y-%m-%d}",
            each.done is not None,
            each.id,
        )
        for each in agreed
    )
