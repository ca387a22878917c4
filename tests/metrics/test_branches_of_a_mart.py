"""Areas in four levels: what a province's mart holds, and what is read of it as one branch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.grants import VIEWER, Grant
from data.level_words import spoken_of
from data.refusal import Refused
from data.store import Store
from metrics.branch_mart import View, as_branch, branch_mart, level_below, path_of, view_of
from metrics.figures import COLUMNS, Choice, figures
from metrics.mart_queries import figures_query
from metrics.mart_reader import Mart
from metrics.publication import Options, publish
from pages.shared.cached_reads import granted_mart
from tests.province import CODES, EAST, FIRST, WEST, province_store
from tests.store_builder import csv_file, petitions

RECEIVED, SHARE = "petitions_received", "petitions_closed_share"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = province_store(tmp_path_factory.mktemp("province")).current_mart()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def full(path: Path) -> Iterator[Mart]:
    with Mart(path) as mart:
        yield mart


def received(mart: Mart, period: str = "2025-02") -> dict[str, float]:
    choice = Choice(indicator=RECEIVED, period=period)
    return dict(mart.rows(("area", "value"), choice))


def test_sums_roll_up_level_by_level(full: Mart) -> None:
    found = received(full)
    assert [found[code] for code in CODES] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found["county"] == 36
    assert (found[EAST], found[WEST]) == (10, 26)
    assert (found[FIRST], found["county:乙县"], found["county:城区"], found["county:丁县"]) == (3, 7, 11, 15)


def test_the_command_line_answers_for_every_level(path: Path) -> None:
    def names(level: str) -> set[str]:
        rows = figures(path, Choice(indicator=RECEIVED, area_type=level, period="2025-02"))
        return {dict(zip(COLUMNS, row, strict=True))["area_name"] for row in rows}

    assert names("city") == {"东江市", "西岭市"}
    assert names("county") == {"云山省", "甲县", "乙县", "城区", "丁县"}
    assert names("province") == {"云山省"}
    assert len(names("township")) == 7  # two of the eight are called 城关镇


def test_an_area_is_compared_with_the_one_right_above_it(full: Mart) -> None:
    choice = Choice(indicator=RECEIVED, period="2025-02")
    above = dict(full.rows(("area", "county_value"), choice))
    assert (above["A1"], above[FIRST], above[EAST], above["county"]) == (3, 10, 36, 36)


@pytest.mark.parametrize("code", ["county", EAST, FIRST])
def test_how_the_areas_of_a_branch_stand_is_what_its_compared_figures_say(full: Mart, code: str) -> None:
    mart, choice = branch_mart(full, View(code)), Choice(period="2025-02")
    columns = ("indicator", "area", "value", "county_value", "verdict_county_class", "too_few", "target")
    compared = mart.asked(*figures_query(columns, choice))
    assert [*map(repr, mart.rows(columns, choice))] == [*map(repr, compared)]
    assert any(county is not None for *_, county, _, _, _ in compared)


def test_a_branch_is_read_as_a_county(full: Mart) -> None:
    city = branch_mart(full, View(EAST))
    assert received(city) == {"county": 10, FIRST: 3, "county:乙县": 7}
    county = branch_mart(full, View(FIRST))
    assert received(county) == {"county": 3, "A1": 1, "A2": 2}
    assert list(county.areas()["area_type"]) == ["county", "township", "township"]


def test_the_signals_of_the_whole_are_of_nothing_else(full: Mart) -> None:
    assert {point.area for point in full.signals(RECEIVED, "county")} == {"county"}


def test_papers_are_written_of_a_branch_in_its_words(full: Mart) -> None:
    with as_branch(full) as province:
        assert set(received(province)) == {"county", EAST, WEST}
        assert spoken_of() == ("province", "city")
    with as_branch(full, EAST) as city:
        assert set(received(city)) == {"county", FIRST, "county:乙县"}
    assert spoken_of() == ("county", "township")
    with pytest.raises(Refused), as_branch(full, "city:没有"):
        pass


def test_the_way_down_is_known(full: Mart) -> None:
    assert [(s.level, s.name) for s in path_of(full, FIRST)] == [
        ("province", "云山省"),
        ("city", "东江市"),
        ("county", "甲县"),
    ]
    assert [level_below(full, code) for code in ("county", EAST, FIRST)] == ["city", "county", "township"]


def test_reports_are_told_of_the_area_that_a_township_belongs_to(full: Mart) -> None:
    province = branch_mart(full, View("county"))
    due = province.submissions("2025-02")
    assert set(due["township"]) == {EAST, WEST}
    assert due["is_covered"].all()
    assert len(province.feeding_uploads(RECEIVED, EAST, "month", "2025-02")) == 1


def test_an_upload_of_the_province_has_as_many_rows_as_are_of_the_branch(full: Mart) -> None:
    rows = "select distinct rows from uploads where export = 'petitions'"
    assert branch_mart(full, view_of(full, None, FIRST)).asked(rows, []) == [(3,)]
    assert full.asked(rows, []) == [(36,)]


def grant(*codes: str) -> Grant:
    return Grant(VIEWER, frozenset(codes))


def test_a_citys_viewer_sees_the_city_and_everything_below(full: Mart) -> None:
    own = grant(EAST)
    assert received(granted_mart(full.path, own)) == {"county": 10, FIRST: 3, "county:乙县": 7}
    assert received(granted_mart(full.path, own, FIRST)) == {"county": 3, "A1": 1, "A2": 2}


def test_beside_and_above_a_citys_viewer_sees_the_total_to_compare_with_and_nothing_else(full: Mart) -> None:
    own = grant(EAST)
    above = granted_mart(full.path, own, "county")
    assert received(above) == {"county": 36, EAST: 10}
    assert above.is_limited
    for beside in (WEST, "county:城区"):
        assert received(granted_mart(full.path, own, beside)) == received(granted_mart(full.path, own))
    everything = [str(row) for table in _tables(above) for row in above.asked(f"from {table}", [])]
    assert not any(WEST in row or "'C1'" in row or "南湖镇" in row for row in everything)


def _tables(mart: Mart) -> list[str]:
    names = mart.asked("select table_name from duckdb_tables() where not temporary", [])
    return [name for (name,) in names if name not in ("uploads", "info")]


def test_a_countys_viewer_does_not_see_the_province(full: Mart) -> None:
    own = grant(FIRST)
    assert received(granted_mart(full.path, own)) == {"county": 3, "A1": 1, "A2": 2}
    assert received(granted_mart(full.path, own, EAST)) == {"county": 10, FIRST: 3}
    assert received(granted_mart(full.path, own, "county")) == {"county": 3, "A1": 1, "A2": 2}


def test_a_townships_viewer_sees_it_and_its_countys_total(full: Mart) -> None:
    assert received(granted_mart(full.path, grant("A1"))) == {"county": 3, "A1": 1}
    assert view_of(full, frozenset({"A1"}), EAST) == View(FIRST, ("A1",))


def test_a_breakdown_is_of_the_branch_alone(full: Mart) -> None:
    dimension = full.dimensions(RECEIVED)[0]
    asked = (RECEIVED, dimension, "year", "2025")
    whole = full.breakdown(*asked)["numerator"].sum()
    cities = [branch_mart(full, View(code)).breakdown(*asked)["numerator"].sum() for code in (EAST, WEST)]
    assert (whole, cities) == (108, [30, 78])
    assert branch_mart(full, View(EAST)).breakdown(*asked, area=WEST).empty


def test_two_branches_are_never_known_by_one_path(tmp_path: Path) -> None:
    """What is kept of a mart is kept by it; 东江市-城区 is a name, 东江市/城区 a way down."""
    register = """行政区划代码,乡镇,类型,常住人口,省,市（州）,县（市、区）
A1,城关镇,镇,10000,云山省,东江市,城区
B1,石桥乡,乡,9000,云山省,西岭市,城区
C1,南湖镇,镇,9000,云山省,北山市,东江市-城区
"""
    publish(Store(tmp_path), [csv_file("名录", register, month=date(2025, 1, 1))], Options())
    publish(Store(tmp_path), [csv_file("诉求", petitions("2025-01", "1,A1,02"))], Options())
    path = Store(tmp_path).current_mart()
    assert path is not None
    with Mart(path) as full:
        views = [view_of(full, None, code) for code in ("county:东江市/城区", "county:东江市-城区")]
        assert len({branch_mart(full, view).path for view in views}) == 2
