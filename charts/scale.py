"""Where a value lies between the ends of an axis, and the round numbers to write beneath it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A linear axis from `low` to `high`."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """0 at `low`, 100 at `high`, clipped: a percentage for CSS."""
        if self.high == self.low:
            return 50.0
        return max(0.0, min(100.0, 100 * (value - self.low) / (self.high - self.low)))

    @property
    def ticks(self) -> list[float]:
        """Three to six round numbers inside the axis."""
        step = _round_step(self.high - self.low)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(i * step, 10) for i in range(first, last + 1)]


def scale_for(values: Iterable[float | None], *, unit: str, keep_zero: bool = False) -> Scale:
    """An axis that holds `values` with a little room; shares stay inside 0 and 100, nothing goes below 0."""
    known = [value for value in values if value is not None]
    if not known:
        return Scale(0.0, 100.0 if unit == "percent" else 1.0)
    low, high = (min(0.0, *known) if keep_zero else min(known)), max(known)
    room = 0.04 * (high - low) or max(1.0, abs(high) * 0.1)
    low = low if low == 0 else max(0.0, low - room) if low > 0 else low - room
    high = min(100.0, high + room) if unit == "percent" and high <= 100 else high + room
    return Scale(low, high)


def _round_step(span: float) -> float:
    rough = max(span, 1e-9) / 4.5
    size = 10 ** math.floor(math.log10(rough))
    return next((m * size for m in (1, 2, 2.5, 5) if m * size >= rough), 10 * size)
