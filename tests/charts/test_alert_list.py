"""预警 as HTML: why, since when, whom to call; what was answered; and calm where there is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from charts.alert_list import alert_list, answers_table, missing_table
from charts.alert_words import (
    AlertLine,
    acknowledged_words,
    alerts_sentence,
    next_words,
    since_words,
    why_words,
)
from charts.measure import Measure
from data.catalogue_records import Acknowledgement
from data.language import use_language
from metrics.alert import Alert
from metrics.contributors import Contributor
from metrics.late_reports import DueReport, MissingReports

RATE = Measure("rate", "化解率", "percent", "high")
TOWNSHIP = Alert(
    *("figure", "rate", "A", "2025-12", "2025-10", 3, ("two_keys", "run"), "rolling12", "2025-12", 65.0),
    numerator=312,
    denominator=480,
    county_value=90.0,
    change=-25.0,
    history=(90.0, 70.0, 65.0),
)
COUNTY = replace(TOWNSHIP, area="county", reasons=("signal",), period_type="month", level=92.0, months=1)
TOLD = Acknowledgement(
    1,
    "figure",
    "rate",
    "A",
    date(2025, 11, 1),
    "run",
    "督查组<b>已去</b>",
    None,
    "综治科",
    datetime(2025, 12, 3, 9),
)


def line(alert: Alert = TOWNSHIP, **more: object) -> AlertLine:
    place = "全县" if alert.area == "county" else "甲镇"
    return AlertLine(alert, RATE, place, (), "?r", "?t", "?p", "?a", **more)  # type: ignore[arg-type]


def test_a_block_tells_the_figure_its_reasons_the_run_and_the_next_step() -> None:
    html = alert_list([line()])
    for shown in (
        "甲镇",
        "65.0%",
        "（312/480）",
        "差于全县且变差",
        "连续三个月以上",
        "第3个月（2025年10月起）",
    ):
        assert shown in html
    assert "明显差于全县90.0%，比上年同期−25.0个百分点" in why_words(TOWNSHIP, RATE)
    # 480 − 312 did not go well
    assert next_words(line()) == "请甲镇逐件说明这168件。"


def test_a_signal_is_told_by_its_rule_and_last_year_only_where_it_was_compared() -> None:
    beyond = replace(COUNTY, rule="astronomical", direction="down")
    assert why_words(beyond, RATE) == "2025年12月越过控制界限（平均92.0%），不像偶然。"
    assert "也明显差于上年同月" in why_words(replace(beyond, beyond_last_year=True), RATE)
    shifted = replace(beyond, rule="shift", beyond_last_year=True)
    assert why_words(shifted, RATE) == "2025年12月控制图“持续偏低”（平均92.0%），不像偶然。"


def test_reports_of_half_a_year_are_not_counted_as_months() -> None:
    survey = replace(TOWNSHIP, since="2024-12", reasons=("run",))
    assert since_words(survey) == "连续第3次（2024年12月起）"
    assert why_words(survey, RATE).endswith("这样已连续3次。")
    assert since_words(TOWNSHIP) == "第3个月（2025年10月起）"


def test_a_county_is_asked_by_way_of_who_fails_most() -> None:
    asked = replace(line(COUNTY), contacts=(Contributor("住建局", 30, 90, 21),))
    assert next_words(asked) == "先问住建局（90件中30件有问题）。"
    assert next_words(line(COUNTY)) == "看各乡镇比较，再定问谁。"
    assert since_words(COUNTY) == "2025年10月新出现"


def test_an_answer_is_shown_with_who_and_when_and_cannot_bring_markup() -> None:
    held = line(acknowledged=TOLD, holds=True)
    assert acknowledged_words(held).startswith("综治科于2025年12月3日知悉：")
    html = alert_list([held])
    assert "<b>已去</b>" not in html
    assert "alert-held" in html
    overtaken = line(acknowledged=TOLD, holds=False)
    assert acknowledged_words(overtaken).startswith("此后又有新情况。此前综治科")
    assert "综治科" in answers_table([TOLD], {"rate": "化解率"}, {"A": "甲镇"})


def test_nothing_to_say_is_a_calm_sentence() -> None:
    assert "控制图也没有变差的信号" in alerts_sentence([], 0, "2025-12")
    assert "还不能判断" in alerts_sentence([], 0, "2025-12", is_young=True)
    assert alerts_sentence([], 2, "2025-12") == "2025年12月的2项预警都已知悉。"
    assert (
        alerts_sentence([line()], 1, "2025-12")
        == "2025年12月有1项预警待处理，其中1项已是第三个月或更久。另有1项已知悉。"
    )


def test_english_sentences_keep_their_spaces() -> None:
    use_language("en")
    told = alerts_sentence([line()], 1, "2025-12")
    assert (
        told
        == "Dec 2025: 1 alert to answer, 1 of them for the third month or longer. Another 1 acknowledged."
    )


def test_a_report_that_is_not_in_tells_the_office_the_export_and_how_late() -> None:
    due = DueReport("A", "hazards", date(2025, 12, 1), date(2026, 1, 5), None)
    owed = MissingReports("A", "hazards", (due,))
    html = missing_table(
        [owed],
        {"A": "甲镇"},
        {"hazards": "隐患排查"},
        date(2026, 1, 20),
        lambda _: "?a",
        {("A", "hazards"): "综治科：已催"},
    )
    for shown in ("甲镇", "隐患排查", "2025年12月", "15天", "2026年1月5日", "综治科：已催"):
        assert shown in html
    assert (
        'aria-label="知悉：甲镇隐患排查"' in html
    )  # links of one word are told apart by those who only hear them
    early = missing_table([owed], {}, {}, date(2026, 1, 2), lambda _: "?a", {})
    assert "未到期" in early
