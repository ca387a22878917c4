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
    mart: Mart,
    period_type: str,
    period: str,
    weights: Mapping[str, float] | None = None,
    with_chance: bool = True,
) -> PeriodIndex:
    """The index of every township that has figures in the period.

    Computed from the figures and the scoring standard that the mart keeps, so that a mart always gives the
    same scores. Without a standard for the year, or figures in the period, there is nothing. `weights`: a
    trial of others than the standard's (metrics/index/what_if.py). `with_chance`: limits, ranks and the list.
    """
    standard = standard_of_year(mart.kept_rows(TABLE, ("is_own", "standard")), int(period[:4]))
    if standard and weights:
        standard = reweighed(standard, weights)
    figures = _figures(mart, standard, period_type, period) if standard else None
    if figures is None or len(figures.areas) < 2:
        return PeriodIndex(period_type, period, standard, None, ())
    found = _scored(mart, figures)
    draws = FEWER_DRAWS if weights else DRAWS
    townships = _with_chance(_Drawing(figures, found, draws)) if with_chance else found
    return PeriodIndex(period_type, period, standard, townships[0], tuple(townships[1:]))


def _scored(mart: Mart, figures: PeriodFigures) -> list[AreaIndex]:
    """Each area, without what chance does to its score."""
    rows = mart.kept_rows("areas", ("area", "name", "kind"))
    names = {area: (name, kind or "") for area, name, kind in rows}
    return [_area_index(figures, number, *names[area]) for number, area in enumerate(figures.areas)]


def _figures(mart: Mart, standard: Standard, period_type: str, period: str) -> PeriodFigures:
    choice = Choice(indicator=standard.counted, period_type=period_type, period=period)
    rows = mart.rows(_COLUMNS, choice)
    units = dict(mart.kept_rows("indicators", ("indicator", "unit")))
    townships = {area for area, kind in mart.kept_rows("areas", ("area", "area_type")) if kind == "township"}
    present = {row[1] for row in rows}
    ordered = [area for (area,) in mart.kept_rows("areas", ("area",)) if area in townships & present]
    return PeriodFigures(
        standard=standard,
        areas=(COUNTY, *ordered),
        units=units,
        figures={(row[0], row[1]): Figure(*row[2:7]) for row in rows},
        goal_posts=goal_posts_of(standard, ((row[0], row[7], row[8]) for row in rows)),
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


def _area_index(figures: PeriodFigures, number: int, name: str, kind: str) -> AreaIndex:
    import numpy as np

    standard, area = figures.standard, figures.areas[number]
    of_domain = {name: float(points[number]) for name, points in figures.domain_points.items()}
    before = float(figures.before[number])
    enough = figures.present_weight[number] >= LEAST_WEIGHT - 1e-9
    score = float(with_deductions(before, figures.deducted[number])) if enough else None
    return AreaIndex(
        area=area,
        name=name,
        kind=kind,
        score=score,
        band=standard.band(score) if score is not None else None,
        before=before if enough else None,
        deducted=float(figures.deducted[number]),
        present_weight=float(figures.present_weight[number]),
        complete=all(figures.of(each, area).complete for each in standard.counted),
        domains={name: value for name, value in of_domain.items() if not np.isnan(value)},
        parts=tuple(_parts(figures, number)),
        deductions=tuple(_deductions(figures, number)),
    )


def _parts(figures: PeriodFigures, number: int) -> Iterable[Part]:
    present = {name: column[number] == column[number] for name, column in figures.points.items()}
    inside = {
        domain.id: sum(weight for name, weight in domain.indicators.items() if present[name])
        for domain in figures.standard.domains
    }
    whole = sum(domain.weight for domain in figures.standard.domains if inside[domain.id])
    for domain in figures.standard.domains:
        for name, weight in domain.indicators.items():
            share = domain.weight / whole * weight / inside[domain.id] if present[name] else 0.0
            yield Part(
                indicator=name,
                domain=domain.id,
                figure=figures.of(name, figures.areas[number]),
                points=_number(figures.points[name][number]),
                weight=share,
                county_points=_number(figures.points[name][0]),
                goal_posts=figures.goal_posts.get(name),
            )


def _deductions(figures: PeriodFigures, number: int) -> Iterable[Deducted]:
    for each in figures.standard.deductions:
        events = float(figures.events(each.indicator)[number])
        if events:
            yield Deducted(each.indicator, events, each.points)


def _number(value: float) -> float | None:
    return None if value != value else float(value)


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
    low, high = rank_limits(drawn, ranks, 0.95)
    low_99, high_99 = rank_limits(drawn, ranks, 0.99)
    names = ("rank", "rank_low", "rank_high", "rank_low_99", "rank_high_99")
    columns = zip(ranks, low, high, low_99, high_99, strict=True)
    return [dict(zip(names, map(int, row), strict=True)) for row in columns]
