"""Roll-up: sums of months and townships first, one division last, and what is missing stays missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.mart_reader import Mart
from tests.metrics.tiny_mart import definition, figure, months, tiny_mart, town

COUNT = definition("cases", "count", "neither")
STOCK = definition("open", "count", "neither", is_stock=True)


def test_a_quarter_divides_the_sum_of_its_months(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("rate", "A", "2025-01", (1, 2), (1, 10), (0, 8)), areas=[town("A")])
    quarter = figure(mart, "2025-Q1", period_type="quarter")
    assert (quarter.numerator, quarter.denominator) == (2, 20)
    assert quarter.value == 10
    assert (quarter.period_start, quarter.period_end) == (date(2025, 1, 1), date(2025, 3, 1))


MONTHS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=4, max_size=8)
# a mart takes longer to write than to read, so that five pairs of townships share one
PAIRS = st.lists(st.tuples(MONTHS, MONTHS), min_size=5, max_size=5)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAIRS)
def test_every_area_and_period_divides_the_sums(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[list[tuple[int, int]], ...]]
) -> None:
    pairs = {
        f"rate_{number}": tuple([(min(x, n), n) for x, n in rows] for rows in pair)
        for number, pair in enumerate(drawn)
    }
    rows = [
        row
        for name, (of_a, of_b) in pairs.items()
        for row in (*months(name, "A", "2024-11", *of_a), *months(name, "B", "2024-11", *of_b))
    ]
    with tiny_mart(tmp_path_factory.mktemp("mart"), rows, [definition(name) for name in pairs]) as mart:
        for name, (of_a, of_b) in pairs.items():
            check_sums(mart, name, of_a, of_b)


def check_sums(mart: Mart, name: str, of_a: list[tuple[int, int]], of_b: list[tuple[int, int]]) -> None:
    last = 10 + max(len(of_a), len(of_b)) - 1  # counted from January 2024
    newest = f"{2024 + last // 12}-{last % 12 + 1:02d}"
    rolling = figure(mart, newest, period_type="rolling12", indicator=name)
    assert rolling.numerator == sum(x for x, _ in of_a + of_b)
    assert rolling.denominator == sum(n for _, n in of_a + of_b)
    of_year = [figures for rows in (of_a, of_b) for figures in rows[2:]]
    ytd = figure(mart, newest, period_type="ytd", indicator=name)
    assert (ytd.numerator, ytd.denominator) == tuple(map(sum, zip(*of_year, strict=True)))
    expected = 100 * ytd.numerator / ytd.denominator if ytd.denominator else None
    assert ytd.value == (pytest.approx(expected) if expected is not None else None)


def test_the_county_leaves_a_missing_township_out_and_says_so(tmp_path: Path) -> None:
    rows = months("rate", "A", "2025-01", (1, 2)) + months("rate", "B", "2025-01", None)
    mart = tiny_mart(tmp_path, rows)
    county, missing = figure(mart, "2025-01"), figure(mart, "2025-01", "B")
    assert (county.numerator, county.denominator) == (1, 2)
    assert (county.covered, county.expected, county.complete) == (1, 2, False)
    assert (missing.numerator, missing.value, missing.complete) == (None, None, False)
    assert figure(mart, "2025-01", "A").complete


def test_sums_of_money_are_whole_fen_in_whatever_order_they_are_added(tmp_path: Path) -> None:
    rows = months("loss", "A", "2025-01", 0.1, 129614.5) + months("loss", "B", "2025-01", 0.2, 0.01)
    mart = tiny_mart(tmp_path, rows, [definition("loss", "yuan", "neither")])
    assert figure(mart, "2025-01", indicator="loss").value == 0.3  # 0.1 + 0.2 is 0.30000000000000004
    assert figure(mart, "2025-Q1", period_type="quarter", indicator="loss").value == 129614.81


def test_zero_is_not_missing(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("cases", "A", "2025-01", 0), [COUNT], [town("A")])
    reported = figure(mart, "2025-01", indicator="cases")
    assert (reported.value, reported.complete) == (0, True)


def test_rows_of_no_known_township_count_for_the_county_alone(tmp_path: Path) -> None:
    rows = months("cases", "A", "2025-01", 3) + months("cases", None, "2025-01", 2)
    mart = tiny_mart(tmp_path, rows, [COUNT], [town("A")])
    assert figure(mart, "2025-01", indicator="cases").value == 5
    assert figure(mart, "2025-01", "kind:town", indicator="cases").value == 3
    assert figure(mart, "2025-01", indicator="cases").expected == 1


def test_kinds_are_areas(tmp_path: Path) -> None:
    rows = [row for code in "ABC" for row in months("cases", code, "2025-01", 1)]
    mart = tiny_mart(tmp_path, rows, [COUNT], [town("A"), town("B", "park"), town("C", "park")])
    assert figure(mart, "2025-01", "kind:park", indicator="cases").value == 2
    assert list(mart.areas()["area"]) == ["county", "kind:town", "kind:park", "A", "B", "C"]


def test_a_running_quarter_and_year_have_a_row_that_is_not_complete(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("cases", "A", "2025-07", 4), [COUNT], [town("A")])
    quarter = figure(mart, "2025-Q3", period_type="quarter", indicator="cases")
    assert (quarter.value, quarter.covered, quarter.expected, quarter.complete) == (4, 1, 3, False)
    assert not figure(mart, "2025", period_type="year", indicator="cases").complete
    assert mart.periods("month") == ["2025-07"]
    assert mart.periods("ytd") == mart.periods("rolling12") == ["2025-07"]


def test_a_whole_quarter_is_complete(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("cases", "A", "2025-07", 4, 5, 6), [COUNT], [town("A")])
    quarter = figure(mart, "2025-Q3", period_type="quarter", indicator="cases")
    assert (quarter.value, quarter.complete) == (15, True)


def test_twelve_rolling_months_need_twelve_months_of_history(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("cases", "A", "2024-01", *range(1, 15)), [COUNT], [town("A")])

    def rolling(period: str) -> tuple:
        found = figure(mart, period, period_type="rolling12", indicator="cases")
        return found.value, found.complete

    assert rolling("2024-11") == (66, False)
    assert rolling("2024-12") == (78, True)
    assert rolling("2025-02") == (sum(range(3, 15)), True)


def test_a_year_to_date_begins_in_january(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("cases", "A", "2024-12", 100, 1, 2), [COUNT], [town("A")])
    found = figure(mart, "2025-02", period_type="ytd", indicator="cases")
    assert (found.value, found.complete, found.period_start) == (3, True, date(2025, 1, 1))


def test_a_stock_is_taken_in_the_last_month_and_missing_there_is_missing(tmp_path: Path) -> None:
    rows = months("open", "A", "2025-01", 7, 8, 9) + months("open", "B", "2025-01", 1, 1, None)
    mart = tiny_mart(tmp_path, rows, [STOCK])
    quarter = figure(mart, "2025-Q1", period_type="quarter", indicator="open")
    assert (quarter.value, quarter.covered, quarter.expected, quarter.complete) == (9, 1, 2, False)
    assert figure(mart, "2025-Q1", "B", "quarter", "open").value is None
    own = figure(mart, "2025-Q1", "A", "quarter", "open")
    assert (own.value, own.complete) == (9, True)


def test_the_stock_of_a_running_period_is_that_of_the_newest_month(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("open", "A", "2025-07", 7, 8), [STOCK], [town("A")])
    quarter = figure(mart, "2025-Q3", period_type="quarter", indicator="open")
    assert (quarter.value, quarter.complete) == (8, False)
    assert figure(mart, "2025-08", period_type="rolling12", indicator="open").value == 8


def survey(tmp_path: Path, *figures: object):  # type: ignore[no-untyped-def]
    """A half-yearly export of one township, months from 2025-01."""
    rows = months("rate", "A", "2025-01", *figures)
    return tiny_mart(tmp_path, rows, [definition(every_months=6)], [town("A")])


def test_a_half_yearly_report_completes_each_half_that_the_period_overlaps(tmp_path: Path) -> None:
    mart = survey(tmp_path, *[None] * 4, (9, 10), *[None] * 4, (8, 10), None, None)
    year = figure(mart, "2025", period_type="year")
    assert (year.numerator, year.covered, year.expected, year.complete) == (17, 2, 2, True)
    assert figure(mart, "2025-05").complete
    assert not figure(mart, "2025-04").complete
    assert figure(mart, "2025-Q2", period_type="quarter").complete
    assert not figure(mart, "2025-Q1", period_type="quarter").complete
    assert figure(mart, "2025-06", period_type="ytd").complete
    assert not figure(mart, "2025-02", period_type="ytd").complete
    assert figure(mart, "2025-12", period_type="rolling12").complete


def test_a_half_yearly_report_that_came_after_a_period_is_not_counted_for_it(tmp_path: Path) -> None:
    # surveys of December 2025 and June 2026; the figures go on to July 2026
    rows = months("rate", "A", "2025-12", (9, 10), *[None] * 5, (8, 10), None)
    mart = tiny_mart(tmp_path, rows, [definition(every_months=6)], [town("A")])

    def reports(period: str, period_type: str) -> tuple:
        found = figure(mart, period, period_type=period_type)
        return found.denominator, found.covered, found.expected, found.complete

    assert reports("2026-06", "rolling12") == (20, 2, 2, True)
    assert reports("2026-07", "rolling12") == (20, 2, 2, True)
    assert reports("2026-05", "rolling12") == (10, 1, 2, False)  # June 2025 is missing, June 2026 is to come
    assert [pd.isna(reports("2026-05", "ytd")[0]), *reports("2026-05", "ytd")[1:]] == [True, 0, 1, False]
    assert reports("2026-07", "ytd") == (10, 1, 1, True)


def test_a_township_missing_from_a_later_half_leaves_earlier_periods_complete(tmp_path: Path) -> None:
    rows = months("rate", "A", "2025-06", *[(9, 10), *[None] * 5] * 2, (9, 10))
    rows += months("rate", "B", "2025-06", *[(9, 10), *[None] * 5] * 2, None)
    mart = tiny_mart(tmp_path, rows, [definition(every_months=6)], [town("A"), town("B")])
    before, after = (figure(mart, period, period_type="rolling12") for period in ("2026-05", "2026-06"))
    assert (before.denominator, before.covered, before.expected, before.complete) == (40, 4, 4, True)
    assert (after.denominator, after.covered, after.expected, after.complete) == (30, 3, 4, False)


def test_one_half_alone_does_not_complete_the_year(tmp_path: Path) -> None:
    mart = survey(tmp_path, *[None] * 4, (9, 10), *[None] * 7)
    year = figure(mart, "2025", period_type="year")
    assert (year.covered, year.expected, year.complete) == (1, 2, False)


def test_a_township_owes_no_report_before_it_exists(tmp_path: Path) -> None:
    areas = [town("A"), town("B", valid_from=date(2025, 2, 1))]
    rows = months("cases", "A", "2025-01", 1, 1) + months("cases", "B", "2025-02", 1)
    mart = tiny_mart(tmp_path, rows, [COUNT], areas)
    assert figure(mart, "2025-01", indicator="cases").complete
    assert figure(mart, "2025-02", indicator="cases").expected == 2
    assert figure(mart, "2025-01", "B", indicator="cases") is None


def test_tables_that_end_in_different_months_have_periods_of_their_own(tmp_path: Path) -> None:
    rows = months("cases", "A", "2025-01", 1, 1) + months("rate", "A", "2025-01", (1, 1))
    mart = tiny_mart(tmp_path, rows, [COUNT, definition()], [town("A")])
    assert figure(mart, "2025-02") is None
    assert figure(mart, "2025-02", period_type="ytd") is None
    assert figure(mart, "2025-02", indicator="cases").value == 1


def test_a_rate_per_head_is_yearly_whatever_the_period(tmp_path: Path) -> None:
    rows = months("rate", "A", "2025-01", *[(5, 10_000)] * 3)
    mart = tiny_mart(tmp_path, rows, [definition(unit="per_10k", good="low")], [town("A")])
    assert figure(mart, "2025-01").value == pytest.approx(60)
    assert figure(mart, "2025-Q1", period_type="quarter").value == pytest.approx(60)


def test_figures_that_still_move_are_provisional(tmp_path: Path) -> None:
    rows = months("rate", "A", "2025-01", *[(1, 1)] * 6)
    mart = tiny_mart(tmp_path, rows, [definition(provisional_days=90)], [town("A")])
    provisional = mart.values("rate", "county").set_index("period")["provisional"].to_dict()
    assert [period for period, is_open in provisional.items() if is_open] == ["2025-04", "2025-05", "2025-06"]
    assert figure(mart, "2025", period_type="year").provisional


def test_a_county_without_figures_has_an_empty_mart(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, [])
    assert mart.values().empty
    assert mart.newest_period() is None
