"""A mart that is filled block after block is the mart that is computed at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import metrics.mart_blocks as mart_blocks
from data.branches import load_branches
from data.engines.mart_connection import open_mart
from data.township_register import Register, Township
from metrics.mart import Foundations, write_mart
from tests.metrics.tiny_mart import EMPTY, definition, months, session, town

DEFINITIONS = (
    definition("share"),
    definition("events", "count", "low"),
    definition("open", "count", "low", is_stock=True),
    definition("weighed", "count", "low"),
)
PLACES = {
    "A": ("东市", "甲县"),
    "B": ("东市", "甲县"),
    "C": ("东市", "乙县"),
    "D": ("西市", "丙县"),
    "E": ("西市", "丁县"),
    "F": ("西市", "丁县"),
    "G": ("西市", "丁县"),
}
REGISTER = Register(
    tuple(Township(code, code, county=county, city=city) for code, (city, county) in PLACES.items())
)


def written(path: Path, last: int = 40, before: Path | None = None) -> Path:
    """`last` months; some events are half ones, and tenths are weighed, in places of several blocks."""
    figures = []
    for number, code in enumerate(PLACES, start=1):
        halves = 0.5 * (number % 2)
        counts = [month % 5 + number + halves if month != 3 or code != "B" else None for month in range(last)]
        figures += months("events", code, "2023-01", *counts)
        figures += months("open", code, "2023-01", *counts)
        figures += months(
            "weighed", code, "2023-01", *((month % 7 + 3 * number) / 10 for month in range(last))
        )
        figures += months("share", code, "2023-01", *(None if n is None else (n, 40) for n in counts))
    figures += months("events", None, "2023-01", 1, 2)  # of no known township
    definitions = [replace(each, indicator_no=number) for number, each in enumerate(DEFINITIONS)]
    with session([town(code) for code in PLACES], figures) as engine:
        load_branches(engine, REGISTER)
        write_mart(path, engine, Foundations(definitions, EMPTY, {"format": "1"}, before=before))
        [(computed,)] = engine.rows("select count(*) from stale_periods")
    assert before is None or computed == 5  # the month, its quarter, its year, year to date, twelve months
    return path


def everything_in(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_mart(path) as mart:
        tables = [name for (name,) in mart.rows("select table_name from duckdb_tables() order by 1")]
        views = ("indicator_values", "signals")
        return {name: mart.rows(f"select * from {name} order by all") for name in (*tables, *views)}


def same_in_every_table(one: Path, other: Path) -> None:
    first, second = everything_in(one), everything_in(other)
    assert first.keys() == second.keys()
    for name, rows in first.items():
        assert rows == second[name], name
    assert len(first["period_sums"]) > 1000


@pytest.mark.parametrize("most", [1, 1000])
def test_every_table_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    at_once = written(tmp_path / "at_once.duckdb")
    monkeypatch.setattr(mart_blocks, "MOST_FIGURES", most)
    same_in_every_table(at_once, written(tmp_path / "in_blocks.duckdb"))


@pytest.mark.parametrize("most", [1, 1000])
def test_a_large_mart_goes_on_from_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """1: also what changed is summed in blocks; 1000: it is summed at once, and charted in blocks."""
    at_once = written(tmp_path / "at_once.duckdb", 41)
    monkeypatch.setattr(mart_blocks, "MOST_FIGURES", most)
    last = written(tmp_path / "last.duckdb")
    same_in_every_table(at_once, written(tmp_path / "goes_on.duckdb", 41, last))
