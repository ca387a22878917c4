"""Which figures become an alert, and which never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from metrics.alert import Alert, month_after, months_in_a_row, united
from metrics.alerts import alerts_of
from metrics.mart import Foundations, write_mart
from metrics.mart_reader import Mart
from tests.metrics.tiny_mart import EMPTY, definition, months, session, tiny_mart, town

# 24 months of a large quiet township and one of 40 cases a month that gets worse in the second year
QUIET = [(190, 200)] * 24
FALLING = [(36, 40)] * 12 + [(26, 40)] * 12
AREAS = (town("A"), town("B"))


def alerts(folder: Path, figures: list[tuple], month: str = "2025-12", **more: Any) -> list[Alert]:
    with tiny_mart(folder, figures, areas=AREAS, **more) as mart:
        return alerts_of(mart, month)


def of_both(falling: list[Any], indicator: str = "rate") -> list[tuple]:
    return [
        *months(indicator, "A", "2024-01", *QUIET),
        *months(indicator, "B", "2024-01", *falling),
    ]


def the(found: list[Alert], area: str = "B") -> Alert:
    (alert,) = [each for each in found if each.area == area]
    return alert


def test_worse_than_the_county_and_really_worse_than_last_year_turns_both_keys(tmp_path: Path) -> None:
    alert = the(alerts(tmp_path, of_both(FALLING)))
    assert alert.reasons[0] == "two_keys"
    # 12 × 26 of 12 × 40, after 12 × 36; the county: (12 × 190 + 312) of (12 × 200 + 480)
    assert (alert.numerator, alert.denominator, alert.value) == (312, 480, pytest.approx(65))
    assert alert.change == pytest.approx(-25)
    assert alert.county_value == pytest.approx(100 * (12 * 190 + 312) / (12 * 200 + 480))
    assert (alert.kind, alert.month, alert.period_type) == ("figure", "2025-12", "rolling12")


def test_the_month_it_began_and_how_long_it_lasts_are_told(tmp_path: Path) -> None:
    found = {month: alerts(tmp_path, of_both(FALLING), month) for month in ("2025-03", "2025-06", "2025-12")}
    newest, earlier = the(found["2025-12"]), the(found["2025-06"])
    assert newest.since == earlier.since
    assert newest.months - earlier.months == 6
    assert month_after(newest.since, newest.months - 1) == "2025-12"
    assert "run" in newest.reasons


def test_always_bad_is_one_key_and_no_alert(tmp_path: Path) -> None:
    assert alerts(tmp_path, of_both([(26, 40)] * 24)) == []


def test_worse_than_before_but_no_worse_than_the_county_is_one_key_and_no_alert(tmp_path: Path) -> None:
    assert [
        each for each in alerts(tmp_path, of_both([(40, 40)] * 12 + [(38, 40)] * 12)) if each.area == "B"
    ] == []


@pytest.mark.integration
def test_low_is_better_where_the_definition_says_so(tmp_path: Path) -> None:
    low = definition(good="low")
    figures = [
        *months("rate", "A", "2024-01", *[(10, 200)] * 24),
        *months("rate", "B", "2024-01", *[(4, 40)] * 12, *[(14, 40)] * 12),
    ]
    assert "two_keys" in the(alerts(tmp_path, figures, definitions=(low,))).reasons
    assert [e for e in alerts(tmp_path, of_both(FALLING), definitions=(low,)) if e.area == "B"] == []


@pytest.mark.integration
def test_a_neutral_indicator_is_never_an_alert(tmp_path: Path) -> None:
    neutral = definition(good="neither")
    assert alerts(tmp_path, of_both(FALLING), definitions=(neutral,)) == []
    stock = definition(unit="count", good="neither", is_stock=True)
    rising = months("rate", "B", "2024-01", *range(1, 25))
    assert alerts(tmp_path, rising, definitions=(stock,)) == []


def test_few_cases_are_never_an_alert(tmp_path: Path) -> None:
    few = [(1, 1)] * 12 + [(0, 1)] * 12
    assert [each for each in alerts(tmp_path, of_both(few)) if each.area == "B"] == []


def test_a_figure_that_still_moves_is_judged_where_it_is_final(tmp_path: Path) -> None:
    moving = definition(provisional_days=90)
    as_of = [("table_of_rate", "2025-12-01", "2024-01-01", "2025-12-31")]
    alert = the(alerts(tmp_path, of_both(FALLING), definitions=(moving,), as_of=as_of))
    assert alert.month < "2025-12"


def test_a_point_beyond_its_limit_is_an_alert_of_the_county_too(tmp_path: Path) -> None:
    steady = [(54, 100) if month % 2 else (50, 100) for month in range(23)]
    found = alerts(tmp_path, months("rate", "A", "2024-01", *steady, (20, 100)))
    assert {each.area: each.reasons for each in found} == {"county": ("signal",), "A": ("signal",)}
    alert = the(found, "A")
    assert (alert.value, alert.since, alert.months) == (pytest.approx(20), "2025-12", 1)
    assert alert.history[-1] == pytest.approx(20)
    assert len(alert.history) == 24


def test_overdue_work_that_rises_for_the_third_month_to_its_highest_is_an_alert(tmp_path: Path) -> None:
    overdue = definition(unit="count", good="low", is_stock=True)
    flat = [5.0] * 20
    rising = months("rate", "A", "2024-01", *flat, 5, 7, 9, 14)
    falling = months("rate", "B", "2024-01", *flat, 9, 5, 6, 7)
    alert = the(alerts(tmp_path, [*rising, *falling], definitions=(overdue,)), "A")
    assert (alert.kind, alert.reasons, alert.since, alert.months) == ("overdue", ("rising",), "2025-10", 3)
    assert (alert.value, alert.change) == (14, 9)


def test_overdue_work_that_a_merger_has_brought_over_is_no_rise(tmp_path: Path) -> None:
    """A has 5, 6, 7 and, with the 13 of B that ended with November, 19 in December: both had 20."""
    overdue = definition(unit="count", good="low", is_stock=True)
    areas = (town("A"), town("B", valid_to=date(2025, 11, 30)))
    of_both = months("rate", "A", "2025-09", 5, 6, 7, 19) + months("rate", "B", "2025-09", 13, 13, 13)
    with session(areas, of_both) as engine:
        engine.execute("create table holdings (township varchar, since date, until date, holder varchar)")
        for since, until, holder in (("0001-01-01", "2025-11-01", "B"), ("2025-12-01", "9999-12-01", "A")):
            engine.execute("insert into holdings values ('B', ?::date, ?::date, ?)", [since, until, holder])
        write_mart(tmp_path / "1.duckdb", engine, Foundations([overdue], EMPTY, {"format": "1"}))
    with Mart(tmp_path / "1.duckdb") as mart:
        assert alerts_of(mart, "2025-12") == []


def test_work_that_has_risen_for_longer_than_a_year_is_told_from_its_beginning(tmp_path: Path) -> None:
    overdue = definition(unit="count", good="low", is_stock=True)
    rising = months("rate", "A", "2024-01", 9, *range(8, 31))
    alert = the(alerts(tmp_path, rising, definitions=(overdue,)), "A")
    # 8 at the end of February 2024, and 22 more since
    assert (alert.since, alert.months, alert.change) == ("2024-03", 22, 22)


def test_a_signal_says_whether_last_year_was_compared(tmp_path: Path) -> None:
    steady = [(54, 100) if month % 2 else (50, 100) for month in range(23)]
    rows = months("rate", "A", "2024-01", *steady, (20, 100))
    without = [row for row in rows if str(row[2]) != "2024-12-01"]
    assert the(alerts(tmp_path, rows), "A").beyond_last_year
    alert = the(alerts(tmp_path, without), "A")
    assert (alert.rule, alert.direction, alert.beyond_last_year) == ("astronomical", "down", False)


def test_two_reasons_for_one_figure_are_one_alert() -> None:
    plain = Alert("figure", "rate", "A", "2025-12", "2025-12", 1, ("signal",), "month", "2025-12", 60.0)
    longer = replace(
        plain, since="2025-09", months=4, reasons=("two_keys",), period_type="rolling12", value=65.0
    )
    (one,) = united([plain, longer])
    assert one.reasons == ("two_keys", "signal")
    assert (one.value, one.since, one.months) == (65.0, "2025-09", 4)


def test_months_in_a_row_end_at_a_gap() -> None:
    spoke = {"2025-12", "2025-11", "2025-09"}
    assert months_in_a_row(spoke, "2025-12") == (2, "2025-11")
    assert months_in_a_row({"2025-12", "2025-06"}, "2025-12", 6) == (2, "2025-06")
    assert month_after("2025-12") == "2026-01"
    assert month_after("2025-01", -1) == "2024-12"
