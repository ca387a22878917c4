"""What the index is computed from: the sums of one period, by area and weighted indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from metrics.index.scoring import goal_post_points, weighted_mean, zero_post
from metrics.index.standard import GoalPosts, Standard

if TYPE_CHECKING:
    from metrics.index.scoring import Numbers

COUNTY = "county"


class Figure(NamedTuple):  # a county of four hundred townships has ten thousand
    """One indicator of one area in the period; percents as 92.3, days as days. None: missing."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    squares: float | None = None
    complete: bool = False


MISSING = Figure()


@dataclass(frozen=True)
class PeriodFigures:
    """`areas`: the county, then the townships; `figures`: (indicator, area) → figure; `units` by indicator.

    `goal_posts`: of the indicators that can be scored. `townships`: how many the areas above a township have.
    """

    standard: Standard
    areas: tuple[str, ...]
    units: Mapping[str, str]
    figures: Mapping[tuple[str, str], Figure]
    goal_posts: Mapping[str, GoalPosts]
    townships: Mapping[str, int]

    def of(self, indicator: str, area: str) -> Figure:
        return self.figures.get((indicator, area), MISSING)

    def column(self, indicator: str, field: str) -> Numbers:
        """A field of every area, in their order; NaN where it is missing. Made once: nobody changes it."""
        key = (indicator, field)
        if key not in self._columns:
            self._columns[key] = self._column(indicator, field)
        return self._columns[key]

    def _column(self, indicator: str, field: str) -> Numbers:
        import numpy as np

        found = (getattr(self.of(indicator, area), field) for area in self.areas)
        return np.array([np.nan if each is None else float(each) for each in found])

    @cached_property
    def _columns(self) -> dict[tuple[str, str], Numbers]:
        return {}

    def posts(self, indicator: str) -> tuple[float, float] | None:
        """The values of 0 and of 100 points; None where no goal posts are set."""
        posts = self.goal_posts.get(indicator)
        return (float(zero_post(posts.points_100, posts.points_60)), posts.points_100) if posts else None

    def points_of(self, indicator: str, values: Numbers) -> Numbers:
        """Points of values of an indicator; NaN where it cannot be scored."""
        posts = self.posts(indicator)
        return values * float("nan") if posts is None else goal_post_points(values, *posts)

    @cached_property
    def points(self) -> dict[str, Numbers]:
        """Indicator → the points of every area."""
        return {name: self.points_of(name, self.column(name, "value")) for name in self.standard.weighted}

    @cached_property
    def domain_points(self) -> dict[str, Numbers]:
        """Domain → its points in every area; NaN where none of its indicators has any."""
        import numpy as np

        found = {}
        for domain in self.standard.domains:
            inside = np.stack([self.points[name] for name in domain.indicators], axis=-1)
            found[domain.id] = weighted_mean(inside, [*domain.indicators.values()], self.standard.mean)
        return found

    @cached_property
    def before(self) -> Numbers:
        """The mean of the domains of every area, before anything is deducted."""
        import numpy as np

        weights = [domain.weight for domain in self.standard.domains]
        return weighted_mean(np.stack([*self.domain_points.values()], axis=-1), weights, self.standard.mean)

    @cached_property
    def present_weight(self) -> Numbers:
        """Share of the whole weight that every area has points for."""
        import numpy as np

        share, whole = np.zeros(len(self.areas)), sum(domain.weight for domain in self.standard.domains)
        for domain in self.standard.domains:
            inside = sum(domain.indicators.values())
            for name, weight in domain.indicators.items():
                share += ~np.isnan(self.points[name]) * domain.weight / whole * weight / inside
        return share

    @cached_property
    def shares(self) -> dict[str, Numbers]:
        """Indicator → its share of the whole weight in every area, as it was shared out; 0 where missing."""
        import numpy as np

        domains, present = (
            self.standard.domains,
            {name: ~np.isnan(each) for name, each in self.points.items()},
        )
        inside = [sum(weight * present[name] for name, weight in each.indicators.items()) for each in domains]
        whole = sum(domain.weight * (there != 0) for domain, there in zip(domains, inside, strict=True))
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                name: np.where(present[name], domain.weight / whole * weight / there, 0.0)
                for domain, there in zip(domains, inside, strict=True)
                for name, weight in domain.indicators.items()
            }

    @cached_property
    def complete(self) -> Numbers:
        """Whether every report behind the counted figures is in, by area."""
        import numpy as np

        return np.all([self.column(name, "complete") for name in self.standard.counted], axis=0)

    def counted_events(self, indicator: str) -> Numbers:
        """Events that deduct, by area, as they were reported."""
        import numpy as np

        return np.nan_to_num(self.column(indicator, "numerator"))

    @cached_property
    def shared_among(self) -> Numbers:
        """How many townships the deductions of an area are divided by: all that it has."""
        import numpy as np

        return np.array([max(self.townships.get(area, 1), 1) for area in self.areas], dtype=float)

    def events(self, indicator: str) -> Numbers:
        """Events that deduct, by area; above a township, those of a township on average."""
        return self.counted_events(indicator) / self.shared_among

    @cached_property
    def deducted(self) -> Numbers:
        """Points off, by area."""
        import numpy as np

        whole = np.zeros(len(self.areas))
        for deduction in self.standard.deductions:
            whole += deduction.points * self.events(deduction.indicator)
        return whole
