"""What the door warns about and accepts, one rule a test: repeats, odd values, totals that differ."""

from __future__ import annotations

import pytest

from tests.data.door import GOOD, cases, checked, knows, rules, values, wide


def test_in_the_countys_upload_an_id_that_moves_is_a_transfer() -> None:
    answer = cases(GOOD, known=knows({"A1": "102"}))
    assert (answer.rows_accepted, rules(answer.warnings)) == (1, ["transfer"])


def test_an_exact_repeat_is_kept_once() -> None:
    answer = cases(GOOD, GOOD, GOOD)
    assert (answer.rows_read, answer.rows_accepted, answer.rows_repeat) == (3, 1, 2)
    assert rules(answer.warnings) == ["repeat", "repeat"]


def test_the_same_id_with_other_content_is_accepted_and_warned() -> None:
    answer = cases(GOOD, "A1,望江镇,2026-01-05,2026-03-01")
    assert (answer.rows_accepted, rules(answer.warnings)) == (2, ["id_again"])


def test_a_row_that_comes_back_after_another_is_no_repeat_because_it_wins() -> None:
    answer = cases(GOOD, "A1,望江镇,2026-01-05,2026-03-01", GOOD)
    assert (answer.rows_accepted, rules(answer.warnings)) == (3, ["id_again", "id_again"])


def test_a_missing_due_date_is_warned_and_stays_missing() -> None:
    answer = cases("A1,望江镇,2026-01-05,")
    assert (rules(answer.warnings), values(answer, "due_on")) == (["due_missing"], [None])
    assert "60天" in answer.warnings[0].expected


def test_a_due_date_more_than_ninety_days_away_is_warned() -> None:
    rows = ("A1,望江镇,2026-01-05,2026-04-05", "A2,望江镇,2026-01-05,2026-04-06")
    assert [(w.row, w.rule) for w in cases(*rows).warnings] == [(3, "due_too_far")]


def test_a_hazards_missing_deadline_is_thirty_days() -> None:
    answer = checked("隐患编号,乡镇,排查日期,整改期限\nY1,望江镇,2026-01-05,\n")
    assert "30天" in answer.warnings[0].expected


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("A1,望江镇,2026-01-05,2026-02-01,,,,已解决,,,,", "outcome_without_closing"),
        ("A1,望江镇,2026-01-05,2026-02-01,,,2026-01-09,,,,,", "closing_without_outcome"),
        ("A1,望江镇,2026-01-05,2026-02-01,,,,,初次,B7,,", "first_with_previous"),
        ("A1,望江镇,2026-01-05,2026-02-01,,,,,重复,Z9,,", "unknown_previous"),
        ("A1,望江镇,2026-01-05,2026-02-01,,外星访客,,,,,,", "unlisted_value"),
    ],
)
def test_what_is_odd_is_warned_and_accepted(row: str, rule: str) -> None:
    answer = wide(row, known=knows({"B7": "101"}))
    assert (answer.rows_accepted, rules(answer.warnings)) == (1, [rule])


def test_a_value_outside_an_open_list_is_kept_as_unclassified() -> None:
    answer = wide(
        "A1,望江镇,2026-01-05,2026-02-01,,外星访客,,,,,,", "A2,望江镇,2026-01-05,2026-02-01,,物业纠纷,,,,,,"
    )
    assert values(answer, "category") == ["未归类", "物业纠纷"]


def test_an_unlisted_work_item_keeps_its_name_because_it_is_part_of_the_key() -> None:
    answer = checked("乡镇,月份,工作项目,已完成\n望江镇,2026-01,爱心送考,5\n望江镇,2026-01,护学岗,6\n")
    assert values(answer, "item") == ["爱心送考", "护学岗"]
    assert rules(answer.warnings) == ["unlisted_value", "unlisted_value"]


def test_warnings_speak_of_accepted_rows_only() -> None:
    assert cases("A1,火星镇,2026-01-05,", GOOD).warnings == ()


@pytest.mark.parametrize(("usual", "is_warned"), [(1.0, False), (2.0, False), (2.1, True), (0.4, True)])
def test_under_half_or_over_twice_the_usual_rows_is_warned(usual: float, is_warned: bool) -> None:
    answer = cases(GOOD, usual_rows=lambda export, month, townships: usual)
    assert ("unusual_volume" in rules(answer.warnings)) == is_warned


def test_a_total_row_is_left_out_and_warned_with_both_figures_where_it_differs() -> None:
    head = '乡镇,月份,工作项目,已完成\n望江镇,2026-01,入户走访,"1,200"\n石桥镇,2026-01,入户走访,10\n'
    same, other = checked(head + "合计,,,1210\n"), checked(head + "合 计,,,1300\n")
    assert (same.rows_read, same.rows_total, same.warnings) == (2, 1, ())
    assert [(w.row, w.rule, w.found) for w in other.warnings] == [(4, "total_differs", "1,300")]
    assert other.warnings[0].expected == "各行相加为1,210"


def test_a_subtotal_sums_the_rows_since_the_last_one() -> None:
    rows = "望江镇,2026-01,入户走访,1\n小计,,,1\n石桥镇,2026-01,入户走访,2\n小计,,,2\n总计,,,3\n"
    assert checked("乡镇,月份,工作项目,已完成\n" + rows).warnings == ()


def test_a_total_of_cases_is_their_number() -> None:
    assert rules(cases(GOOD, "合计,2,,").warnings) == ["total_differs"]
    assert rules(cases(GOOD, f"合计,{'9' * 40},,").warnings) == ["total_differs"]
    assert cases(GOOD, "合计：1,,,").warnings == ()


def test_every_row_of_an_unlisted_word_is_warned_of_and_told_in_the_order_of_the_file() -> None:
    rows = [f"B{n},望江镇,2026-01-05,,来访,{word},,,,,,\n" for n, word in enumerate("甲乙甲丙乙甲")]
    found = [each for each in wide(*map(str.strip, rows)).warnings if each.rule == "unlisted_value"]
    assert [(each.row, each.found) for each in found] == list(enumerate("甲乙甲丙乙甲", start=2))
    assert len({each.expected for each in found}) == 1
