"""Scores of a period, from counts typed in place: goal posts, weights, what is missing, standards."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.index.results import PeriodIndex
from tests.metrics.index.scored_county import ONE, of, score, scored, scored_months, standard
from tests.metrics.tiny_mart import definition, months


def test_the_target_is_worth_100_and_the_warning_60_and_what_lies_between_is_linear(tmp_path: Path) -> None:
    figures = months("rate", "A", "2025-01", (85, 100), (90, 100), (80, 100), (60, 100), (70, 100), (99, 100))
    targets = [("rate", 2025, 90.0, 80.0)]
    county = standard({"requests": (1, {"rate": 1})})
    months_shown = [f"2025-0{number}" for number in range(1, 7)]
    found = scored_months(tmp_path, county, figures, [definition()], months_shown, targets=targets)
    assert [score(each, "A") for each in found] == pytest.approx([80, 100, 60, 0, 20, 100])


def test_low_is_good_where_the_target_lies_below_the_warning(tmp_path: Path) -> None:
    mean = definition("wait", "days", "low")
    figures = months("wait", "A", "2025-01", (250, 10, 6500))
    county = standard({"requests": (1, {"wait": 1})}, {"wait": (20, 30)})
    assert score(scored(tmp_path, county, figures, [mean]), "A") == pytest.approx(80)


def two_levels(mean: str = "arithmetic") -> object:
    domains = {"requests": (3, {"a": 1, "b": 3}), "feelings": (1, {"c": 1})}
    return standard(domains, dict.fromkeys("abc", (100, 60)), mean=mean)


def figures_of(**values: int | None) -> list[tuple]:
    rows = []
    for name, value in values.items():
        rows += months(name, "A", "2025-01", None if value is None else (value, 100))
        rows += months(name, "B", "2025-01", (90, 100))
    return rows


ABC = [definition(name) for name in "abc"]


def test_domains_and_indicators_are_weighted_on_two_levels(tmp_path: Path) -> None:
    found = scored(tmp_path, two_levels(), figures_of(a=100, b=80, c=60), ABC)
    assert score(found, "A") == pytest.approx((3 * (1 * 100 + 3 * 80) / 4 + 60) / 4)
    assert of(found, "A").domains == pytest.approx({"requests": 85, "feelings": 60})


def test_the_geometric_mean_lets_a_weakness_weigh_more(tmp_path: Path) -> None:
    found = scored(tmp_path, two_levels("geometric"), figures_of(a=100, b=80, c=60), ABC)
    expected = (100**0.25 * 80**0.75) ** 0.75 * 60**0.25
    assert score(found, "A") == pytest.approx(expected)
    assert score(found, "A") < (3 * (1 * 100 + 3 * 80) / 4 + 60) / 4


def test_under_the_geometric_mean_nothing_counts_as_one_point(tmp_path: Path) -> None:
    found = scored(tmp_path, two_levels("geometric"), figures_of(a=100, b=100, c=0), ABC)
    assert score(found, "A") == pytest.approx(100**0.75)


def test_the_weight_of_what_is_missing_goes_to_the_others_of_its_domain(tmp_path: Path) -> None:
    found = scored(tmp_path, two_levels(), figures_of(a=None, b=80, c=60), ABC)
    assert score(found, "A") == pytest.approx((3 * 80 + 60) / 4)
    assert of(found, "A").present_weight == pytest.approx(1 - 0.75 * 0.25)
    weights = {part.indicator: part.weight for part in of(found, "A").parts}
    assert weights == pytest.approx({"a": 0, "b": 0.75, "c": 0.25})


def test_a_domain_without_any_figure_hands_its_weight_to_the_others(tmp_path: Path) -> None:
    found = scored(tmp_path, two_levels(), figures_of(a=100, b=80, c=None), ABC)
    assert score(found, "A") == pytest.approx(85)


def test_under_two_thirds_of_the_weight_there_is_no_index_and_no_rank(tmp_path: Path) -> None:
    found = scored(tmp_path, two_levels(), figures_of(a=100, b=None, c=100), ABC)
    index = of(found, "A")
    assert (index.score, index.band, index.rank, index.listed) == (None, None, None, "")
    assert of(found, "B").ranked == 1


def test_exactly_two_thirds_of_the_weight_is_enough(tmp_path: Path) -> None:
    thirds = standard({"requests": (1, dict.fromkeys("abc", 1))}, dict.fromkeys("abc", (100, 60)))
    assert score(scored(tmp_path, thirds, figures_of(a=90, b=90, c=None), ABC), "A") == pytest.approx(90)


def test_what_has_neither_goal_posts_nor_a_target_is_missing(tmp_path: Path) -> None:
    thirds = standard({"requests": (1, dict.fromkeys("abc", 1))}, dict.fromkeys("ab", (100, 60)))
    found = scored(tmp_path, thirds, figures_of(a=90, b=90, c=0), ABC)
    assert score(found, "A") == pytest.approx(90)
    assert [part.points for part in of(found, "A").parts] == pytest.approx([90, 90, None])


def test_the_standard_of_a_year_is_that_of_the_nearest_earlier_file(tmp_path: Path) -> None:
    strict = standard({"requests": (1, {"rate": 1})}, {"rate": (100, 90)}, year=2026)
    figures = months("rate", "A", "2025-12", (90, 100), (90, 100))
    old, new = scored_months(tmp_path, [ONE, strict], figures, [definition()], ["2025-12", "2026-01"])
    assert (score(old, "A"), score(new, "A")) == (pytest.approx(100), pytest.approx(60))
    assert old == scored(tmp_path, ONE, figures, period="2025-12")


def test_without_a_standard_or_figures_there_is_no_index(tmp_path: Path) -> None:
    late = standard({"requests": (1, {"rate": 1})}, year=2030)
    found = scored(tmp_path, late, months("rate", "A", "2025-01", (9, 10)))
    assert (found.county, found.townships) == (None, ())


RATES = months("rate", "A", "2025-01", (85, 100)) + months("rate", "B", "2025-01", (70, 80))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> PeriodIndex:
    """The index of the rates alone."""
    return scored(tmp_path_factory.mktemp("without"), ONE, RATES)


@pytest.mark.integration
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(volumes=st.tuples(st.integers(0, 9999), st.integers(0, 9999)))
def test_the_index_never_moves_when_a_neutral_volume_moves(
    without: PeriodIndex, tmp_path: Path, volumes: tuple[int, int]
) -> None:
    catalogue = [definition(), definition("requests", "count", "neither")]

    def with_volumes(*counts: int) -> PeriodIndex:
        rows = [
            row
            for code, count in zip("AB", counts, strict=True)
            for row in months("requests", code, "2025-01", count)
        ]
        return scored(tmp_path, ONE, RATES + rows, catalogue)

    assert with_volumes(*volumes) == without
