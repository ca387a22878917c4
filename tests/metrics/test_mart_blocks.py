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
)
PLACES = {
    "A": ("东市", "甲县"),
    "B": ("东市", "甲县"),
    "C": ("东市", "乙县"),
    "D": ("西市", "丙县"),
    "E": ("西市", "丁县"),
}
REGISTER = Register(
    tuple(Township(code, code, county=county, city=city) for code, (city, county) in PLACES.items())
)


def written(path: Path) -> Path:
    figures = []
    for number, code in enumerate(PLACES, start=1):
        counts = [month % 5 + number if month != 3 or code != "B" else None for month in range(40)]
        figures += months("events", code, "2023-01", *counts)
        figures += months("open", code, "2023-01", *counts)
        figures += months("share", code, "2023-01", *(None if n is None else (n, 40) for n in counts))
    figures += months("events", None, "2023-01", 1, 2)  # of no known township
    definitions = [replace(each, indicator_no=number) for number, each in enumerate(DEFINITIONS)]
    with session([town(code) for code in PLACES], figures) as engine:
        load_branches(engine, REGISTER)
        write_mart(path, engine, Foundations(definitions, EMPTY, {"format": "1"}))
    return path


def everything_in(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_mart(path) as mart:
        tables = [name for (name,) in mart.rows("select table_name from duckdb_tables() order by 1")]
        views = ("indicator_values", "signals")
        return {name: mart.rows(f"select * from {name} order by all") for name in (*tables, *views)}


def test_every_table_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = everything_in(written(tmp_path / "at_once.duckdb"))
    monkeypatch.setattr(mart_blocks, "MOST_FIGURES", 0)
    monkeypatch.setattr(mart_blocks, "MOST_AREAS", 2)
    in_blocks = everything_in(written(tmp_path / "in_blocks.duckdb"))
    assert at_once.keys() == in_blocks.keys()
    for name, rows in at_once.items():
        assert rows == in_blocks[name], name
    assert len(at_once["period_sums"]) > 1000
