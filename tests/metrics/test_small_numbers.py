"""Breakdowns below the county, read over every period and area that there is, and then subtracted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from metrics.mart_reader import Mart
from metrics.period_steps import PERIOD_TYPES
from tests.metrics.tiny_mart import definition, month, tiny_mart, town

TOWNS = (town("A"), town("B"), town("C", "park"), town("D", "park"))
ITEMS = ("letter", "phone", "visit")
MONTHS = [f"2024-{number:02d}" for number in range(1, 13)] + [f"2025-{number:02d}" for number in range(1, 4)]
COUNTED = {"numerator_table": "requests", "numerator_by": "closed_on"}
WHOLE = {"denominator_table": "requests", "denominator_by": "closed_on"}
# closed requests, and the share of them that was closed well: they share a count
CLOSED = definition("closed", "count", "neither", **COUNTED)
CLOSED_WELL = definition("rate", "percent", "high", numerator_where="is_closed_well", **COUNTED, **WHOLE)
Cases = dict[tuple[str, str, str], tuple[int, int]]


def drawn_cases(seed: int) -> Cases:
    """(township, item, month) → closed well, closed: few a month, so that a year has small cells."""
    generator = random.Random(seed)
    mean = {(code, item): generator.choice((0, 0.1, 0.3, 1, 2)) for code in "ABCD" for item in ITEMS}
    cases = {}
    for (code, item), rate in mean.items():
        for each in MONTHS:
            closed = sum(generator.random() < rate / 4 for _ in range(4))
            cases[code, item, each] = (sum(generator.random() < 0.7 for _ in range(closed)), closed)
    return cases


def mart_of(folder: Path, cases: Cases, **changes: str) -> Mart:
    figures, parts = [], []
    for code in "ABCD":
        for each in MONTHS:
            well, closed = (sum(cases[code, item, each][k] for item in ITEMS) for k in (0, 1))
            figures += [("closed", code, month(each), closed, None, None, True)]
            figures += [("rate", code, month(each), well, closed, None, True)]
            for item in ITEMS:
                well, closed = cases[code, item, each]
                if closed:
                    parts += [("closed", "channel", item, code, month(each), closed, None, None)]
                    parts += [("rate", "channel", item, code, month(each), well, closed, None)]
    definitions = [replace(each, **changes) for each in (CLOSED, CLOSED_WELL)]
    as_of = [("requests", month(MONTHS[-1]), month(MONTHS[0]), month(MONTHS[-1]))]
    return tiny_mart(folder, figures, definitions, TOWNS, breakdowns=parts, as_of=as_of)


class Attacker:
    """Adds up what it reads; knows nothing else than that counts are whole and closed well ≤ closed."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases
        self.places = {cell: number for number, cell in enumerate(cases)}
        self.left: list[np.ndarray] = []
        self.right: list[float] = []

    def learn(
        self, role: int, townships: str, items: tuple[str, ...], months: list[str], total: float
    ) -> None:
        """The sum over these cells; role 0: closed well, 1: closed."""
        row = np.zeros(2 * len(self.places))
        for cell in self.cases:
            if cell[0] in townships and cell[1] in items and cell[2] in months:
                row[role * len(self.places) + self.places[cell]] = 1
        self.left.append(row)
        self.right.append(total)

    def limits(self, role: int, code: str, item: str, year: str) -> tuple[int, int]:
        """The least and the most that a cell of a year can hold."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        size = len(self.places)
        aim = np.zeros(2 * size)
        for cell, place in self.places.items():
            if cell[:2] == (code, item) and cell[2].startswith(year):
                aim[role * size + place] = 1
        inside = np.hstack([np.eye(size), -np.eye(size)])
        known = [
            LinearConstraint(np.array(self.left), self.right, self.right),
            LinearConstraint(inside, ub=0),
        ]
        found = [
            sign * milp(sign * aim, constraints=known, bounds=Bounds(0, np.inf), integrality=1).fun
            for sign in (1, -1)
        ]
        return round(found[0]), round(found[1])


AREAS = {"A": "A", "B": "B", "C": "C", "D": "D", "kind:town": "AB", "kind:park": "CD"}


def span(mart: Mart, period_type: str, period: str) -> list[str]:
    rows = mart.kept_rows("periods", ("period_type", "period", "period_start", "period_end"))
    start, end = next((each[2], each[3]) for each in rows if each[:2] == (period_type, period))
    return [each for each in MONTHS if start <= month(each) <= end]


def read_totals(attacker: Attacker, cases: Cases) -> None:
    """Every township's totals and every item's county total, month by month: they are never hidden."""
    for role in (0, 1):
        for each in MONTHS:
            for code in "ABCD":
                attacker.learn(
                    role, code, ITEMS, [each], sum(cases[code, item, each][role] for item in ITEMS)
                )
            for item in ITEMS:
                attacker.learn(
                    role, "ABCD", (item,), [each], sum(cases[code, item, each][role] for code in "ABCD")
                )


def read_everything(attacker: Attacker, mart: Mart) -> int:
    """Every cell below the county that is shown, over all periods; how many there are."""
    shown = 0
    for period_type in PERIOD_TYPES:
        for period in mart.periods(period_type):
            months = span(mart, period_type, period)
            for area, townships in AREAS.items():
                for row in mart.breakdown("closed", "channel", period_type, period, area).to_dict("records"):
                    if not row["suppressed"]:
                        shown += 1
                        attacker.learn(1, townships, (row["item"],), months, row["numerator"])
                for row in mart.breakdown("rate", "channel", period_type, period, area).to_dict("records"):
                    if not row["suppressed"]:
                        attacker.learn(0, townships, (row["item"],), months, row["numerator"])
                        attacker.learn(1, townships, (row["item"],), months, row["denominator"])
    return shown


@pytest.mark.integration
@pytest.mark.parametrize("seed", [2])
def test_no_small_number_follows_from_all_that_is_shown(tmp_path: Path, seed: int) -> None:
    cases = drawn_cases(seed)
    informed, totals = Attacker(cases), Attacker(cases)
    for attacker in (informed, totals):
        read_totals(attacker, cases)
    with mart_of(tmp_path, cases) as mart:
        assert read_everything(informed, mart)
    for role in (0, 1):
        for code in "ABCD":
            for item in ITEMS:
                count = sum(cases[code, item, each][role] for each in MONTHS if each.startswith("2024"))
                if 1 <= count <= 4:
                    low, high = informed.limits(role, code, item, "2024")
                    assert low < high or totals.limits(role, code, item, "2024") == (low, high)


def hand_made(**year: tuple[int, int, int, int]) -> Cases:
    """Item → closed in A, B, C, D in January 2024, all closed well; nothing in any other month."""
    return {
        (code, item, each): (year[item][place],) * 2 if each == "2024-01" else (0, 0)
        for place, code in enumerate("ABCD")
        for item in ITEMS
        for each in MONTHS
    }


CLEAR = hand_made(letter=(3, 20, 30, 25), phone=(20, 9, 30, 40), visit=(50, 60, 70, 80))


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mart]:
    """Of the hand-made county."""
    with mart_of(tmp_path_factory.mktemp("clear"), CLEAR) as opened:
        yield opened


def shown_of(mart: Mart, period_type: str, period: str, area: str) -> dict[str, float | None]:
    found = mart.breakdown("closed", "channel", period_type, period, area).to_dict("records")
    return {row["item"]: None if row["suppressed"] else row["numerator"] for row in found}


def test_a_small_cell_is_hidden_with_the_cheapest_partners(mart: Mart) -> None:
    shown = {code: shown_of(mart, "year", "2024", code) for code in "ABCD"}
    assert shown == {
        "A": {"visit": 50, "letter": None, "phone": None},
        "B": {"visit": 60, "letter": None, "phone": None},
        "C": {"visit": 70, "letter": 30, "phone": 30},
        "D": {"visit": 80, "phone": 40, "letter": 25},
    }


def test_a_kind_is_shown_where_all_its_townships_are(mart: Mart) -> None:
    assert shown_of(mart, "year", "2024", "kind:park") == {"visit": 150, "phone": 70, "letter": 55}
    assert shown_of(mart, "year", "2024", "kind:town") == {"visit": 110, "letter": None, "phone": None}


@pytest.mark.parametrize(
    "period", [("month", "2024-01"), ("quarter", "2024-Q1"), ("ytd", "2024-11"), ("year", "2025")]
)
def test_nothing_is_shown_that_could_be_subtracted_from_a_year(mart: Mart, period: tuple[str, str]) -> None:
    assert set(shown_of(mart, *period, "C").values()) <= {None}


@pytest.mark.parametrize("period", [("ytd", "2024-12"), ("rolling12", "2024-12")])
def test_the_same_months_under_another_name_are_the_same(mart: Mart, period: tuple[str, str]) -> None:
    assert shown_of(mart, *period, "A") == shown_of(mart, "year", "2024", "A")


def test_the_county_sees_every_item_in_every_month(mart: Mart) -> None:
    assert shown_of(mart, "month", "2024-01", "county") == {"visit": 260, "phone": 99, "letter": 78}


def test_who_shares_a_count_hides_the_same_cells(mart: Mart) -> None:
    share = mart.breakdown("rate", "channel", "year", "2024", "A").set_index("item")
    assert set(share.index[share["suppressed"]]) >= {"letter", "phone"}
    assert share.loc["letter", ["numerator", "denominator", "value"]].isna().all()


def test_an_indicator_may_be_shown_by_month_or_not_at_all(tmp_path: Path) -> None:
    with mart_of(tmp_path, CLEAR, below_county="month") as mart:
        assert shown_of(mart, "month", "2024-01", "D") == {"visit": 80, "phone": 40, "letter": 25}
        assert shown_of(mart, "quarter", "2024-Q1", "D") == {"visit": 80, "phone": 40, "letter": 25}
    with mart_of(tmp_path / ".", CLEAR, below_county="none") as mart:
        assert set(shown_of(mart, "year", "2024", "D").values()) == {None}


def test_a_pattern_stays_when_later_months_come_in(mart: Mart, tmp_path: Path) -> None:
    later = {cell: (40, 40) if cell[2] == "2025-03" else count for cell, count in CLEAR.items()}
    before = {code: shown_of(mart, "year", "2024", code) for code in "ABCD"}
    with mart_of(tmp_path, later) as longer:
        assert {code: shown_of(longer, "year", "2024", code) for code in "ABCD"} == before


def test_an_indicator_that_is_not_there_has_no_items(mart: Mart) -> None:
    assert mart.breakdown("nothing", "channel", "year", "2024", "A").empty
