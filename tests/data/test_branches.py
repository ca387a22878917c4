"""Which counties, cities and provinces a register makes."""

from __future__ import annotations

from data.branches import Branches, branches_of
from data.township_register import Register, Township


def register(*rows: tuple[str, str, str, str]) -> Register:
    return Register(
        tuple(Township(code, f"{code}镇", province=p, city=c, county=x) for code, p, c, x in rows)
    )


def codes(tree: Branches) -> dict[str, tuple[str, ...]]:
    return {branch.code: branch.townships for branch in tree.listed}


def test_a_register_of_one_county_has_no_branches() -> None:
    assert branches_of(register(("1", "", "", "甲县"), ("2", "", "", "甲县"))) == Branches()
    assert branches_of(register(("1", "省", "市", "甲县"), ("2", "省", "市", ""))) == Branches()
    assert branches_of(Register()) == Branches()


def test_what_all_have_in_common_is_the_whole() -> None:
    tree = branches_of(register(("1", "省", "市", "甲县"), ("2", "省", "市", "乙县")))
    assert (tree.whole_levels, tree.whole_name) == (("province", "city"), "市")
    assert codes(tree) == {"county:甲县": ("1",), "county:乙县": ("2",)}


def test_several_provinces_have_no_name_above_them() -> None:
    tree = branches_of(register(("1", "东省", "", ""), ("2", "西省", "", "")))
    assert (tree.whole_levels, tree.whole_name) == (("nation",), "")
    assert [branch.level for branch in tree.listed] == ["province", "province"]


def test_two_places_of_one_name_are_told_apart_by_what_is_above() -> None:
    tree = branches_of(register(("1", "", "东市", "城区"), ("2", "", "西市", "城区")))
    assert list(codes(tree)) == ["city:东市", "county:东市/城区", "city:西市", "county:西市/城区"]
    assert [branch.code for branch in tree.named("城区")] == ["county:东市/城区", "county:西市/城区"]


def test_a_township_right_below_a_city_belongs_to_the_city() -> None:
    tree = branches_of(register(("1", "", "东市", ""), ("2", "", "东市", "甲县"), ("3", "", "西市", "")))
    east = tree.listed[0]
    assert (east.townships, east.own) == (("1", "2"), ("1",))


def test_a_branch_holds_what_is_in_it_and_nothing_beside() -> None:
    tree = branches_of(register(("1", "", "东市", "甲县"), ("2", "", "西市", "乙县")))
    assert tree.below("city:东市") == {"city:东市", "county:甲县", "1"}
    assert tree.below("county:甲县") == {"county:甲县", "1"}
    assert tree.below("city:北市") == frozenset()


def test_a_name_borne_in_two_counties_names_neither_alone() -> None:
    towns = Register((Township("1", "城关镇", county="甲县"), Township("2", "城关镇", county="乙县")))
    assert towns.find("城关镇") is None
    found = towns.find("乙县城关镇")
    assert found is not None
    assert found.code == "2"
