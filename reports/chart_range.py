"""Where the value axis of a chart begins and ends, and how its numbers are written."""

from __future__ import annotations

import math

from charts.text import never_whole, plain_number
from data.language import say
from reports.story import Chart

TICKS = 4
MOST_DECIMALS = 6


def value_range(chart: Chart) -> tuple[float, float, float]:
    """(first, last, step) of the value axis. Bars begin at 0; lines and dots where they begin to differ."""
    known = [v for s in chart.series for v in (*s.values, *s.lower, *s.upper) if v is not None] or [0.0]
    low, high = min(known), max(known)
    if chart.kind == "bars":
        low = min(low, 0.0)
    step = _step((high - low) / TICKS or max(abs(high) / TICKS, 0.1))
    first = math.floor(low / step + 1e-9) * step
    if low >= 0:
        first = max(first, 0.0)
    last = math.ceil(high / step - 1e-9) * step
    if last <= first:
        last = first + step
    if chart.kind == "bars":
        last += step
    is_share = "%" in chart.number_format or chart.unit == say("分")
    if is_share and last > 100 >= high:  # nothing is above 100 %: where all are 100, the room is below
        return min(first, 100.0 - step), 100.0, step
    return first, last, step


def number_of(chart: Chart, value: float, *, on_axis: bool = False) -> str:
    """'5.1%', '3,276', '<0.1%': as the pages write a figure; on the axis so that ticks are told apart."""
    decimals = chart.number_format.partition(".")[2].count("0")
    if on_axis:
        decimals = tick_decimals(value_range(chart)[2])
    shown = plain_number(value, decimals)
    if "%" not in chart.number_format:
        return shown
    return f"{shown if on_axis else never_whole(value, shown, decimals)}%"


def tick_format(chart: Chart) -> str:
    """Whole numbers on the axis where its steps are whole, else so many decimals as tell them apart."""
    decimals = tick_decimals(value_range(chart)[2])
    percent = '"%"' if "%" in chart.number_format else ""
    return f"#,##0{'.' + '0' * decimals if decimals else ''}{percent}"


def tick_decimals(step: float) -> int:
    """How many decimals tell neighbouring ticks apart: none for 5, one for 0.5, two for 0.05."""
    return next(n for n in range(MOST_DECIMALS + 1) if n == MOST_DECIMALS or is_whole(step * 10**n))


def is_whole(number: float) -> bool:
    """As far as a computer's fractions tell."""
    return abs(number - round(number)) < 1e-9


def _step(least: float) -> float:
    """1, 2 or 5 times a power of ten, at least `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((round(each * power, 10) for each in (1, 2, 5) if each * power >= least * 0.999), 10 * power)
