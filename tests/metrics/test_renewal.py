"""A mart that goes on from the last one is the mart that computing everything gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from data.engines.duckdb_engine import DuckDB
from data.engines.mart_connection import open_mart
from metrics.mart import Foundations, write_mart
from tests.metrics.tiny_mart import EMPTY, definition, months, session, town

DEFINITIONS = (
    definition("share"),
    definition("days", "days", "low"),
    definition("events", "count", "low"),
    definition("half_yearly", "per_10k", "low", every_months=6),
    definition("open", "count", "low", is_stock=True),
)
TOWNS = (town("A"), town("B", "township"))
Figures = list[tuple[Any, ...]]


def written(path: Path, figures: Figures, before: Path | None = None, **other: Any) -> tuple[Path, int]:
    """The mart and the number of periods that were computed for it."""
    definitions = [replace(each, indicator_no=number) for number, each in enumerate(DEFINITIONS)]
    with session(other.get("areas", TOWNS), figures, other.get("targets", ())) as engine:
        write_mart(path, engine, Foundations(definitions, EMPTY, {"format": "1"}, before=before))
        [(computed,)] = engine.rows("select count(*) from stale_periods")
    return path, computed


def everything_in(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_mart(path) as mart:
        tables = [name for (name,) in mart.rows("select table_name from duckdb_tables()")]
        return {
            name: mart.rows(f"select * from {name} order by all") for name in [*tables, "indicator_values"]
        }


def reported(last: int, changed: dict[int, int] | None = None) -> Figures:
    """Figures of five indicators and two townships from 2024-01 on, `last` months of them.

    changed: month → what is added to its figures; a month of None is not reported.
    """
    added = changed or {}
    found: Figures = []
    for number, code in enumerate("AB", start=1):
        events = [None if added.get(m, 0) is None else m % 7 + number + added.get(m, 0) for m in range(last)]
        found += months("events", code, "2024-01", *events)
        found += months("open", code, "2024-01", *(None if e is None else 3 * e for e in events))
        found += months("share", code, "2024-01", *(None if e is None else (e, 40) for e in events))
        found += months("half_yearly", code, "2024-01", *(None if e is None else (e, 9000) for e in events))
        days = [None if e is None else (8.0 * e, e + 20, 90.0 * e) for e in events]
        found += months("days", code, "2024-01", *days)
    return found


@pytest.fixture(scope="module")
def fourteen_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("before") / "1.duckdb", reported(14))[0]


@pytest.fixture(scope="module")
def six_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five whole ones, and three months of the sixth."""
    return written(tmp_path_factory.mktemp("six") / "1.duckdb", reported(63))[0]


@pytest.mark.integration
@given(
    last=some.integers(12, 17),
    changed=some.dictionaries(some.integers(0, 13), some.sampled_from([None, 1, 5]), max_size=2),
)
@settings(max_examples=12, deadline=None)
def test_going_on_from_the_last_mart_gives_what_computing_everything_gives(
    fourteen_months: Path, tmp_path_factory: pytest.TempPathFactory, last: int, changed: dict[int, int]
) -> None:
    folder = tmp_path_factory.mktemp("renewed")
    path, _ = written(folder / "on.duckdb", reported(last, changed), fourteen_months)
    whole, _ = written(folder / "whole.duckdb", reported(last, changed))
    assert everything_in(path) == everything_in(whole)


def test_a_new_month_leaves_the_periods_alone_that_it_is_not_part_of(
    fourteen_months: Path, tmp_path: Path
) -> None:
    definitions = DEFINITIONS[:3]  # none that is due twice a year only
    kept = {each.indicator for each in definitions}
    before = [row for row in reported(14) if row[0] in kept]
    after = [row for row in reported(15) if row[0] in kept]
    written(tmp_path / "1.duckdb", before)
    path, computed = written(tmp_path / "2.duckdb", after, tmp_path / "1.duckdb")
    # 2025-03: the month, its quarter, its year, year to date, twelve months to it
    assert computed == 5
    assert everything_in(path) == everything_in(written(tmp_path / "3.duckdb", after)[0])


@pytest.mark.parametrize(
    "months_after", [({62: 1}, 63), ({}, 64), ({30: 25}, 64), ({59: 25}, 64), ({3: None}, 63)]
)
def test_the_test_of_whole_years_is_made_anew_where_one_of_them_changes(
    six_years: Path, tmp_path: Path, months_after: tuple[dict[int, int], int]
) -> None:
    changed, last = months_after
    path, _ = written(tmp_path / "on.duckdb", reported(last, changed), six_years)
    whole, _ = written(tmp_path / "whole.duckdb", reported(last, changed))
    found = everything_in(path)
    assert found["year_trends"]
    assert found == everything_in(whole)


def test_the_test_of_whole_years_is_made_anew_where_a_whole_year_is_gone(tmp_path: Path) -> None:
    """The file of a year is rolled back: no figure of another year changes."""
    five_years, _ = written(tmp_path / "five.duckdb", reported(60))
    path, _ = written(tmp_path / "on.duckdb", reported(48), five_years)
    assert everything_in(five_years)["year_trends"]
    assert everything_in(path) == everything_in(written(tmp_path / "whole.duckdb", reported(48))[0])


@pytest.mark.integration
def test_nothing_is_computed_where_nothing_has_changed(fourteen_months: Path, tmp_path: Path) -> None:
    path, computed = written(tmp_path / "2.duckdb", reported(14), fourteen_months)
    assert computed == 0
    assert everything_in(path) == everything_in(fourteen_months)


@pytest.mark.parametrize(
    "moved",
    [
        {"areas": (town("A"), town("B", "township"), town("C"))},
        pytest.param(
            {"areas": (town("A", "township"), town("B", "township"))}, marks=pytest.mark.integration
        ),
        {"targets": [("share", 2024, 10.0, 8.0)]},
    ],
)
def test_everything_is_computed_anew_where_the_ground_has_moved(
    fourteen_months: Path, tmp_path: Path, moved: dict[str, Any]
) -> None:
    path, _ = written(tmp_path / "2.duckdb", reported(14), fourteen_months, **moved)
    assert everything_in(path) == everything_in(written(tmp_path / "3.duckdb", reported(14), **moved)[0])


ENDED = (town("A"), town("B", "township", valid_to=date(2024, 12, 31)))
HOLDINGS = (
    ("B", date(1, 1, 1), date(2024, 12, 1), "B"),
    ("B", date(2025, 1, 1), date(9999, 12, 1), "A"),
)


def merged(path: Path, before: Path | None = None, *, is_undone: bool = False) -> Path:
    """B ended with 2024; it went into A, or into none."""
    definitions = [replace(each, indicator_no=number) for number, each in enumerate(DEFINITIONS)]
    with session(ENDED, reported(14)) as engine:
        engine.execute("create table holdings (township varchar, since date, until date, holder varchar)")
        if not is_undone:
            for holding in HOLDINGS:
                engine.execute("insert into holdings values (?, ?, ?, ?)", holding)
        write_mart(path, engine, Foundations(definitions, EMPTY, {"format": "1"}, before=before))
    return path


@pytest.mark.integration
def test_where_townships_went_into_others_everything_is_computed_anew(tmp_path: Path) -> None:
    whole = merged(tmp_path / "1.duckdb")
    assert everything_in(merged(tmp_path / "2.duckdb", whole)) == everything_in(whole)


def test_where_a_township_is_said_to_have_gone_into_none_after_all_nothing_is_restated(
    tmp_path: Path,
) -> None:
    before = merged(tmp_path / "1.duckdb")
    after = merged(tmp_path / "2.duckdb", before, is_undone=True)
    assert everything_in(after) == everything_in(merged(tmp_path / "3.duckdb", is_undone=True))


@pytest.fixture(scope="module")
def all_of_fifteen_months(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    return everything_in(written(tmp_path_factory.mktemp("whole") / "1.duckdb", reported(15))[0])


@pytest.mark.parametrize(
    "damage",
    [pytest.param("cut short", marks=pytest.mark.integration), "overwritten", "another format"],
)
def test_a_last_mart_that_cannot_be_read_does_not_stop_a_publication(
    fourteen_months: Path,
    all_of_fifteen_months: dict[str, list[tuple[Any, ...]]],
    tmp_path: Path,
    damage: str,
) -> None:
    before = tmp_path / "1.duckdb"
    content = bytearray(fourteen_months.read_bytes())
    if damage == "cut short":
        del content[len(content) // 2 :]
    elif damage == "overwritten":
        content[8192:] = b"\xff" * (len(content) - 8192)
    before.write_bytes(content)
    if damage == "another format":
        before.unlink()
        with DuckDB([tmp_path]) as engine, engine.attached_mart(before):
            engine.execute("create table mart.something_else (number integer)")
    path, _ = written(tmp_path / "2.duckdb", reported(15), before)
    assert everything_in(path) == all_of_fifteen_months


def test_events_that_are_not_whole_have_their_exact_limits_in_a_mart_that_goes_on(tmp_path: Path) -> None:
    """Half an event in a month of before, another in the new one."""
    before = months("events", "A", "2024-01", *range(1, 14), 2.5)
    after = [*before, *months("events", "A", "2025-03", 3.25)]
    written(tmp_path / "1.duckdb", before)
    path, computed = written(tmp_path / "2.duckdb", after, tmp_path / "1.duckdb")
    assert computed < 10
    assert everything_in(path) == everything_in(written(tmp_path / "3.duckdb", after)[0])


def test_events_that_no_figure_has_any_more_have_no_limits_in_the_mart(tmp_path: Path) -> None:
    before = months("events", "A", "2024-01", *range(1, 14), 2.5)
    after = months("events", "A", "2024-01", *range(1, 14), 4)
    written(tmp_path / "1.duckdb", before)
    path, _ = written(tmp_path / "2.duckdb", after, tmp_path / "1.duckdb")
    assert everything_in(path) == everything_in(written(tmp_path / "3.duckdb", after)[0])


def test_sums_of_tenths_are_the_same_to_the_last_digit_however_many_months_are_added_up(
    tmp_path: Path,
) -> None:
    """Their last digit depends on the order in which they are added."""
    towns = [town(f"{number:02d}") for number in range(20)]

    def tenths(last: int) -> Figures:
        return [
            row
            for number, (code, *_) in enumerate(towns)
            for row in months("events", code, "2024-01", *((m * 7 + number) % 11 / 10 for m in range(last)))
        ]

    path, _ = written(tmp_path / "1.duckdb", tenths(25), areas=towns)
    for last in range(26, 29):
        path, _ = written(tmp_path / f"{last}.duckdb", tenths(last), path, areas=towns)
    whole, _ = written(tmp_path / "whole.duckdb", tenths(28), areas=towns)
    assert everything_in(path) == everything_in(whole)
