"""Points that deaths take off: of a township, and of the county on average."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from metrics.index.results import PeriodIndex
from tests.metrics.index.scored_county import of, score, scored, standard
from tests.metrics.tiny_mart import definition, months, town


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
