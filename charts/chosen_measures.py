"""Which figures stand first, on 总览 and in the papers, as one readable table each."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache

from charts.measure import Measure
from metrics.indicator_definition import INDICATORS_FOLDER

# in the order in which the county's reports tell them
HEADLINES = (
    "petitions_received",  # how much was asked
    "repeat_visit_share",  # who had to come back
    "first_contact_resolution",  # solved the first time
    "satisfaction_rate",  # and how people found it
    "assigned_resolution",  # promised to higher offices
    "agent_completion",  # handled for people by an agent
    "long_standing_resolved",  # old cases
    "wage_arrears_requests",  # wages owed to migrant workers
    "property_online_share",  # the largest topic online
    "decisions_assessed",  # risks weighed before deciding
    "leader_receptions",  # work of the offices themselves
    "household_visits",
)

MOST_CARDS = 12
FEWEST = 6  # a county whose exports feed fewer of ours is shown its own indicators, then the rest


def headline_measures(measures: Sequence[Measure], with_figures: Container[str]) -> list[Measure]:
    """The headline figures that there are; `with_figures`: indicators that have any."""
    found = [measure for measure in measures if measure.id in with_figures]
    return _chosen(found, HEADLINES, MOST_CARDS)


def heat_map_measures(
    measures: Sequence[Measure], with_figures: Container[str], domain: str = ""
) -> list[Measure]:
    """The columns of the heat map in catalogue order: every judged indicator, never a neutral one.

    `domain` "" is all of them.
    """
    found = [measure for measure in measures if measure.is_judged and measure.id in with_figures]
    return [measure for measure in found if domain in ("", measure.domain)]


def _chosen(measures: Sequence[Measure], names: Sequence[str], most: int) -> list[Measure]:
    by_id = {measure.id: measure for measure in measures}
    first = [by_id[name] for name in names if name in by_id]
    if len(first) >= FEWEST:
        return first
    others = [measure for measure in measures if measure not in first]
    return sorted([*first, *others], key=lambda measure: measure.id in _ours())[:most]


@cache
def _ours() -> frozenset[str]:
    return frozenset(path.stem for path in INDICATORS_FOLDER.glob("*.toml"))
