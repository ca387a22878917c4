"""What is hidden, against cases solved by exhaustive search, and against an attacker who subtracts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.suppression import CountTable, hidden_cells

GOLDEN = Path(__file__).parents[1] / "golden"
Shape = tuple[int, int, int]


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


CASES = {case["case_id"]: case for case in rows("suppression_cases.csv")}
CELLS = {
    name: list(cells) for name, cells in groupby(rows("suppression_cells.csv"), lambda row: row["case_id"])
}


def table_of(case: str) -> CountTable:
    height, width = int(CASES[case]["rows"]), int(CASES[case]["cols"])
    counts = [[[0] for _ in range(width)] for _ in range(height)]
    for cell in CELLS[case]:
        counts[int(cell["row"]) - 1][int(cell["col"]) - 1] = [int(cell["value"])]
    # a single row is shown with its own total alone
    return CountTable(
        counts, has_column_totals=height > 1, smallest_shown=int(CASES[case]["threshold"][-1]) + 1
    )


@pytest.mark.parametrize("case", CASES)
def test_as_few_and_as_small_partners_as_an_exhaustive_search_finds(case: str) -> None:
    table = table_of(case)
    hidden, expected = hidden_cells(table), CASES[case]
    primary = {(int(c["row"]) - 1, int(c["col"]) - 1) for c in CELLS[case] if c["status"] == "primary"}
    assert set(table.primary) == primary and len(primary) == int(expected["n_primary"])
    partners = hidden - primary
    assert len(partners) == int(expected["min_secondary_cells"])
    assert sum(table.totals[cell] for cell in partners) == int(expected["min_secondary_sum"])
    named = ";".join(f"r{row + 1}c{column + 1}" for row, column in sorted(partners))
    assert named in [pattern.strip() for pattern in expected["all_optimal"].split("|")]


def test_zero_is_shown_and_so_is_a_table_without_small_numbers() -> None:
    assert hidden_cells(CountTable([[[0], [7]], [[9], [0]]])) == frozenset()


def test_what_lacks_a_few_of_its_whole_is_small_too() -> None:
    counts = [[[48], [20]], [[20], [20]]]
    whole = [[[50], [40]], [[40], [40]]]
    assert (0, 0) in hidden_cells(CountTable(counts, ceiling=whole))


def test_a_row_whose_only_cell_is_small_is_not_shown_at_all() -> None:
    counts = [[[3], [0], [0]], [[20], [30], [9]], [[12], [15], [22]]]
    hidden = hidden_cells(CountTable(counts))
    assert {(0, 0), (0, 1), (0, 2)} <= hidden
    assert len(hidden) < 9


def attack(
    counts: np.ndarray, shown: Iterable[tuple[int, int]], target: tuple[int, int], ceiling: np.ndarray | None
) -> tuple[int, int]:
    """The least and the most that a hidden cell can hold, given margins by month and the shown cells."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    known = [*margins_by_month(counts.shape), *(members_of(counts.shape, cell) for cell in shown)]
    sums = [float(counts[members].sum()) for members in known]
    matrix = np.array([members.ravel().astype(float) for members in known])
    most = np.full(counts.size, np.inf) if ceiling is None else ceiling.ravel().astype(float)
    aim = members_of(counts.shape, target).ravel().astype(float)
    limits = {
        "constraints": LinearConstraint(matrix, sums, sums),
        "bounds": Bounds(0, most),
        "integrality": 1,
    }
    found = [sign * milp(sign * aim, **limits).fun for sign in (1, -1)]
    return round(found[0]), round(found[1])


def margins_by_month(shape: Shape) -> Iterator[np.ndarray]:
    """The cells that every total of a row or a column in one month adds up."""
    for axis in (0, 1):
        for place in range(shape[axis]):
            for month in range(shape[2]):
                line = (place, slice(None), month) if axis == 0 else (slice(None), place, month)
                yield members_of(shape, line)


def members_of(shape: Shape, place: tuple[int | slice, ...]) -> np.ndarray:
    """True at `place` alone, which leaves out the month to mean all months."""
    members = np.zeros(shape, dtype=bool)
    members[place] = True
    return members


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray | None]:
    shape = draw(st.tuples(st.integers(2, 4), st.integers(2, 3), st.integers(1, 3)))
    cell = st.sampled_from((0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 12))
    size = int(np.prod(shape))
    counts = np.array(draw(st.lists(cell, min_size=size, max_size=size))).reshape(shape)
    if not draw(st.booleans()):
        return counts, None
    more = np.array(draw(st.lists(cell, min_size=size, max_size=size))).reshape(shape)
    return counts, counts + more


@settings(max_examples=60, deadline=None)
@given(drawn=tables())
def test_who_subtracts_everything_that_is_shown_cannot_pin_down_a_small_number(
    drawn: tuple[np.ndarray, np.ndarray | None],
) -> None:
    counts, ceiling = drawn
    whole = None if ceiling is None else ceiling.tolist()
    table = CountTable(counts.tolist(), ceiling=whole)
    hidden = hidden_cells(table)
    shown = [cell for cell in table.cells if cell not in hidden]
    for cell in table.primary:
        low, high = attack(counts, shown, cell, ceiling)
        # what the margins alone give away, no hiding of cells can keep
        assert low < high or attack(counts, [], cell, ceiling) == (low, high)
