"""Over-dispersed limits of a funnel, beside the plain ones where townships differ by more than chance."""

from __future__ import annotations

from collections.abc import Sequence

from charts.area_figures import AreaFigure
from charts.measure import Measure
from charts.text import plain_number
from data.language import say
from metrics.overdispersion import Dispersion, rate_dispersion, rate_limits, share_dispersion, share_limits

PER_HEAD = {"per_10k": 10_000, "per_100k": 100_000}
SIDES = ("lower998", "lower95", "upper95", "upper998")


def spread_of(figures: Sequence[AreaFigure], measure: Measure, county: float) -> Dispersion:
    """How far the townships differ; `county` in the indicator's unit."""
    known = [f for f in figures if f.value is not None and f.denominator and f.numerator is not None]
    sums = [(f.numerator or 0.0, f.denominator or 0.0) for f in known]
    observed, sizes = [x for x, _ in sums], [n for _, n in sums]
    if measure.unit == "percent":
        return share_dispersion(observed, sizes, county / 100)
    per_person_month = county / PER_HEAD[measure.unit] / 12
    if per_person_month <= 0:
        return Dispersion(1.0, 0.0, 0)
    return rate_dispersion(observed, [per_person_month * n for n in sizes])


def spread_curve(
    figures: Sequence[AreaFigure], sizes: list[float], measure: Measure, county: float
) -> dict[str, list[float]]:
    """Limits at each size (cases of a share, people of a rate), in the indicator's unit, by side and `size`.

    Empty where chance alone explains the townships, or where they are too few to tell.
    """
    spread = spread_of(figures, measure, county)
    if not spread.is_drawn:
        return {}
    if measure.unit == "percent":
        limits, scale = share_limits(county / 100, sizes, spread.tau2), 100.0
    else:
        months = max((figure.covered for figure in figures), default=12) or 12
        events = county / PER_HEAD[measure.unit] * months / 12  # a person in the period
        limits, scale = rate_limits([events * size for size in sizes], spread.tau2), county
    return {"size": sizes} | {side: [scale * getattr(limit, side) for limit in limits] for side in SIDES}


def spread_words(figures: Sequence[AreaFigure], measure: Measure, county: float) -> str:
    """What the dotted lines are and why they are there; '' where chance alone explains the townships."""
    spread = spread_of(figures, measure, county)
    if not spread.is_drawn:
        return ""
    return say(
        "各乡镇之间的差别是偶然波动的{phi}倍（φ），说明条件本来就不同；点线是把这种差别算进去的界限，"
        "在点线之外的才真正与众不同。",
        phi=plain_number(spread.phi, 1),
    )
