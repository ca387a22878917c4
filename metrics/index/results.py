"""The index of a period as its readers take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.index.figures import Figure
from metrics.index.standard import GoalPosts, Standard


@dataclass(frozen=True)
class Part:
    """An indicator inside a score. `points` None: missing; `weight`: share of the whole as it was shared out.

    `county_points`: what the county's value would earn. `goal_posts` None: nothing says what is good.
    """

    indicator: str
    domain: str
    figure: Figure
    points: float | None
    weight: float
    county_points: float | None
    goal_posts: GoalPosts | None

    @property
    def contribution(self) -> float:
        """Points of the score that this part is worth under the arithmetic mean."""
        return self.weight * (self.points or 0.0)


@dataclass(frozen=True)
class Deducted:
    """`events` that took `points` each off the score, spread over the `townships` that an area is made of."""

    indicator: str
    events: float
    points: float
    townships: int = 1

    @property
    def whole(self) -> float:
        return self.events * self.points / self.townships


@dataclass(frozen=True)
class AreaIndex:
    """The index of a township (or the county) in a period.

    `score`, `band` and the ranks are None under two thirds of the weight; `ranked`: townships of the kind
    that have an index; `rank_low` to `rank_high` is the 95 % interval, `…_99` the 99 % one. `score_low` and
    `score_high`: 95 %. `before`: the score without deductions. `listed`: well, support or "", at 99.8 %.
    `complete`: every report behind the weighted figures is in.
    """

    area: str
    name: str
    kind: str
    score: float | None
    band: str | None
    before: float | None
    deducted: float
    present_weight: float
    complete: bool
    domains: Mapping[str, float]
    parts: tuple[Part, ...]
    deductions: tuple[Deducted, ...]
    score_low: float | None = None
    score_high: float | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    rank_low_99: int | None = None
    rank_high_99: int | None = None
    ranked: int = 0
    listed: str = ""


@dataclass(frozen=True)
class PeriodIndex:
    """The index of one period: the county's score, townships in register order, the standard they follow.

    `is_drawn`: what chance does to it is known, and with it limits, ranks and the list.
    """

    period_type: str
    period: str
    standard: Standard | None
    county: AreaIndex | None
    townships: tuple[AreaIndex, ...]
    is_drawn: bool = True

    def of(self, area: str) -> AreaIndex | None:
        """The index of one township."""
        return next((each for each in self.townships if each.area == area), None)

    def of_kind(self, kind: str) -> list[AreaIndex]:
        """The townships of a kind, the best first, those without an index last."""
        found = [each for each in self.townships if each.kind == kind]
        return sorted(found, key=lambda each: (each.score is None, -(each.score or 0)))

    @property
    def kinds(self) -> list[str]:
        """The kinds that there are, in register order."""
        return list(dict.fromkeys(each.kind for each in self.townships))
