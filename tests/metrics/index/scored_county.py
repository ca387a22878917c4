"""A county of a few typed figures with a standard of its own, scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from metrics.index.period_index import index_of_period
from metrics.index.results import AreaIndex, PeriodIndex
from metrics.index.standard import Deduction, Domain, GoalPosts, Standard
from metrics.index.standard_file import StandardText
from metrics.index.stored import StoredStandard, load_into_session
from metrics.mart import Foundations, write_mart
from metrics.mart_reader import Mart
from metrics.receipts import Definition
from tests.metrics.tiny_mart import EMPTY, definition, session, town

BANDS = {"excellent": 90.0, "good": 80.0, "steady": 70.0}


def standard(
    domains: Mapping[str, tuple[float, Mapping[str, float]]],
    goal_posts: Mapping[str, tuple[float, float]] | None = None,
    deductions: Mapping[str, float] | None = None,
    mean: str = "arithmetic",
    year: int = 2020,
) -> Standard:
    """Domain → (weight, indicator → weight); indicator → (100, 60 points); indicator → points off."""
    return Standard(
        year=year,
        label=f"scoring/{year}.toml",
        mean=mean,
        bands=BANDS,
        domains=tuple(Domain(name, weight, inside) for name, (weight, inside) in domains.items()),
        goal_posts={name: GoalPosts(*posts) for name, posts in (goal_posts or {}).items()},
        deductions=tuple(Deduction(name, points) for name, points in (deductions or {}).items()),
    )


def scored(
    folder: Path,
    standards: Standard | Sequence[Standard],
    figures: Iterable[tuple],
    definitions: Sequence[Definition] = (definition(),),
    period: str = "2025-01",
    **county: Any,
) -> PeriodIndex:
    """The index of a month of these monthly figures."""
    return scored_months(folder, standards, figures, definitions, (period,), **county)[0]


def scored_months(
    folder: Path,
    standards: Standard | Sequence[Standard],
    figures: Iterable[tuple],
    definitions: Sequence[Definition],
    periods: Sequence[str],
    **county: Any,
) -> list[PeriodIndex]:
    """The index of each of these months."""
    listed = [standards] if isinstance(standards, Standard) else standards
    stored = [StoredStandard(StandardText(each.year, each.label, "", True), each) for each in listed]
    numbered = [replace(each, indicator_no=number) for number, each in enumerate(definitions)]
    path = folder / "scored.duckdb"
    path.unlink(missing_ok=True)
    areas = county.pop("areas", (town("A"), town("B")))
    with session(areas, figures, county.get("targets", ())) as engine:
        load_into_session(engine, stored)
        kept = {"scoring_standards": "year"}
        write_mart(path, engine, Foundations(numbered, EMPTY, {"format": "1"}, companions=kept))
    with Mart(path) as mart:
        return [index_of_period(mart, "month", period) for period in periods]


ONE = standard({"requests": (1, {"rate": 1})}, {"rate": (90, 80)})


def of(found: PeriodIndex, area: str) -> AreaIndex:
    """The index of an area, which has one."""
    index = found.of(area)
    assert index is not None
    return index


def score(found: PeriodIndex, area: str) -> float | None:
    """The score of an area, None for one that cannot be scored."""
    return of(found, area).score
