"""The index of a period from a mart: scores, bands, ranks inside a kind with their intervals, the list."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from metrics.index.chance import DRAWS, apart_from_county, centred, drawn_scores, rank_limits, score_limits
from metrics.index.figures import COUNTY, Figure, PeriodFigures
from metrics.index.results import AreaIndex, Deducted, Part, PeriodIndex
from metrics.index.scoring import LEAST_WEIGHT, competition_ranks, with_deductions
from metrics.index.standard import GoalPosts, Standard
from metrics.index.stored import TABLE, standard_of_year
from metrics.index.townships_within import townships_within
from metrics.index.what_if import FEWER_DRAWS, reweighed
from metrics.mart_queries import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metrics.index.scoring import Numbers
    from metrics.mart_reader import Mart

_COLUMNS = (
    "indicator",
    "area",
    "value",
    "numerator",
    "denominator",
    "squares",
    "complete",
    "target",
    "warning",
)
_LIST = {1: "well", -1: "support", 0: ""}


def index_of_period(
    mart: Mart, period_type: str, period: str, weights: Mapping[str, float] | None = None
) -> PeriodIndex:
    """The index of every township that has figures in the period.

    Computed from the figures and the scoring standard that the mart keeps, so that a mart always gives the
    same scores. Without a standard for the year, or figures in the period, there is nothing. `weights`: a
    trial of others than the standard's (metrics/index/what_if.py).
    """
    standard = _standard(mart, period)
    if standard and weights:
        standard = reweighed(standard, weights)
    figures, found = _scored(mart, standard, Choice(period_type=period_type, period=period))
    if not figures or len(found) < 2:
        return PeriodIndex(period_type, period, standard, None, ())
    drawn = _with_chance(_Drawing(figures, found, FEWER_DRAWS if weights else DRAWS))
    return PeriodIndex(period_type, period, standard, drawn[0], drawn[1:])


def scores_of_period(mart: Mart, period_type: str, period: str) -> PeriodIndex:
    """As `index_of_period`, without what chance does to it: no limits, no ranks, no list.

    Of four hundred townships it takes a twentieth of the time.
    """
    standard = _standard(mart, period)
    _, found = _scored(mart, standard, Choice(period_type=period_type, period=period))
    if len(found) < 2:
        return PeriodIndex(period_type, period, standard, None, ())
    return PeriodIndex(period_type, period, standard, found[0], tuple(found[1:]), is_drawn=False)


def score_of_township(mart: Mart, period_type: str, period: str, township: str) -> PeriodIndex:
    """The score of one township and its parts, for a fraction of the time.

    Without what takes a county: limits, ranks, the list, and the county's own score.
    """
    standard = _standard(mart, period)
    choice = Choice(area=(COUNTY, township), period_type=period_type, period=period)
    _, found = _scored(mart, standard, choice)
    return PeriodIndex(period_type, period, standard, None, tuple(found[1:]))


def _standard(mart: Mart, period: str) -> Standard | None:
    return standard_of_year(mart.kept_rows(TABLE, ("is_own", "standard")), int(period[:4]))


def _scored(
    mart: Mart, standard: Standard | None, choice: Choice
) -> tuple[PeriodFigures | None, list[AreaIndex]]:
    """The figures of the choice, and each area without what chance does to its score."""
    if standard is None:
        return None, []
    register = mart.kept_rows("areas", ("area", "area_type", "name", "kind"))
    townships = [area for area, area_type, *_ in register if area_type == "township"]
    within = townships_within(mart, str(choice.period_type), str(choice.period))
    figures = _figures(mart, standard, townships, replace(choice, indicator=standard.counted), within)
    names = {area: (name, kind or "") for area, _, name, kind in register}
    parts, deductions = _parts(figures), _deductions(figures)
    return figures, [
        _area_index(figures, number, names[area], parts[number], deductions[number])
        for number, area in enumerate(figures.areas)
    ]


def _figures(
    mart: Mart, standard: Standard, townships: Sequence[str], choice: Choice, within: Mapping[str, int]
) -> PeriodFigures:
    """Of the county and those of the townships, in register order, that have any."""
    rows = mart.rows(_COLUMNS, choice)
    present = {row[1] for row in rows}
    return PeriodFigures(
        standard=standard,
        areas=(COUNTY, *(area for area in townships if area in present)),
        units=dict(mart.kept_rows("indicators", ("indicator", "unit"))),
        figures={(row[0], row[1]): Figure._make(row[2:7]) for row in rows},
        goal_posts=goal_posts_of(standard, ((row[0], row[7], row[8]) for row in rows)),
        townships=within,
    )


def goal_posts_of(
    standard: Standard, targets: Iterable[tuple[str, float | None, float | None]]
) -> dict[str, GoalPosts]:
    """Those of the standard, else target = 100 and warning = 60; two that are equal are none."""
    found = {
        name: GoalPosts(target, warning)
        for name, target, warning in targets
        if target is not None and warning is not None and target != warning
    }
    return found | dict(standard.goal_posts)


def _area_index(
    figures: PeriodFigures,
    number: int,
    named: tuple[str, str],
    parts: tuple[Part, ...],
    deductions: tuple[Deducted, ...],
) -> AreaIndex:
    domains = {domain: float(points[number]) for domain, points in figures.domain_points.items()}
    before, present = float(figures.before[number]), float(figures.present_weight[number])
    enough = present >= LEAST_WEIGHT - 1e-9
    score = float(with_deductions(before, figures.deducted[number])) if enough else None
    return AreaIndex(
        figures.areas[number],
        *named,
        score=score,
        band=figures.standard.band(score) if score is not None else None,
        before=before if enough else None,
        deducted=float(figures.deducted[number]),
        present_weight=present,
        complete=bool(figures.complete[number]),
        domains={domain: points for domain, points in domains.items() if points == points},
        parts=parts,
        deductions=deductions,
    )


def _parts(figures: PeriodFigures) -> list[tuple[Part, ...]]:
    """By area: its indicators, in the order of the standard."""
    columns = [
        _parts_of(figures, domain.id, name)
        for domain in figures.standard.domains
        for name in domain.indicators
    ]
    return [*zip(*columns, strict=True)]


def _parts_of(figures: PeriodFigures, domain: str, name: str) -> list[Part]:
    """By area: what this indicator is to its score."""
    points = [_number(each) for each in figures.points[name].tolist()]
    posts = figures.goal_posts.get(name)
    return [
        Part(name, domain, figures.of(name, area), earned, share, points[0], posts)
        for area, earned, share in zip(figures.areas, points, figures.shares[name].tolist(), strict=True)
    ]


def _deductions(figures: PeriodFigures) -> list[tuple[Deducted, ...]]:
    """By area: what took points off."""
    found = [(each, figures.counted_events(each.indicator).tolist()) for each in figures.standard.deductions]
    return [
        tuple(
            Deducted(each.indicator, events[number], each.points, int(among))
            for each, events in found
            if events[number]
        )
        for number, among in enumerate(figures.shared_among)
    ]


def _number(value: float) -> float | None:
    return None if value != value else value


class _Drawing:
    """What is drawn for a period: equal to another one of the same figures, areas and number of draws."""

    def __init__(self, figures: PeriodFigures, found: Sequence[AreaIndex], draws: int) -> None:
        self.figures, self.found, self.draws = figures, tuple(found), draws
        said = repr((figures, [(each.name, each.kind) for each in found], draws))
        self._digest = hashlib.sha256(said.encode()).digest()

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawing) and other._digest == self._digest


# a publication leaves the figures of most periods as they are, and the same seed draws the same of them
@lru_cache(maxsize=24)
def _with_chance(drawing: _Drawing) -> tuple[AreaIndex, ...]:
    """Limits of the scores, ranks inside each kind, and who is on the list."""
    import numpy as np

    figures, found, draws = drawing.figures, list(drawing.found), drawing.draws
    scored = [number for number, each in enumerate(found) if each.score is not None]
    scores_of_all = np.array([np.nan if each.score is None else each.score for each in found])
    drawn = centred(drawn_scores(figures, draws), scores_of_all)
    if 0 in scored:
        apart = apart_from_county(drawn)
        found = [
            replace(each, listed=_LIST[int(apart[n])] if n in scored else "") for n, each in enumerate(found)
        ]
    limits = score_limits(drawn)
    for number in scored:
        low, high = (min(max(float(each), 0.0), 100.0) for each in limits[:, number])
        found[number] = replace(found[number], score_low=low, score_high=high)
    for kind in dict.fromkeys(each.kind for each in found[1:]):
        members = [number for number in scored if number and found[number].kind == kind]
        scores = np.array([found[number].score for number in members], dtype=float)
        for number, ranks in zip(members, _ranked(scores, drawn[:, members]), strict=True):
            found[number] = replace(found[number], ranked=len(members), **ranks)
    return tuple(found)


def _ranked(scores: Numbers, drawn: Numbers) -> list[dict[str, Any]]:
    """Rank and intervals of each of these scores among each other."""
    if not len(scores):
        return []
    ranks = competition_ranks(scores)
    drawn_ranks = competition_ranks(drawn)
    low, high = rank_limits(drawn_ranks, ranks, 0.95)
    low_99, high_99 = rank_limits(drawn_ranks, ranks, 0.99)
    names = ("rank", "rank_low", "rank_high", "rank_low_99", "rank_high_99")
    columns = zip(ranks, low, high, low_99, high_99, strict=True)
    return [dict(zip(names, map(int, row), strict=True)) for row in columns]
