"""How many months the newest signal of a control chart is about.

A point is called by one rule alone, the strongest: inside seven months above the mean, two that come near the
limit are called by that. The run is all seven.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from charts.past_words import month_no
from metrics.signal_queries import SignalPoint

WINDOW = 3  # months of which two come near a limit


def months_of_signal(points: Sequence[SignalPoint]) -> int:
    """From the first month of the newest signal's run to the newest point, which bears it; oldest first."""
    newest = points[-1]
    belongs = {"shift": _on_one_side, "trend": _goes_on}.get(newest.rule or "", _same_rule)
    run = _newest_run(points, belongs)
    if newest.rule == "two_of_three" and len(run) == 1:
        run = points[-WINDOW:]
    return month_no(newest.month) - month_no(run[0].month) + 1


def _newest_run(
    points: Sequence[SignalPoint], belongs: Callable[[SignalPoint, SignalPoint], bool]
) -> Sequence[SignalPoint]:
    """The newest neighbours that belong together; a missing month and a new level end it."""
    step = min((_apart(*pair) for pair in pairwise(points)), default=1)
    start = len(points) - 1
    while start and _apart(points[start - 1], points[start]) == step:
        earlier, later = points[start - 1], points[start]
        if later.rebase_reason or not belongs(earlier, later):
            break
        start -= 1
    return points[start:]


def _apart(earlier: SignalPoint, later: SignalPoint) -> int:
    return month_no(later.month) - month_no(earlier.month)


def _on_one_side(earlier: SignalPoint, later: SignalPoint) -> bool:
    return (earlier.value - earlier.mean) * (later.value - later.mean) > 0


def _goes_on(earlier: SignalPoint, later: SignalPoint) -> bool:
    return later.value > earlier.value if later.direction == "up" else later.value < earlier.value


def _same_rule(earlier: SignalPoint, later: SignalPoint) -> bool:
    return (earlier.rule, earlier.direction) == (later.rule, later.direction)
