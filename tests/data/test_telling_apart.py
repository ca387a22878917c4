"""A name that several townships answer to is refused, with the names that mean one of them."""

from __future__ import annotations

import pytest

from data.export_format import load_exports
from data.language import speaking
from data.mending import mend_groups
from data.refusal import Refused
from data.township_register import Register, Township
from tests.data.door import GOOD, cases

EAST = Township("1", "中山镇", kind="town", county="东岭县")
WEST = Township("2", "中山镇", kind="town", county="西川县")
TWO_COUNTIES = Register((EAST, WEST, Township("3", "望江镇", kind="town", county="西川县")))
ONE_COUNTY = Register((Township("1", "城关镇", kind="town"), Township("2", "城关街道", kind="subdistrict")))


def refused(name: str, register: Register) -> str:
    (error,) = cases(GOOD.replace("望江镇", name), register=register).errors
    return error.expected


def test_a_name_of_two_counties_is_refused_with_both_places() -> None:
    expected = "名录中的一个乡镇；叫这个名字的有：东岭县中山镇、西川县中山镇，请写全称或代码"
    assert refused("中山镇", TWO_COUNTIES) == expected
    with speaking("en"):
        assert "several are called so: 东岭县中山镇, 西川县中山镇" in refused("中山镇", TWO_COUNTIES)


def test_what_the_message_offers_is_understood() -> None:
    rows = [GOOD.replace("A1,望江镇", f"{at},{name}") for at, name in enumerate(["东岭县中山镇", "2"])]
    answer = cases(*rows, register=TWO_COUNTIES)
    assert answer.rows is not None and answer.rows["township"].to_pylist() == ["1", "2"]


def test_a_name_without_its_kind_is_refused_with_all_that_it_may_mean() -> None:
    assert "叫这个名字的有：城关镇、城关街道，" in refused("城关", ONE_COUNTY)


def test_counties_of_one_name_are_told_apart_by_code() -> None:
    cities = [
        Township(code, "中山镇", county="城区", city=city) for code, city in (("1", "东市"), ("2", "西市"))
    ]
    assert "叫这个名字的有：1、2，" in refused("中山镇", Register(tuple(cities)))


def test_mending_offers_names_that_mean_one_township() -> None:
    errors = cases(GOOD.replace("望江镇", "中山镇"), register=TWO_COUNTIES).errors
    (group,) = mend_groups(errors, load_exports()["petitions"], TWO_COUNTIES, {})
    assert (group.proposals, group.is_sure) == (("东岭县中山镇", "西川县中山镇"), False)


def test_covers_of_a_name_of_two_counties_says_what_to_write() -> None:
    with pytest.raises(Refused, match="最接近的是：东岭县中山镇、西川县中山镇"):
        cases(GOOD, register=TWO_COUNTIES, covers="中山镇")
