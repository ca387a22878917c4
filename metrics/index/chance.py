"""What chance does to scores and ranks: the same county drawn again and again, with weights that vary.

Every input is drawn from what its counts leave open: a share from Beta(x + ½, n − x + ½), a mean from
Student's t, an event that deducts from Gamma(x) (one death may have been chance; no death deducts nothing).
Weights are multiplied by 1 + U(−¼, ¼) on both levels, the same for all areas of a draw. The seed is fixed, so
the same counts always give the same intervals.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from data.engines.side_by_side import run_side_by_side
from metrics.index.scoring import competition_ranks, weighted_mean, with_deductions

if TYPE_CHECKING:
    from numpy.random import Generator

    from metrics.index.figures import PeriodFigures
    from metrics.index.scoring import Numbers
    from metrics.index.standard import Domain

DRAWS = 4_000
SEED = 20_251_121
WEIGHT_SPREAD = 0.25
DRAWS_AT_ONCE = 200


def drawn_scores(figures: PeriodFigures, draws: int = DRAWS, seed: int = SEED) -> Numbers:
    """Scores (draws × areas), the county first; NaN for an area without any points."""
    import numpy as np

    weights = np.random.default_rng([seed, 0])
    by_domain = [_domain_points(figures, domain, draws, seed, weights) for domain in figures.standard.domains]
    whole = [domain.weight * _spread(weights, draws) for domain in figures.standard.domains]
    before = _averaged(
        np.stack(by_domain, axis=-1), np.stack(whole, axis=-1)[:, None, :], figures.standard.mean
    )
    return with_deductions(before, _drawn_deductions(figures, draws, seed))


def centred(drawn: Numbers, scores: Numbers) -> Numbers:
    """The draws moved so that their mean is the score as it stands.

    Beta(x + ½, n − x + ½) pulls a share of few cases towards one half. One share hardly notices; in a score
    made of twenty of them the pull adds up, and a small township would be listed for being small.
    """
    moved: Numbers = drawn + (scores - drawn.mean(axis=0))
    return moved


def _domain_points(
    figures: PeriodFigures, domain: Domain, draws: int, seed: int, weights: Generator
) -> Numbers:
    """Points of a domain (draws × areas)."""
    import numpy as np

    points = np.empty((draws, len(figures.areas), len(domain.indicators)))

    def draw(at: int, name: str) -> None:
        points[..., at] = figures.points_of(name, _drawn_values(figures, name, draws, seed))

    # numpy lets Python's lock go while it draws
    run_side_by_side([partial(draw, at, name) for at, name in enumerate(domain.indicators)])
    varied = [weight * _spread(weights, draws) for weight in domain.indicators.values()]
    return _averaged(points, np.stack(varied, axis=-1)[:, None, :], figures.standard.mean)


def _averaged(points: Numbers, weights: Numbers, mean: str) -> Numbers:
    """`weighted_mean`, a few draws at a time: what is computed in between stays in the processor's cache."""
    import numpy as np

    averages = np.empty(points.shape[:-1])

    def average(part: slice) -> None:
        averages[part] = weighted_mean(points[part], weights[part], mean)

    parts = [slice(at, at + DRAWS_AT_ONCE) for at in range(0, len(points), DRAWS_AT_ONCE)]
    run_side_by_side([partial(average, part) for part in parts])
    return averages


def _spread(generator: Generator, draws: int) -> Numbers:
    return 1 + generator.uniform(-WEIGHT_SPREAD, WEIGHT_SPREAD, draws)


def generator_of(seed: int, name: str) -> Generator:
    """Draws of one indicator do not depend on which others there are."""
    import numpy as np

    return np.random.default_rng([seed, *name.encode()])


def _drawn_values(figures: PeriodFigures, name: str, draws: int, seed: int) -> Numbers:
    """Values of an indicator in its unit (draws × areas); NaN where it is missing."""
    import numpy as np

    if figures.posts(name) is None:
        return np.full((draws, len(figures.areas)), np.nan)
    generator = generator_of(seed, name)
    if figures.units[name] == "days":
        return _drawn_means(figures, name, draws, generator)
    above, below = figures.column(name, "numerator"), figures.column(name, "denominator")
    known = ~np.isnan(figures.column(name, "value"))
    cases, others = np.where(known, above, 0.0), np.where(known, below - above, 0.0)
    shares: Numbers = 100 * generator.beta(cases + 0.5, others + 0.5, (draws, len(cases)))
    return np.where(known, shares, np.nan)


def _drawn_means(figures: PeriodFigures, name: str, draws: int, generator: Generator) -> Numbers:
    import numpy as np

    total, cases, squares = (figures.column(name, field) for field in ("numerator", "denominator", "squares"))
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = np.maximum(squares - total**2 / cases, 0) / (cases - 1)
    variance = np.where(cases > 1, variance, variance[0])  # one case tells no spread: the county's
    error = np.sqrt(np.nan_to_num(variance) / np.maximum(np.nan_to_num(cases), 1))
    drawn = generator.standard_t(np.maximum(np.nan_to_num(cases) - 1, 1), (draws, len(cases)))
    means: Numbers = np.maximum(figures.column(name, "value") + error * drawn, 0)
    return means


def _drawn_deductions(figures: PeriodFigures, draws: int, seed: int) -> Numbers:
    import numpy as np

    points = np.zeros((draws, len(figures.areas)))
    for deduction in figures.standard.deductions:
        events = figures.events(deduction.indicator)
        drawn = generator_of(seed, deduction.indicator).gamma(np.maximum(events, 1e-9), size=points.shape)
        points += deduction.points * np.where(events > 0, drawn, 0)
    return points


def rank_limits(scores: Numbers, ranks: Numbers, level: float) -> Numbers:
    """Lowest and highest rank (2 × areas) at a level such as 0.95; the rank itself is always inside.

    `scores`: draws × areas that are ranked among each other; `ranks`: their ranks as they stand.
    """
    import numpy as np

    drawn = competition_ranks(scores)
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
