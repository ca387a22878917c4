"""Scores, deductions, bands, ranks and the list of a period, from counts typed in place."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.index.results import AreaIndex, PeriodIndex
from tests.metrics.index.scored_county import scored, scored_months, standard
from tests.metrics.tiny_mart import definition, months, town

ONE = standard({"requests": (1, {"rate": 1})}, {"rate": (90, 80)})


def score(found: PeriodIndex, area: str) -> float | None:
    return of(found, area).score


def of(found: PeriodIndex, area: str) -> AreaIndex:
    index = found.of(area)
    assert index is not None
    return index


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


@cache
def with_deaths(deaths: int, done: int) -> PeriodIndex:
    county = standard({"requests": (1, {"rate": 1})}, {"rate": (90, 80)}, {"deaths": 5})
    counted = [definition(), definition("deaths", "count", "low")]
    figures = months("rate", "A", "2025-01", (done, 100)) + months("rate", "B", "2025-01", (90, 100))
    figures += months("deaths", "A", "2025-01", deaths) + months("deaths", "B", "2025-01", 0)
    with TemporaryDirectory() as folder:
        return scored(Path(folder), county, figures, counted)


def test_every_death_takes_its_points_off_with_a_line_of_its_own() -> None:
    index = of(with_deaths(2, 90), "A")
    assert (index.before, index.deducted, index.score) == (100, 10, 90)
    assert [(each.indicator, each.events, each.points) for each in index.deductions] == [("deaths", 2, 5)]


def test_deductions_end_at_nothing() -> None:
    assert score(with_deaths(9, 80), "A") == pytest.approx(15)
    assert score(with_deaths(30, 90), "A") == 0


def test_the_county_loses_what_a_township_loses_on_average() -> None:
    found = with_deaths(2, 90)
    assert found.county is not None
    assert found.county.score == pytest.approx(100 - 5)


def test_a_band_begins_with_its_least_score(tmp_path: Path) -> None:
    done = {"A": 875, "B": 874, "C": 850, "D": 849, "E": 825, "F": 824}
    figures = [row for code, x in done.items() for row in months("rate", code, "2025-01", (x, 1000))]
    found = scored(tmp_path, ONE, figures, areas=[town(code) for code in done])
    bands = ["excellent", "good", "good", "steady", "steady", "poor"]
    assert [of(found, code).band for code in done] == bands


TOWNS = (town("A"), town("B"), town("C"), town("D", "park"))


def ranked(folder: Path, n: int, **done: int) -> PeriodIndex:
    figures = [row for code, x in done.items() for row in months("rate", code, "2025-01", (x, n))]
    return scored(folder, ONE, figures, areas=TOWNS)


def test_townships_are_ranked_inside_their_own_kind_and_ties_share_the_better_rank(tmp_path: Path) -> None:
    found = ranked(tmp_path, 1000, A=850, B=850, C=820, D=999)
    assert [(of(found, code).rank, of(found, code).ranked) for code in "ABCD"] == [
        (1, 3),
        (1, 3),
        (3, 3),
        (1, 1),
    ]


def test_a_rank_lies_in_its_interval_and_more_cases_narrow_it(tmp_path: Path) -> None:
    few = ranked(tmp_path, 40, A=35, B=34, C=33, D=35)
    many = ranked(tmp_path, 40_000, A=35_000, B=34_000, C=33_000, D=35_000)
    for code in "ABC":
        index = of(few, code)
        limits = (index.rank_low_99, index.rank_low, index.rank, index.rank_high, index.rank_high_99)
        assert list(limits) == sorted(limits)
    assert (of(few, "B").rank_low, of(few, "B").rank_high) == (1, 3)
    assert (of(many, "B").rank_low, of(many, "B").rank_high) == (2, 2)


@pytest.mark.integration
def test_the_same_counts_always_give_the_same_intervals(tmp_path: Path) -> None:
    counts = {"A": 350, "B": 345, "C": 340, "D": 300}
    assert ranked(tmp_path, 400, **counts) == ranked(tmp_path, 400, **counts)


def test_the_list_names_only_who_differs_from_the_county_beyond_chance(tmp_path: Path) -> None:
    clear = ranked(tmp_path, 4000, A=3600, B=3440, C=3240, D=3440)
    assert {code: of(clear, code).listed for code in "ABCD"} == {
        "A": "well",
        "B": "",
        "C": "support",
        "D": "",
    }
    unclear = ranked(tmp_path, 40, A=36, B=34, C=32, D=34)
    assert {of(unclear, code).listed for code in "ABCD"} == {""}


def test_one_death_alone_lists_nobody() -> None:
    found = with_deaths(1, 90)
    assert of(found, "A").score == 95
    assert {each.listed for each in found.townships} == {""}


def test_the_deaths_of_nine_townships_tell_the_county_s_average_better_than_one_tells_its_own(
    tmp_path: Path,
) -> None:
    """Gamma(9) lies between 4.115 and 15.763 (95 %): shared among nine, times five points."""
    county = standard({"requests": (1, {"rate": 1})}, {"rate": (90, 80)}, {"deaths": 5})
    counted = [definition(), definition("deaths", "count", "low")]
    figures = [row for code in "ABCDEFGHI" for row in months("rate", code, "2025-01", (9_999, 9_999))]
    figures += [row for code in "ABCDEFGHI" for row in months("deaths", code, "2025-01", 1)]
    found = scored(tmp_path, county, figures, counted, areas=[town(code) for code in "ABCDEFGHI"])
    assert found.county is not None and found.county.score == 95
    low, high = found.county.score_low, found.county.score_high
    assert (low, high) == pytest.approx((100 - 15.763 / 9 * 5, 100 - 4.115 / 9 * 5), abs=0.3)


def test_a_small_township_is_not_listed_for_being_small(tmp_path: Path) -> None:
    """Twenty perfect shares of two cases each are as good as they can be."""
    names = [f"rate{number}" for number in range(20)]
    county = standard({"requests": (1, dict.fromkeys(names, 1))}, dict.fromkeys(names, (95, 80)))
    figures = [row for name in names for row in months(name, "A", "2025-01", (2, 2))]
    figures += [row for name in names for row in months(name, "B", "2025-01", (960, 1000))]
    found = scored(tmp_path, county, figures, [definition(name) for name in names])
    assert (of(found, "A").score, of(found, "A").listed) == (100, "")


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
