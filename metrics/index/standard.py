"""The scoring standard of the safety index: weights, goal posts, deductions and bands of a year.

One TOML file a year, in force until the file of a later year: ours in `metrics/scoring/`, the county's in
`scoring/` of its store. Where the county has a file for a year or an earlier one, ours are not looked at.
Weights, goal posts and deductions live nowhere else, and a year that has passed keeps the file it had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "scoring"
MEANS = ("arithmetic", "geometric")
BANDS = ("excellent", "good", "steady")
BAND_NAMES = {
    "excellent": {"zh": "优", "en": "Excellent"},
    "good": {"zh": "良", "en": "Good"},
    "steady": {"zh": "平稳", "en": "Steady"},
    "poor": {"zh": "较差", "en": "Poor"},
}


@dataclass(frozen=True)
class GoalPosts:
    """Values of an indicator, in its unit, that earn 100 and 60 points; between and beyond them linear."""

    points_100: float
    points_60: float


@dataclass(frozen=True)
class Domain:
    """A domain of the catalogue: its weight among the domains, and indicator → weight inside it."""

    id: str
    weight: float
    indicators: Mapping[str, float]


@dataclass(frozen=True)
class Deduction:
    """`points` off the score for every event in the numerator of `indicator` (a death)."""

    indicator: str
    points: float


@dataclass(frozen=True)
class Standard:
    """One file. `year`: the first year it is in force; `bands`: name → least score, highest first."""

    year: int
    label: str
    mean: str
    bands: Mapping[str, float]
    domains: tuple[Domain, ...]
    goal_posts: Mapping[str, GoalPosts]
    deductions: tuple[Deduction, ...]

    @property
    def weighted(self) -> list[str]:
        """Every indicator that carries weight, in the order of the file."""
        return [indicator for domain in self.domains for indicator in domain.indicators]

    @property
    def counted(self) -> list[str]:
        """Every indicator that the index needs: those with weight, then those that deduct."""
        return list(dict.fromkeys([*self.weighted, *(each.indicator for each in self.deductions)]))

    def band(self, score: float) -> str:
        """excellent, good, steady or poor."""
        return next((name for name, least in self.bands.items() if score >= least), "poor")


def in_force(standards: Mapping[int, Standard], year: int) -> Standard | None:
    """The standard of a year: its own file, else that of the nearest earlier year."""
    earlier = [each for each in standards if each <= year]
    return standards[max(earlier)] if earlier else None
