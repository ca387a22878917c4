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

# columns of the heat map: enough cases a year in most townships to tell them apart, and the whole county
# still fits on one screen; every other indicator is one click away
HEAT_MAP = (
    "first_contact_resolution", "repeat_visit_share", "acceptance_on_time", "completion_on_time",
    "mean_days_to_close", "satisfaction_rate",
    "hazard_rectification", "major_hazard_on_time", "road_deaths_per_100k", "fires_per_10k", "drills_done",
    "clearance_rate", "patrol_coverage",
    "sense_of_safety", "service_satisfaction",
    "grid_staffing",
    "submitted_on_time",
)  # fmt: skip
MOST_COLUMNS = 17
MOST_CARDS = 12
FEWEST = 6  # a county whose exports feed fewer of ours is shown its own indicators, then the rest


def headline_measures(measures: Sequence[Measure], with_figures: Container[str]) -> list[Measure]:
    """The headline figures that there are; `with_figures`: indicators that have any."""
    found = [measure for measure in measures if measure.id in with_figures]
    return _chosen(found, HEADLINES, MOST_CARDS)


def heat_map_measures(measures: Sequence[Measure], with_figures: Container[str]) -> list[Measure]:
    """The columns of the heat map in catalogue order; neutral indicators are never among them."""
    found = [measure for measure in measures if measure.is_compared and measure.id in with_figures]
    chosen = _chosen(found, HEAT_MAP, MOST_COLUMNS)
    return [measure for measure in measures if measure in chosen]


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
