"""数据质量 as HTML: the grid of reports and its lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from charts.coverage_grid import cell_words, coverage_grid, state_of
from charts.quality_lists import (
    corrected_section,
    quality_sentence,
    questions_section,
    refused_section,
    unequal_section,
)
from data.catalogue_records import FindingRow
from metrics.questions import Question
from metrics.report_quality import Corrected, Kept
from tests.data.test_live import upload

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)
NAMES = {"petitions": "诉求办件", "hazards": "隐患排查"}
ALL_IN, SOME_LATE, ONE_MISSING = Kept(4, 4, 0, ()), Kept(4, 3, 1, ()), Kept(4, 3, 0, ("hazards",))


def test_a_cell_is_in_late_or_missing_in_a_shape_and_in_words() -> None:
    assert [state_of(cell) for cell in (ALL_IN, SOME_LATE, ONE_MISSING, None, Kept(0, 0, 0, ()))] == [
        *("in", "late", "missing", "none", "none")
    ]
    assert cell_words("甲镇", MAY, ONE_MISSING, NAMES) == "甲镇 2025年5月：缺隐患排查"
    assert "迟报1份" in cell_words("甲镇", MAY, SOME_LATE, NAMES)


def test_the_grid_sums_every_month() -> None:
    cells = {("A", MAY): ALL_IN, ("B", MAY): ONE_MISSING, ("A", JUNE): SOME_LATE}
    html = coverage_grid([("A", "甲镇"), ("B", "乙乡")], [MAY, JUNE], cells, NAMES, lambda code: f"?{code}")
    assert "<td>1</td><td>0</td>" in html
    assert html.count('role="img"') == 3


def test_the_sentence_counts_and_is_calm_where_all_is_well() -> None:
    told = quality_sentence(MAY, ONE_MISSING, 3, 1, 2)
    assert (
        told
        == "2025年5月应报4份，已报3份，其中按时3份，还缺1份。近12个月退回3行，更正1份报表，有2处数值得核对。"
    )
    assert "数也都对得上" in quality_sentence(MAY, ALL_IN, 0, 0, 0)


def test_refused_rows_come_with_the_reasons_of_the_check() -> None:
    refused = replace(upload(7), export="petitions", month=MAY, rows_read=100, rows_rejected=2)
    finding = FindingRow(7, "not_a_date", "received_on", "登记日期", True, 2, 5, "", "")
    html = refused_section(
        [refused], {7: [finding]}, NAMES, lambda rule: {"not_a_date": "不是有效的日期"}[rule]
    )
    assert "100行退回2行" in html
    assert "不是有效的日期（登记日期）2处" in html
    assert "没有退回过的行" in refused_section([], {}, NAMES, str)


def test_figures_that_do_not_agree_are_both_shown() -> None:
    finding = FindingRow(7, "total_differs", "", "", False, 1, 9, "9", "共7行")
    html = unequal_section([(replace(upload(7), month=MAY), finding)], NAMES, lambda _: "与合计行不符")
    assert "报的是9；共7行" in html


def test_every_version_of_a_corrected_report_is_told() -> None:
    first, second = replace(upload(1), by="综治科"), replace(upload(2), rolled_back=True)
    html = corrected_section([Corrected("petitions", MAY, (first, second), 1)], NAMES)
    assert "2个版本" in html
    assert "上传1" in html
    assert "（已撤回）" in html


def test_signs_in_the_data_are_questions() -> None:
    asked = Question("A", "repeated", "入户走访", MAY, JUNE, 20, 6, 1)
    html = questions_section([asked], {}, {"A": "甲镇"}, lambda code: f"?{code}")
    assert "？" in html
    assert "甲镇" in html
    assert "没有需要问一问的" in questions_section([], {}, {}, str)
