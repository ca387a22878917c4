"""What a mart refuses, and what its reader answers."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.export_format import load_exports
from data.refusal import Refused
from metrics.indicator import load_indicators
from metrics.mart_queries import COLUMNS, Choice
from metrics.mart_reader import Mart
from metrics.receipts import definitions_of
from tests.metrics.tiny_mart import definition, figure, month, months, tiny_mart, town


def test_more_cases_above_the_line_than_below_it_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^rate: .*2025-01") as refused:
        tiny_mart(tmp_path, months("rate", "A", "2025-01", (11, 10)))
    assert refused.value.where == "rate"


def test_a_negative_count_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cases"):
        tiny_mart(tmp_path, months("cases", "A", "2025-01", -1), [definition("cases", "count", "low")])


def test_a_rate_per_head_may_have_more_events_than_people(tmp_path: Path) -> None:
    rows = months("rate", "A", "2025-01", (30, 10))
    assert figure(tiny_mart(tmp_path, rows, [definition(unit="per_10k")]), "2025-01").value == 360_000


def test_a_weighted_count_has_exact_limits(tmp_path: Path) -> None:
    rows = months("cases", "A", "2025-01", 2.5)
    found = figure(
        tiny_mart(tmp_path, rows, [definition("cases", "count", "low")]), "2025-01", indicator="cases"
    )
    assert found.lower95 < 2.5 < found.upper95


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    rows = months("rate", "A", "2025-01", (1, 2), (3, 4)) + months("rate", "B", "2025-01", (5, 6), (7, 8))
    rows += months("cases", "A", "2025-01", 1, 2) + months("cases", "B", "2025-01", 3, 4)
    return tiny_mart(tmp_path, rows, [definition(), definition("cases", "count", "neither")])


def test_values_come_in_catalogue_time_and_register_order(mart: Mart) -> None:
    table = mart.values()
    assert list(table.columns) == list(COLUMNS)
    keys = list(zip(table["indicator"], table["period"], table["area"], strict=True))
    areas = ["county", "kind:town", "A", "B"]
    assert keys == [(i, p, a) for i in ("rate", "cases") for p in ("2025-01", "2025-02") for a in areas]


def test_values_are_chosen_by_parameters(mart: Mart) -> None:
    assert set(mart.values("cases")["indicator"]) == {"cases"}
    assert set(mart.values(["cases", "rate"], area=["A", "B"])["area"]) == {"A", "B"}
    assert set(mart.values(area_type="kind")["area"]) == {"kind:town"}
    assert set(mart.values(start="2025-02")["period"]) == {"2025-02"}
    assert set(mart.values(end=date(2025, 1, 31))["period"]) == {"2025-01"}
    assert mart.values([]).empty
    assert mart.values("rate' or true --").empty


def test_rows_are_plain_values(mart: Mart) -> None:
    found = mart.rows(
        ("area", "value", "suppressed"), Choice("cases", period="2025-02", area_type="township")
    )
    assert found == [("A", 2.0, False), ("B", 4.0, False)]


def test_a_column_that_does_not_exist_is_refused_with_the_nearest_name(mart: Mart) -> None:
    with pytest.raises(Refused, match="value"):
        mart.rows(("valu",), Choice())


def test_what_is_no_month_is_refused(mart: Mart) -> None:
    with pytest.raises(Refused, match="2025-13"):
        mart.values(start="2025-13")


def test_the_mart_names_its_periods_and_months(mart: Mart) -> None:
    assert mart.periods("month") == ["2025-01", "2025-02"]
    assert mart.periods("quarter") == ["2025-Q1"]
    assert mart.newest_period("year") == "2025"
    assert mart.info() == {"format": "1", "first_month": "2025-01", "newest_month": "2025-02"}
    assert list(mart.indicators()["indicator"]) == ["rate", "cases"]


def parts(*items: tuple[str, str, float, float]) -> list[tuple]:
    return [("rate", "channel", item, town, month("2025-01"), x, n, None) for item, town, x, n in items]


def test_a_breakdown_divides_the_sums_of_each_item(tmp_path: Path) -> None:
    rows = parts(("phone", "A", 1, 10), ("phone", "B", 3, 10), ("visit", "A", 9, 10))
    mart = tiny_mart(tmp_path, months("rate", "A", "2025-01", (10, 20)), breakdowns=rows)
    found = mart.breakdown("rate", "channel", "month", "2025-01")
    assert found.to_dict("records") == [
        {"item": "visit", "numerator": 9, "denominator": 10, "value": 90, "suppressed": False},
        {"item": "phone", "numerator": 4, "denominator": 20, "value": 20, "suppressed": False},
    ]
    assert mart.dimensions("rate") == ["channel"]


def test_every_indicator_of_the_catalogue_fits_into_the_mart() -> None:
    indicators = load_indicators()
    found = definitions_of(indicators, load_exports())
    assert [each.indicator for each in found] == list(indicators)
    by_id = {each.indicator: each for each in found}
    assert by_id["sense_of_safety"].every_months == 6
    assert by_id["resolution_rate"].reaches_back and not by_id["petitions_received"].reaches_back
    assert 'unit     = "percent"' in by_id["resolution_rate"].definition
    assert by_id["open_requests"].minus_by == "closed_on"


def upload(number: int, table: str, month: date) -> SimpleNamespace:
    plain = {
        "export": table,
        "file": f"{number}.csv",
        "encoding": "utf-8",
        "sha256": "",
        "covers": "all",
        "replaces": False,
    }
    counts = {"rows_read": 10, "rows": 9, "rows_rejected": 1}
    stamps = {"by": "王", "at": datetime(2025, 5, 2, 9, 30), "received": date(2025, 5, 2)}
    return SimpleNamespace(id=number, table=table, month=month, **plain, **counts, **stamps)


def live(*uploads: SimpleNamespace, township: str = "A") -> SimpleNamespace:
    covered = {"rows_read": 10, "rows_refused": 1, "rows": 9, "township": township}
    coverage = tuple(SimpleNamespace(upload=u.id, month=u.month, **covered) for u in uploads)
    return SimpleNamespace(uploads=uploads, coverage=coverage)


def test_a_receipt_names_the_uploads_of_its_months_and_area(tmp_path: Path) -> None:
    source = live(*(upload(n, "table_of_rate", month(f"2025-0{n}")) for n in (1, 2, 3)))
    rows = months("rate", "A", "2025-01", (1, 2), (3, 4), (5, 6))
    rows += months("rate", "B", "2025-01", None, None, None)
    shown = definition(sql="select 1;\n\nselect 2;")
    mart = tiny_mart(tmp_path, rows, [shown], live=source)
    receipt = mart.receipt("rate", "A", "month", "2025-02")
    assert (receipt.numerator, receipt.denominator, receipt.value) == (3, 4, 75)
    assert (receipt.area_name, receipt.covered, receipt.expected) == ("A镇", 1, 1)
    assert receipt.definition == shown
    assert receipt.sql == ("select 1", "select 2")
    assert [(each.upload, each.by, each.at) for each in receipt.uploads] == [
        (2, "王", datetime(2025, 5, 2, 9, 30))
    ]
    assert [each.upload for each in mart.receipt("rate", "county", "quarter", "2025-Q1").uploads] == [1, 2, 3]
    assert mart.receipt("rate", "B", "month", "2025-02").uploads == ()


def test_a_case_may_have_come_with_an_earlier_upload(tmp_path: Path) -> None:
    source = live(*(upload(n, "table_of_rate", month(f"2025-0{n}")) for n in (1, 2, 3)))
    rows = months("rate", "A", "2025-01", (1, 2), (3, 4), (5, 6))
    mart = tiny_mart(tmp_path, rows, [definition(reaches_back=True)], [town("A")], live=source)
    assert [each.upload for each in mart.receipt("rate", "A", "month", "2025-02").uploads] == [1, 2]


def test_the_register_in_force_is_behind_a_rate_per_head(tmp_path: Path) -> None:
    source = live(upload(1, "townships", date(2026, 1, 1)), upload(2, "table_of_rate", month("2025-01")))
    rate = definition(unit="per_10k", denominator_table="townships")
    mart = tiny_mart(tmp_path, months("rate", "A", "2025-01", (1, 10_000)), [rate], [town("A")], live=source)
    assert [each.upload for each in mart.receipt("rate", "county", "month", "2025-01").uploads] == [1, 2]


def test_a_figure_that_is_not_there_has_no_receipt(mart: Mart) -> None:
    with pytest.raises(Refused, match="2030-01"):
        mart.receipt("rate", "county", "month", "2030-01")
    with pytest.raises(Refused):
        mart.definition("no_such")
