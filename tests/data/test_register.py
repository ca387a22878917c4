"""The register of townships and the targets, as they come through the door."""

from __future__ import annotations

from datetime import date

from data.township_register import Register, Township, register_from_rows, split_aliases
from tests.data.door import checked, rules, values

HEADINGS = "行政区划代码,乡镇,别名,类型,常住人口,有效起\n"


def test_the_register_is_made_of_the_accepted_rows() -> None:
    answer = checked(HEADINGS + '101,望江镇,望江、望江镇政府;WJ,镇,"35,100",1984-01-01\n102,园,,园区,,\n')
    assert (answer.errors, answer.warnings) == ((), ())
    register = register_from_rows(answer.rows)
    first = register.townships[0]
    assert (first.kind, first.population, first.valid_from) == ("town", 35100, date(1984, 1, 1))
    assert register.find("wj") == first
    assert register.townships[1].position == 2


def test_a_code_name_or_alias_of_another_row_is_refused() -> None:
    rows = "101,望江镇,望江,镇,,\n101,石桥镇,,镇,,\n103,望江,,镇,,\n104,白鹤镇,望江镇,镇,,\n"
    assert rules(checked(HEADINGS + rows).errors) == ["code_again", "name_again", "name_again"]


def test_the_same_township_twice_is_a_repeat() -> None:
    answer = checked(HEADINGS + "101,望江镇,望江,镇,,\n101,望江镇,望江,镇,,\n")
    assert (answer.rows_accepted, answer.rows_repeat, answer.errors) == (1, 1, ())


def test_a_validity_that_ends_before_it_begins_is_refused() -> None:
    answer = checked("行政区划代码,乡镇,有效起,有效止\n1,甲镇,2020-01-01,2019-12-31\n2,乙镇,,\n")
    assert rules(answer.errors) == ["validity_reversed"]


def test_aliases_may_be_separated_in_any_usual_way() -> None:
    assert split_aliases("甲、乙;丙；丁,戊，己|庚/辛、") == tuple("甲乙丙丁戊己庚辛")
    assert split_aliases(None) == ()


def test_a_number_finds_a_township_only_if_no_other_shares_it() -> None:
    wards = Register((Township("3", "Ward 3"), Township("12", "Ward 12"), Township("012", "Old 12")))
    assert wards.find("03") == wards.find("3.0") == wards.find("ward３") == wards.townships[0]
    assert wards.find("012") == wards.townships[2]
    assert wards.find("0012") is None


def test_a_township_is_valid_in_every_month_that_it_saw_a_day_of() -> None:
    township = Township("1", "甲", valid_from=date(2024, 3, 31), valid_to=date(2024, 5, 1))
    months = [date(2024, month, 1) for month in range(1, 8)]
    assert [township.is_valid_in(month) for month in months] == [False, False, True, True, True, False, False]


TARGETS = "指标,年度,目标,预警线\n"
KNOWN = {
    "indicators": {
        "resolution_rate": "resolution_rate",
        "化解率": "resolution_rate",
        "受理诉求件次": "petitions_received",
    },
    "neutral_indicators": frozenset({"petitions_received"}),
}


def test_a_target_names_its_indicator_by_id_or_name() -> None:
    answer = checked(TARGETS + "化解率,2026,92%,85\nresolution_rate,2025年,90,80.5\n", **KNOWN)
    assert values(answer, "indicator") == ["resolution_rate", "resolution_rate"]
    assert values(answer, "year") == [2026, 2025]
    assert values(answer, "target") == [92.0, 90.0]


def test_demand_is_never_targeted() -> None:
    (error,) = checked(TARGETS + "受理诉求件次,2026,100,\n", **KNOWN).errors
    assert error.rule == "neutral_indicator"
    assert "不设目标" in error.expected


def test_an_unknown_indicator_is_refused_with_the_nearest() -> None:
    (error,) = checked(TARGETS + "化解绿,2026,100,\n", **KNOWN).errors
    assert error.rule == "unknown_indicator"
    assert "化解率" in error.expected
