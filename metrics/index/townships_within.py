"""How many townships an area has: deaths take points off its score as off a township's on average."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.engines.limited_mart import TOWNSHIP_SPANS
from metrics.index.figures import COUNTY

if TYPE_CHECKING:
    from metrics.mart_reader import Mart

Span = tuple[date | None, date | None]


def townships_within(mart: Mart, period_type: str, period: str) -> dict[str, int]:
    """Area → how many of its townships there were in the period; townships themselves are not listed.

    A branch, and what an account for some townships reads, keep the number without the townships.
    """
    rows = mart.kept_rows("periods", ("period_type", "period", "period_start", "period_end"))
    span = next(((start, end) for *named, start, end in rows if named == [period_type, period]), (None, None))
    found: Counter[str] = Counter()
    for area, since, until, count in _spans(mart):
        if _meet((since, until), span):
            found[area] += count
    return dict(found)


def _spans(mart: Mart) -> list[tuple[str, date | None, date | None, int]]:
    kept = mart.kept_rows(TOWNSHIP_SPANS, ("area", "valid_from", "valid_to", "townships"))
    if kept:
        return [(area, since, until, count) for area, since, until, count in kept]
    areas = mart.kept_rows("areas", ("area_type", "valid_from", "valid_to"))
    return [(COUNTY, since, until, 1) for area_type, since, until in areas if area_type == "township"]


def _meet(township: Span, period: Span) -> bool:
    """Whether there was a township of that validity in a period, told by its first and last months."""
    (since, until), (start, end) = township, period
    last_day = (end + timedelta(days=31)).replace(day=1) - timedelta(days=1) if end else None
    is_over = until is not None and start is not None and until < start
    is_to_come = since is not None and last_day is not None and since > last_day
    return not is_over and not is_to_come
