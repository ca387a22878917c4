"""What chance does to scores and ranks: the same county drawn again and again, with weights that vary.

Every input is drawn from what its counts leave open: a share from Beta(x + ½, n − x + ½), a mean from
Student's t, an event that deducts from Gamma(x) (one death may have been chance; no death deducts nothing).
Weights are multiplied by 1 + U(−¼, ¼) on both levels, the same for all areas of a draw. The seed is fixed, so
the same counts always give the same intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from data.engines.side_by_side import run_side_by_side
from metrics.index.scoring import mean_of_children, with_deductions

if TYPE_CHECKING:
    from numpy.random import Generator

    from metrics.index.figures import PeriodFigures
    from metrics.index.scoring import Numbers
    from metrics.index.standard import Standard

    # a number of draws → the next so many (draws × areas)
    NextDraws = Callable[[int], Numbers]

DRAWS = 4_000
SEED = 20_251_121
WEIGHT_SPREAD = 0.25
# so few that what is computed of them stays in the processor's cache, however many areas there are
DRAWS_AT_ONCE = 200


def drawn_scores(figures: PeriodFigures, draws: int = DRAWS, seed: int = SEED) -> Numbers:
    """Scores (draws × areas), the county first; NaN for an area without any points."""
    import numpy as np

    domains, areas = figures.standard.domains, len(figures.areas)
    of_indicators, of_domains = _varied_weights(figures.standard, draws, seed)
    by_domain, deducted = np.empty((len(domains), draws, areas)), np.zeros((draws, areas))

    def draw(at: int) -> None:
        names = [*domains[at].indicators]
        _draw_points(figures, names, of_indicators[at], by_domain[at], seed)

    # the longest first, so that none is left over at the end; numpy lets Python's lock go while it draws
    order = sorted(range(len(domains)), key=lambda at: -len(domains[at].indicators))
    run_side_by_side(
        [*(partial(draw, at) for at in order), lambda: _draw_deductions(figures, deducted, seed)]
    )
    for part in _parts(draws):
        children = zip(by_domain[:, part], of_domains[:, part], strict=True)
        before = mean_of_children(children, figures.standard.mean)
        deducted[part] = with_deductions(before, deducted[part])
    return deducted


def centred(drawn: Numbers, scores: Numbers) -> Numbers:
    """The draws moved so that their mean is the score as it stands.

    Beta(x + ½, n − x + ½) pulls a share of few cases towards one half. One share hardly notices; in a score
    made of twenty of them the pull adds up, and a small township would be listed for being small.
    """
    moved: Numbers = drawn + (scores - drawn.mean(axis=0))
    return moved


def _varied_weights(standard: Standard, draws: int, seed: int) -> tuple[list[Numbers], Numbers]:
    """Of every domain its indicators' weights (indicators × draws), and those of the domains."""
    import numpy as np

    generator = np.random.default_rng([seed, 0])

    def varied(weight: float) -> Numbers:
        return weight * (1 + generator.uniform(-WEIGHT_SPREAD, WEIGHT_SPREAD, draws))

    inside = [np.stack([*map(varied, domain.indicators.values())]) for domain in standard.domains]
    return inside, np.stack([varied(domain.weight) for domain in standard.domains])


def _parts(draws: int) -> Iterator[slice]:
    """All draws, a few at a time."""
    return (slice(at, min(at + DRAWS_AT_ONCE, draws)) for at in range(0, draws, DRAWS_AT_ONCE))


def _draw_points(
    figures: PeriodFigures, names: list[str], weights: Numbers, into: Numbers, seed: int
) -> None:
    """Points of the domain of these indicators (draws × areas)."""
    scored = [at for at, name in enumerate(names) if figures.posts(name) is not None]
    drawing = {at: _drawn_values(figures, names[at], generator_of(seed, names[at])) for at in scored}
    for part in _parts(len(into)):
        children = (
            (figures.points_of(names[at], drawn(part.stop - part.start)), weights[at, part])
            for at, drawn in drawing.items()
        )
        into[part] = mean_of_children(children, figures.standard.mean)


def generator_of(seed: int, name: str) -> Generator:
    """Draws of one indicator do not depend on which others there are."""
    import numpy as np

    return np.random.default_rng([seed, *name.encode()])


def _drawn_values(figures: PeriodFigures, name: str, generator: Generator) -> NextDraws:
    """Values of an indicator in its unit; NaN where it is missing."""
    import numpy as np

    if figures.units[name] == "days":
        return _drawn_means(figures, name, generator)
    above, below = figures.column(name, "numerator"), figures.column(name, "denominator")
    known = ~np.isnan(figures.column(name, "value"))
    cases, others = np.where(known, above, 0.0) + 0.5, np.where(known, below - above, 0.0) + 0.5
    percent = np.where(known, 100.0, np.nan)

    def drawn(draws: int) -> Numbers:
        shares: Numbers = generator.beta(cases, others, (draws, len(cases)))
        return np.multiply(shares, percent, out=shares)

    return drawn


def _drawn_means(figures: PeriodFigures, name: str, generator: Generator) -> NextDraws:
    import numpy as np

    total, cases, squares = (figures.column(name, field) for field in ("numerator", "denominator", "squares"))
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = np.maximum(squares - total**2 / cases, 0) / (cases - 1)
    variance = np.where(cases > 1, variance, variance[0])  # one case tells no spread: the county's
    error = np.sqrt(np.nan_to_num(variance) / np.maximum(np.nan_to_num(cases), 1))
    freedom, mean = np.maximum(np.nan_to_num(cases) - 1, 1), figures.column(name, "value")

    def drawn(draws: int) -> Numbers:
        means: Numbers = np.maximum(mean + error * generator.standard_t(freedom, (draws, len(cases))), 0)
        return means

    return drawn


def _draw_deductions(figures: PeriodFigures, into: Numbers, seed: int) -> None:
    """Points off (draws × areas), onto what is there.

    The county's events are drawn all together and then shared out: those of forty townships tell its average
    far better than one township's own tell it.
    """
    import numpy as np

    for deduction in figures.standard.deductions:
        events, points = figures.counted_events(deduction.indicator), deduction.points / figures.shared_among
        generator, least = generator_of(seed, deduction.indicator), np.maximum(events, 1e-9)
        for part in _parts(len(into) if events.any() else 0):
            drawn = generator.gamma(least, size=(part.stop - part.start, len(events)))
            into[part] += points * np.where(events > 0, drawn, 0)


def rank_limits(drawn: Numbers, ranks: Numbers, level: float) -> Numbers:
    """Lowest and highest rank (2 × areas) at a level such as 0.95; the rank itself is always inside.

    `drawn`: the ranks of every draw (draws × areas ranked among each other); `ranks`: as they stand.
    """
    import numpy as np

    tail = (1 - level) / 2
    low = np.quantile(drawn, tail, axis=0, method="lower")
    high = np.quantile(drawn, 1 - tail, axis=0, method="higher")
    return np.stack([np.minimum(low, ranks), np.maximum(high, ranks)])


def apart_from_county(scores: Numbers, level: float = 0.998) -> Numbers:
    """1 above the county's score at this level, −1 below, 0 otherwise; by area, the county first."""
    import numpy as np

    difference = scores - scores[:, :1]
    tail = (1 - level) / 2
    low, high = np.quantile(difference, [tail, 1 - tail], axis=0)
    apart: Numbers = np.where(low > 0, 1, np.where(high < 0, -1, 0))
    return apart


def score_limits(scores: Numbers, level: float = 0.95) -> Numbers:
    """Lower and upper limit of every score (2 × areas)."""
    import numpy as np

    tail = (1 - level) / 2
    return np.quantile(scores, [tail, 1 - tail], axis=0)
