"""A cell of a breakdown that is another indicator's own total gives nothing away of the cells beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from metrics.suppression import CountTable, hidden_cells
from metrics.told_items import known_together, told_items
from tests.metrics.tiny_mart import definition, month, tiny_mart, town

# letter, phone, visit of one month
CASES = {"A": (3, 20, 50), "B": (20, 9, 60), "C": (30, 30, 70), "D": (25, 40, 80)}
ITEMS = ("letter", "phone", "visit")
JULY = month("2025-07")


def shown_in(folder: Path, *conditions: str) -> set[tuple[str, str]]:
    """The cells that are shown beside indicators that count the cases of these conditions."""
    names = ["closed", *(f"closed_{place}" for place, _ in enumerate(conditions))]
    counted = [
        replace(definition(name, "count", "neither", numerator_where=where), below_county="month")
        for name, where in zip(names, ("", *conditions), strict=True)
    ]
    counted = [replace(each, numerator_table="requests", numerator_by="closed_on") for each in counted]
    figures = [("closed", code, JULY, sum(row), None, None, True) for code, row in CASES.items()]
    parts = [
        ("closed", "channel", item, code, JULY, count, None, None)
        for code, row in CASES.items()
        for item, count in zip(ITEMS, row, strict=True)
    ]
    as_of = [("requests", JULY, JULY, JULY)]
    areas = [town(code) for code in CASES]
    with tiny_mart(folder, figures, counted, areas, breakdowns=parts, as_of=as_of) as mart:
        tables = {code: mart.breakdown("closed", "channel", "month", "2025-07", code) for code in CASES}
    return {(c, item) for c, table in tables.items() for item in table["item"][~table["suppressed"]]}


def test_a_cell_that_is_another_indicators_total_is_no_partner(tmp_path: Path) -> None:
    assert ("A", "phone") not in shown_in(tmp_path)
    # who knows the 20 by telephone would know 73 − 50 − 20 letters
    shown = shown_in(tmp_path, "channel = 'phone'")
    assert ("A", "phone") in shown
    assert not {("A", "letter"), ("A", "visit")} & shown


def test_nothing_is_hidden_for_a_small_cell_that_is_told_anyway(tmp_path: Path) -> None:
    every_cell = {(code, item) for code in CASES for item in ITEMS}
    assert shown_in(tmp_path, "channel = 'letter'") == every_cell - {("A", "letter")}


def test_cells_whose_sum_is_told_are_partners_of_each_other_alone() -> None:
    counts = [[[3], [9], [5], [50]], [[20], [20], [20], [20]]]
    assert hidden_cells(CountTable(counts)) == {(0, 0), (1, 0), (0, 2), (1, 2)}
    together = CountTable(counts, known_together=(0, 0, 1, 1))
    assert hidden_cells(together) == {(0, 0), (1, 0), (0, 1), (1, 1)}


def of(where: str) -> tuple[str, ...]:
    return ("requests", "closed_on", where, "")


@pytest.mark.parametrize(
    ("own", "other", "items"),
    [
        ("", "channel = 'phone'", {"phone"}),
        ("", "(channel='phone')", {"phone"}),
        ("", "channel in ('phone', 'visit')", {"phone", "visit"}),
        ("is_solved", "channel = 'phone' and is_solved", {"phone"}),
        ("", "channel <> 'phone'", {"phone", ""}),
        ("", "channel not in ('phone', 'search and rescue')", {"phone", "search and rescue", ""}),
        ("", "channel is not null", {""}),
    ],
)
def test_a_condition_that_asks_for_items_alone_tells_their_sum(own: str, other: str, items: set[str]) -> None:
    assert told_items(of(own), [of(own), of(other)], "channel") == [items]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("", "channel = 'phone' and is_solved"),
        ("", "channel = 'phone' or is_solved"),
        ("", "category = 'wages'"),
        ("is_solved", "channel = 'phone'"),
    ],
)
def test_a_condition_that_asks_for_something_else_tells_nothing(own: str, other: str) -> None:
    assert told_items(of(own), [of(other)], "channel") == []


def test_another_date_or_a_sum_of_money_tells_nothing_of_cases() -> None:
    others = [
        ("requests", "due_on", "channel = 'phone'", ""),
        ("requests", "closed_on", "channel = 'phone'", "yuan"),
    ]
    assert told_items(of(""), others, "channel") == []


def test_items_that_are_asked_for_alike_are_known_together() -> None:
    assert known_together([], ITEMS) == ()
    assert known_together([frozenset({"phone"})], ITEMS) == (0, 1, 0)
    assert known_together([frozenset({"phone"}), frozenset({"phone", "visit"})], ITEMS) == (0, 1, 2)
