"""Under which names a township is known: exactly, by rule, and what is only offered."""

from __future__ import annotations

from datetime import date

import pytest

from data.likely_places import are_alike
from data.place_names import PlaceName, place_name
from data.township_register import Register, Township, register_from_rows

COUNTY = "平安县"
REGISTER = Register(
    (
        Township("1", "望江镇", county=COUNTY, kind="town"),
        Township("2", "石桥回族乡", county=COUNTY),
        Township("3", "城关街道", county=COUNTY, former_names=("北门公社",)),
        Township("4", "城关镇", county=COUNTY),
        Township("5", "平安高新技术产业开发区", county=COUNTY, kind="park"),
        Township("6", "石梁镇", county=COUNTY, aliases=("大梁",)),
        Township("7", "东街道", county=COUNTY),
    )
)


def found(text: str) -> str | None:
    township = REGISTER.find(text)
    return township.name if township else None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("望江镇人民政府", "望江镇"),
        ("望江镇政府", "望江镇"),
        ("望江镇（本级）", "望江镇"),
        ("望江", "望江镇"),
        ("平安县望江镇", "望江镇"),
        ("江西省某某市平安县望江镇人民政府", "望江镇"),
        ("平安县—大梁", "石梁镇"),
        ("石桥乡", "石桥回族乡"),
        ("石桥民族乡人民政府", "石桥回族乡"),
        ("城关街道办事处", "城关街道"),
        ("城关街道办", "城关街道"),
        ("城关街办", "城关街道"),
        ("城关办事处", "城关街道"),
        ("城关镇政府", "城关镇"),
        ("平安高新区管委会", "平安高新技术产业开发区"),
        ("平安高新技术产业开发区管理委员会", "平安高新技术产业开发区"),
        ("北门公社", "城关街道"),
        ("东街道办事处", "东街道"),
    ],
)
def test_what_an_office_adds_or_leaves_out_is_taken_by_rule(written: str, name: str) -> None:
    assert found(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "城关",  # a town and a subdistrict answer to it
        "望江乡",  # another kind is another place
        "望江街道办事处",
        "邻县望江镇",  # another county's
        "望讧镇",
        "镇",
        "人民政府",
        "新河镇",
    ],
)
def test_what_may_be_another_place_is_never_taken(written: str) -> None:
    assert found(written) is None


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("望讧镇", ["望江镇"]),  # looks alike
        ("旺江镇", ["望江镇"]),  # sounds alike
        ("望江乡", ["望江镇"]),
        ("望江街道办事处", ["望江镇"]),
        ("望江鎮", ["望江镇"]),
        ("平安县石粱镇", ["石梁镇"]),
        ("石乔乡", ["石桥回族乡"]),
        ("望江镇综治中心", ["望江镇"]),
        ("城关", ["城关街道", "城关镇"]),
        ("新河镇", []),
    ],
)
def test_what_is_like_a_township_is_offered(written: str, names: list[str]) -> None:
    assert [township.name for township in REGISTER.likely(written)] == names


def test_a_name_has_a_stem_and_a_kind() -> None:
    assert place_name("望江镇人民政府") == PlaceName("望江", "镇")
    assert place_name("红花土家族苗族乡") == PlaceName("红花", "乡")
    assert place_name("回族乡") == PlaceName("回族", "乡")
    assert place_name("江") is None


def test_characters_that_sound_alike_are_alike() -> None:
    assert are_alike("桥", "乔")
    assert not are_alike("桥", "梁")


def test_a_former_name_that_two_townships_have_had_is_nobodys() -> None:
    register = Register(
        (Township("1", "甲镇", former_names=("老乡",)), Township("2", "乙镇", former_names=("老乡",)))
    )
    assert register.find("老乡") is None


def test_former_names_are_read_without_what_is_noted_beside_them() -> None:
    rows = [{"code": "1", "name": "甲镇", "former_names": "甲乡（至2019/5/1）、红旗公社(1958-1984)"}]
    register = register_from_rows(rows)
    assert register.townships[0].former_names == ("甲乡", "红旗公社")


def merged(*successors: tuple[str, str | None, str | None]) -> Register:
    """(code, last day, merged into) of townships without anything else."""
    return Register(
        tuple(
            Township(code, f"{code}镇", valid_to=date.fromisoformat(end) if end else None, merged_into=into)
            for code, end, into in successors
        )
    )


def test_mergers_are_followed_from_one_to_the_next_month_by_month() -> None:
    register = merged(("A", "2022-06-30", "B"), ("B", "2024-03-15", "C"), ("C", None, None))
    months = [date(2022, 6, 1), date(2022, 7, 1), date(2024, 3, 1), date(2024, 4, 1)]
    assert [register.in_force("A", month) for month in months] == ["A", "B", "B", "C"]
    assert register.line_of("A") == ["A", "B", "C"]


def test_mergers_that_circle_come_to_an_end_all_the_same() -> None:
    register = merged(("A", "2022-06-30", "B"), ("B", "2022-06-30", "A"))
    assert register.in_force("A", date(2023, 1, 1)) == "B"
    assert register.line_of("A") == ["A", "B"]


def test_a_name_that_goes_on_under_a_new_code_is_first_the_old_ones() -> None:
    old = Township("203", "望江乡", valid_to=date(2024, 3, 31), merged_into="103")
    new = Township("103", "望江镇", valid_from=date(2024, 4, 1))
    assert Register((new, old)).find("望江") == old
    beside = Township("103", "望江镇")
    assert Register((beside, old)).find("望江") is None
    same = Township("103", "望江乡")
    assert Register((same, old)).find("望江乡") == Register((same, old)).find("望江乡人民政府") == old


def test_a_township_that_ended_without_a_successor_counts_for_itself() -> None:
    assert merged(("A", "2022-06-30", None)).in_force("A", date(2023, 1, 1)) == "A"
