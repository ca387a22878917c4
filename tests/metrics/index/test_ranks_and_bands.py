"""Bands, ranks with their intervals, and who is on the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.index.results import PeriodIndex
from tests.metrics.index.scored_county import ONE, of, scored, standard
from tests.metrics.tiny_mart import definition, months, town

TOWNS = (town("A"), town("B"), town("C"), town("D", "park"))


def ranked(folder: Path, n: int, **done: int) -> PeriodIndex:
    figures = [row for code, x in done.items() for row in months("rate", code, "2025-01", (x, n))]
    return scored(folder, ONE, figures, areas=TOWNS)


def test_a_band_begins_with_its_least_score(tmp_path: Path) -> None:
    done = {"A": 875, "B": 874, "C": 850, "D": 849, "E": 825, "F": 824}
    figures = [row for code, x in done.items() for row in months("rate", code, "2025-01", (x, 1000))]
    found = scored(tmp_path, ONE, figures, areas=[town(code) for code in done])
    bands = ["excellent", "good", "good", "steady", "steady", "poor"]
    assert [of(found, code).band for code in done] == bands


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


def test_a_small_township_is_not_listed_for_being_small(tmp_path: Path) -> None:
    """Twenty perfect shares of two cases each are as good as they can be."""
    names = [f"rate{number}" for number in range(20)]
    county = standard({"requests": (1, dict.fromkeys(names, 1))}, dict.fromkeys(names, (95, 80)))
    figures = [row for name in names for row in months(name, "A", "2025-01", (2, 2))]
    figures += [row for name in names for row in months(name, "B", "2025-01", (960, 1000))]
    found = scored(tmp_path, county, figures, [definition(name) for name in names])
    assert (of(found, "A").score, of(found, "A").listed) == (100, "")
