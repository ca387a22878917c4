"""The index of an area above the townships: one score, whichever page it stands on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from charts.index_parts import parts_table
from charts.measure import measures_of
from data.grants import VIEWER, Grant
from data.language import speaking
from data.store import Store
from metrics.branch_mart import View, branch_mart
from metrics.index.period_index import index_of_period
from metrics.index.townships_within import townships_within
from metrics.mart_reader import Mart
from metrics.publication import Options, publish
from pages.shared.cached_reads import granted_mart
from tests.province import EAST, FIRST, REGISTER, province_store
from tests.store_builder import csv_file

# every closed request is closed well, so that nothing but deaths takes points off
STANDARD = """
mean = "arithmetic"
[bands]
excellent = 90
good = 80
steady = 70
[requests]
weight = 1
[requests.indicators]
resolution_rate = 1
[goal_posts.resolution_rate]
points_100 = 100
points_60 = 60
[[deduction]]
indicator = "work_safety_deaths"
points = 2
"""
DEATHS = """事件编号,乡镇,发生日期,事件类型,死亡人数
1,A2,2025-03-05,生产安全,1
2,B2,2025-03-06,生产安全,1
"""
MONTH = ("month", "2025-03")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = province_store(tmp_path_factory.mktemp("province"))
    (made.folder / "scoring").mkdir()
    (made.folder / "scoring" / "2025.toml").write_text(STANDARD, encoding="utf-8")
    publish(made, [csv_file("事件", DEATHS, export="incidents", covers="all")], Options())
    return made


@pytest.fixture(scope="module")
def full(store: Store) -> Mart:
    path = store.current_mart()
    assert path is not None
    return Mart(path)


def scores(mart: Mart) -> dict[str, float | None]:
    index = index_of_period(mart, *MONTH)
    assert index.county is not None
    return {each.area: each.score for each in (index.county, *index.townships)}


def test_an_area_has_the_same_score_on_its_own_page_and_on_the_one_above(full: Mart) -> None:
    """A death takes two points off a township, and off eight townships together a quarter of one."""
    province, city, county = (scores(branch_mart(full, View(root))) for root in ("county", EAST, FIRST))
    assert county["A2"] == 98
    assert county["county"] == city[FIRST] == 100 - 2 / 2
    assert city["county"] == province[EAST] == 100 - 4 / 4
    assert province["county"] == 100 - 4 / 8


def test_an_account_of_one_township_reads_the_score_of_its_county(full: Mart) -> None:
    assert scores(granted_mart(full.path, Grant(VIEWER, frozenset({"A2"}), "li"))) == {"county": 99, "A2": 98}


def test_townships_that_had_ended_are_no_part_of_a_later_period(tmp_path: Path) -> None:
    store = province_store(tmp_path / "province")
    head, *rows = REGISTER.splitlines()
    ended = [f"{row},{'2025-02-28,A1' if row.startswith('A2') else ','}" for row in rows]
    register = "\n".join([f"{head},有效止,并入", *ended]) + "\n"
    publish(store, [csv_file("名录", register, month=date(2025, 3, 1))], Options())
    path = store.current_mart()
    assert path is not None
    city = branch_mart(Mart(path), View(EAST))
    assert townships_within(city, "month", "2025-02") == {"county": 4, FIRST: 2, "county:乙县": 2}
    assert townships_within(city, "month", "2025-03") == {"county": 3, FIRST: 1, "county:乙县": 2}


def test_the_table_of_a_score_says_over_how_many_townships_the_deaths_were_spread(full: Mart) -> None:
    index = index_of_period(branch_mart(full, View(EAST)), *MONTH)
    [of_county, *_] = [each for each in index.townships if each.area == FIRST]
    measures = measures_of(full.indicators())
    told = str(parts_table(of_county, measures, lambda indicator: "", lambda indicator: ""))
    assert "死亡1人，每人扣2分，平均到2个乡级单位" in told
    with speaking("en"):
        told = str(parts_table(of_county, measures_of(full.indicators()), lambda _: "", lambda _: ""))
    assert "spread over the 2 areas of the lowest level" in told
