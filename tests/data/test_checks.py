"""What the door refuses and what it makes of a good row, one rule a test."""

from __future__ import annotations

from datetime import date

import pytest

from data.language import speaking
from data.refusal import Refused
from tests.data.door import CASES, GOOD, cases, checked, knows, rules, values, wide


def one(row: str, **options: object) -> list[str]:
    """The rules that a single row breaks."""
    return rules(cases(row, **options).errors)


def test_a_good_row_is_accepted_without_a_word() -> None:
    answer = cases(GOOD)
    assert (answer.rows_read, answer.rows_accepted, answer.errors, answer.warnings) == (1, 1, (), ())
    assert answer.month == date(2026, 1, 1)


def test_a_row_of_an_unknown_township_is_refused_and_the_one_it_may_mean_is_offered() -> None:
    (error,) = cases(GOOD, "A2,望讧镇,2026-01-05,2026-02-01").errors
    assert (error.row, error.column, error.column_id, error.found) == (3, "乡镇", "township", "望讧镇")
    assert error.rule == "unknown_township"
    assert error.expected == "名录中的乡镇；是不是“望江镇”？"


def test_a_township_like_several_is_refused_with_the_nearest_names() -> None:
    (error,) = cases(GOOD, "A2,望桥镇,2026-01-05,2026-02-01").errors
    assert error.rule == "unknown_township"
    assert error.expected.startswith("名录中的乡镇；最接近的是：望江镇、石桥镇")


def test_a_blank_township_is_unknown() -> None:
    assert one("A1,-,2026-01-05,2026-02-01") == ["unknown_township"]


def test_a_township_is_found_by_code_alias_and_a_code_that_became_a_decimal() -> None:
    rows = [
        f"A{n},{name},2026-01-05,2026-02-01"
        for n, name in enumerate(["１０１", "望江镇人民政府", "3.0", "003"])
    ]
    assert values(cases(*rows), "township") == ["101", "101", "3", "3"]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (",望江镇,2026-01-05,2026-02-01", "missing_id"),
        ("A1,望江镇,,2026-02-01", "missing_value"),
        ("A1,望江镇,2026-02-31,2026-02-01", "not_a_date"),
        ("A1,望江镇,1999-12-31,2026-02-01", "before_2000"),
        ("1.2E+17,望江镇,2026-01-05,2026-02-01", "id_lost_digits"),
    ],
)
def test_a_required_cell_must_be_there_and_mean_something(row: str, rule: str) -> None:
    assert one(row) == [rule]


def test_an_opening_after_the_reported_month_is_refused() -> None:
    answer = cases(GOOD, "A2,望江镇,2026-02-01,2026-03-01", month=date(2026, 1, 1))
    assert rules(answer.errors) == ["opening_after_month"]
    assert "2026-01-31" in answer.errors[0].expected


def test_a_mistyped_year_in_the_future_does_not_carry_the_file_there() -> None:
    answer = cases(GOOD, "A2,望江镇,2062-01-05,2026-03-01")
    assert answer.month == date(2026, 1, 1)
    assert rules(answer.errors) == ["opening_after_month"]


def test_a_closing_after_the_day_received_is_refused() -> None:
    answer = wide("A1,望江镇,2026-01-05,2026-02-01,,,2026-02-04,已解决,,,,")
    assert rules(answer.errors) == ["closing_after_received"]
    assert answer.errors[0].column == "办结日期"


def test_a_closing_on_a_day_before_the_opening_is_refused_but_not_seconds_before() -> None:
    answer = wide(
        "A1,望江镇,2026-01-05,2026-02-01,,,2026-01-04,已解决,,,,",
        "A2,望江镇,2026-01-05 10:00:09,2026-02-01,,,2026-01-05 10:00:01,已解决,,,,",
    )
    assert [(e.row, e.rule) for e in answer.errors] == [(2, "closing_before_opening")]


def test_a_word_outside_a_closed_list_is_refused_with_the_list() -> None:
    (error,) = wide("A1,望江镇,2026-01-05,2026-02-01,飞鸽,,,,,,,").errors
    assert (error.rule, error.found) == ("unknown_word", "飞鸽")
    assert error.expected == "其中之一：来信、来访、电话、网上"


def test_a_word_in_the_place_of_a_day_that_is_not_there_yet_is_refused_with_what_to_do() -> None:
    (error,) = wide("A1,望江镇,2026-01-05,2026-02-01,,,在办,,,,,").errors
    assert (error.rule, error.found) == ("not_a_date", "在办")
    assert error.expected == "日期，如2026-01-05；还没有的请留空"


def test_words_become_our_values_and_our_values_are_words() -> None:
    answer = wide(
        "A1,望江镇,2026-01-05,2026-02-01,来信,,2026-01-09,resolved,初次,,是,未评价",
        "A2,望江镇,2026-01-05,2026-02-01,online,,,,重复,A1,,基本满意",
    )
    assert values(answer, "channel") == ["letter", "online"]
    assert values(answer, "satisfaction") == [None, "mostly"]
    assert values(answer, "is_long_standing") == [True, False]
    assert values(answer, "is_agent_case") == [None, None]


def test_a_case_that_names_itself_is_refused() -> None:
    assert rules(wide("A1,望江镇,2026-01-05,2026-02-01,,,,,重复,A1,,").errors) == ["names_itself"]


def test_a_row_is_refused_once_whatever_it_breaks() -> None:
    answer = wide(",火星镇,2026-02-31,2026-02-01,飞鸽,,,,,,,", "A2,望江镇,2026-01-05,2026-02-01,,,,,,,,")
    assert (answer.rows_rejected, len(answer.errors), answer.rows_accepted) == (1, 4, 1)


@pytest.mark.parametrize("done", ["-3", "5.5", "三"])
def test_a_negative_or_fractional_count_is_refused(done: str) -> None:
    text = f"乡镇,月份,工作项目,已完成,应完成\n望江镇,2026-01,入户走访,{done},\n"
    assert rules(checked(text).errors) == ["not_a_count"]


def test_done_above_planned_is_refused_where_the_item_is_a_share() -> None:
    text = "乡镇,月份,工作项目,已完成,应完成\n望江镇,2026-01,保交楼,5,4\n望江镇,2026-01,入户走访,5,4\n"
    assert [(e.row, e.rule) for e in checked(text).errors] == [(2, "done_above_planned")]


def test_a_share_needs_its_planned_number_even_where_the_column_is_absent() -> None:
    text = "乡镇,月份,工作项目,已完成\n望江镇,2026-01,保交楼,5\n望江镇,2026-01,入户走访,5\n"
    assert [(e.row, e.column, e.rule) for e in checked(text).errors] == [(2, "应完成", "missing_value")]


def test_positive_above_respondents_is_refused() -> None:
    text = "乡镇,测评月份,测评项目,有效样本,正面样本\n望江镇,2026-01,群众安全感,400,401\n"
    assert rules(checked(text).errors) == ["positive_above_respondents"]


def test_in_one_townships_upload_an_id_that_lives_elsewhere_is_refused() -> None:
    answer = cases(GOOD, covers="101", known=knows({"A1": "102"}))
    assert rules(answer.errors) == ["id_of_another_township"]
    assert "石桥镇" in answer.errors[0].expected


def test_a_row_of_a_township_that_is_not_covered_is_refused() -> None:
    assert one("A1,石桥镇,2026-01-05,2026-02-01", covers="101") == ["township_not_covered"]


def test_a_file_of_refused_rows_is_refused_as_a_whole() -> None:
    assert cases("A1,火星镇,2026-01-05,").refused
    assert not cases("A1,火星镇,2026-01-05,", GOOD).refused


def test_the_report_speaks_english_when_asked() -> None:
    with speaking("en"):
        answer = cases("A1,火星镇,2026-01-05,", "A2,望江镇,2026-02-31,2026-02-01")
    assert answer.errors[0].expected.startswith("a township of the register; the nearest are: ")
    assert answer.errors[1].expected == "a date such as 2026-01-05"


def test_rows_are_sorted_by_township_opening_and_row() -> None:
    rows = [
        f"A{n},{t},2026-01-{d},2026-02-01"
        for n, t, d in ((1, "石桥镇", "01"), (2, "望江镇", "09"), (3, "望江镇", "02"))
    ]
    answer = cases(*rows)
    assert values(answer, "row") == [4, 3, 2]
    assert answer.rows is not None and answer.rows.column_names[:4] == [
        "row",
        "case_id",
        "township",
        "received_on",
    ]


def test_an_export_or_township_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="petitions"):
        cases(GOOD, export_id="petition")
    with pytest.raises(Refused, match="望江镇"):
        cases(GOOD, covers="望讧镇")


def test_the_export_is_told_by_its_headings() -> None:
    answer = checked("事件编号,乡镇,发生日期,事件类型\nE1,望江镇,2026-01-05,火灾\n")
    assert answer.export is not None and answer.export.id == "incidents"


def test_a_missing_required_column_is_named_and_the_likest_heading_offered() -> None:
    answer = checked("办件编号,乡镇,登记时间\nA1,望江镇,2026-01-05\n")
    (error,) = answer.errors
    assert (error.rule, error.column, error.found) == ("missing_column", "登记日期", "登记时间")
    assert answer.refused


def test_a_chinese_heading_like_a_missing_column_is_offered_in_english_too() -> None:
    with speaking("en"):
        (error,) = checked("办件编号,乡镇,登记时间\nA1,望江镇,2026-01-05\n").errors
    assert (error.column, error.found) == ("Received on", "登记时间")
    assert "登记时间" in error.expected


def test_a_file_without_known_headings_is_refused_with_what_headings_there_could_be() -> None:
    answer = checked("甲,乙\n1,2\n")
    assert (answer.export, rules(answer.errors), answer.refused) == (None, ["no_headings"], True)
    assert "办件编号" in answer.errors[0].expected


@pytest.mark.parametrize("headings", ["乡镇,领导接访,应急演练", "办件编码,乡 镇,来件时间"])
def test_a_heading_that_every_export_has_does_not_tell_which_it_is(headings: str) -> None:
    answer = checked(f"{headings}\n望江镇,3,5\n")
    assert (answer.export, rules(answer.errors)) == (None, ["unknown_export"])
    assert (answer.errors[0].row, answer.errors[0].found[:5]) == (1, "只认出：乡")


def test_columns_that_the_file_lacks_are_named_for_their_figures_read_as_nobody_did_it() -> None:
    answer = checked("办件编号,乡镇,登记日期,办结日期\nA1,火星镇,2026-01-05,2026-02-01\n")
    assert answer.export is not None and answer.absent_columns[:2] == ("诉求渠道", "问题类别")
    assert "受理告知日期" in answer.absent_columns
    assert not {"办件编号", "办结日期", "应办结日期"} & set(answer.absent_columns)


def test_a_column_whose_cells_are_all_blank_is_not_absent() -> None:
    answer = checked("办件编号,乡镇,登记日期,满意度\nA1,火星镇,2026-01-05,\n")
    assert "满意度" not in answer.absent_columns


def test_columns_that_no_export_declares_are_never_in_the_rows_or_messages() -> None:
    text = (
        CASES.strip()
        + ",姓名,联系电话,内部码\nA1,火星镇,2026-01-05,2026-02-01,张三,13800000000,机密\n"
        + GOOD
        + ",李四,,\n"
    )
    answer = checked(text)
    assert answer.private_columns == ("姓名", "联系电话")
    assert answer.ignored_columns == ("内部码",)
    assert answer.private_values_dropped == 3
    assert not any(
        secret in repr(answer) + str(answer.rows) for secret in ("张三", "13800000000", "机密", "李四")
    )
