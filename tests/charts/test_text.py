from dataclasses import replace
from datetime import date

import pytest

from charts.measure import Measure
from charts.text import (
    change_text,
    counts_text,
    listed,
    month_text,
    months_listed,
    number_text,
    period_text,
    plain_number,
    running_text,
    spanned_text,
    value_text,
)
from data.language import speaking

SHARE = Measure("repeat_visit_share", "重复访占比", "percent", "low")
COUNT = Measure("petitions_received", "受理诉求件次", "count", "neither", decimals=0, counted="件")
DAYS = Measure("mean_days_to_close", "平均办理天数", "days", "low")
MONEY = Measure("fraud_loss", "涉案金额", "yuan", "neither")
RATE = Measure("fires_per_10k", "万人火灾发生率", "per_10k", "low")


def test_numbers_round_half_up_and_carry_their_unit():
    assert value_text(5.25, SHARE) == "5.3%"
    assert value_text(3276, COUNT) == "3,276件"
    assert value_text(12.04, DAYS) == "12.0天"


def test_money_is_shown_in_ten_thousands():
    assert value_text(1_234_560, MONEY) == "123.5万元"


def test_money_is_shown_in_thousands_to_who_reads_english():
    with speaking("en"):
        assert value_text(1_234_560, MONEY) == "1,234.6 thousand yuan"


def test_no_figure_is_a_dash():
    assert value_text(None, SHARE) == "—"
    assert value_text(float("nan"), SHARE) == "—"
    assert change_text(None, COUNT) == "—"


def test_a_share_that_is_not_whole_never_prints_as_100_or_0():
    assert number_text(99.97, SHARE) == ">99.9"
    assert number_text(0.02, SHARE) == "<0.1"
    assert number_text(100.0, SHARE) == "100.0"
    assert number_text(0.0, SHARE) == "0.0"


def test_a_share_may_be_cut_off_as_some_bulletins_do_and_still_is_never_nothing():
    cut = replace(SHARE, truncate=True)
    assert [number_text(value, cut) for value in (98.98, 99.97, 0.02, 100.0)] == [
        "98.9",
        "99.9",
        "<0.1",
        "100.0",
    ]
    assert number_text(1_239_990, replace(MONEY, truncate=True)) == "123.9"


def test_zero_has_no_minus():
    assert plain_number(-0.04, 1) == "0.0"


def test_changes_are_percent_for_counts_and_points_for_rates():
    assert change_text(-18.61, COUNT) == "−18.6%"
    assert change_text(-3.2, SHARE) == "−3.2个百分点"
    assert change_text(1.25, DAYS) == "+1.3天"
    assert change_text(0.01, SHARE) == "0.0个百分点"


def test_counts_stand_beside_a_share_and_person_months_beside_a_rate():
    assert counts_text(167, 3276, SHARE) == "167/3,276"
    assert counts_text(3, 412_000, RATE) == "3件/412,000人·月"
    assert counts_text(3276, None, COUNT) == ""


@pytest.mark.parametrize(
    ("period_type", "period", "chinese", "english"),
    [
        ("month", "2025-12", "2025年12月", "Dec 2025"),
        ("quarter", "2025-Q3", "2025年第3季度", "Q3 2025"),
        ("year", "2025", "2025年", "2025"),
        ("ytd", "2025-07", "2025年1—7月", "January–July 2025"),
        ("ytd", "2025-01", "2025年1月", "Jan 2025"),
        ("rolling12", "2025-12", "截至2025年12月的12个月", "12 months to Dec 2025"),
    ],
)
def test_periods_read_as_people_say_them(period_type: str, period: str, chinese: str, english: str):
    assert period_text(period_type, period) == chinese
    with speaking("en"):
        assert period_text(period_type, period) == english


def test_english_puts_a_space_before_a_word():
    with speaking("en"):
        assert value_text(12.0, DAYS) == "12.0 days"
        assert value_text(5.1, SHARE) == "5.1%"
        assert change_text(-3.2, SHARE) == "−3.2 pp"
        assert month_text(date(2025, 1, 1)) == "Jan 2025"


def test_lists_end_with_and():
    assert listed(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert listed(["甲"]) == "甲"
    with speaking("en"):
        assert listed(["A", "B", "C"]) == "A, B and C"


def test_twelve_months_that_began_before_the_data_say_how_many_have_any():
    assert spanned_text("rolling12", "2025-03", "2025-01") == "截至2025年3月的12个月，其中3个月有数据"
    assert spanned_text("rolling12", "2025-12", "2025-01") == "截至2025年12月的12个月"
    assert spanned_text("quarter", "2025-Q1", "2025-01") == "2025年第1季度"


def test_months_that_are_not_named_are_counted():
    months = ["2025-02", "2025-03", "2025-05", "2025-06"]
    assert months_listed(months[:3]) == "2025年2月、2025年3月和2025年5月"
    assert months_listed(months) == "2025年2月、2025年3月、2025年5月等4个月"
    with speaking("en"):
        assert months_listed(months) == "Feb 2025, Mar 2025, May 2025 and others, 4 months in all"


def test_a_year_that_is_not_over_says_until_when_it_has_data():
    assert running_text("year", "2026", "2026-09") == "2026年（截至2026年9月）"
    assert running_text("quarter", "2026-Q3", "2026-08") == "2026年第3季度（截至2026年8月）"
    assert running_text("quarter", "2026-Q3", "2026-09") == "2026年第3季度"
    assert running_text("ytd", "2026-09", "2026-09") == "2026年1—9月"
    with speaking("en"):
        assert running_text("year", "2026", "2026-09") == "2026 (to Sep 2026)"
