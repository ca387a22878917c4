"""Files as offices' systems really wrote them: each is read rightly, or the report says where and why not.

The files are in tests/files; make_files.py there writes them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.checks import Checked
from data.findings import Finding
from data.township_register import Register, Township
from tests.data.door import REGISTER, checked, rules, values

FILES = Path(__file__).parent.parent / "files"
WITH_ZEROS = Register((*REGISTER.townships, Township("007", "梅园乡")))


def read(name: str) -> Checked:
    content = (FILES / name).read_bytes()
    return checked(content, name, register=WITH_ZEROS, indicators={"化解率": "resolution_rate"})


def said(findings: tuple[Finding, ...]) -> list[tuple[int | None, str, str, str]]:
    """Row, column, found and rule."""
    return [(each.row, each.column, each.found, each.rule) for each in findings]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        *(("gbk.csv", "gb18030"), ("utf8_bom.csv", "utf-8-sig"), ("utf16_bom.csv", "utf-16")),
        *(("utf16_le_no_bom.csv", "utf-16"), ("utf16_be_no_bom.csv", "utf-16"), ("cr_only.csv", "utf-8")),
        *(("semicolon.csv", "utf-8"), ("tab.txt", "utf-16"), ("separator_line.csv", "utf-8")),
        *(("headings_with_blanks.csv", "utf-8"), ("empty_lines.csv", "utf-8")),
        *(("titles_and_two_lines.xlsx", "xlsx"), ("hidden_rows.xlsx", "xlsx")),
    ],
)
def test_the_same_two_requests_are_read_however_they_were_saved(name: str, encoding: str) -> None:
    answer = read(name)
    assert (answer.encoding, answer.errors) == (encoding, ())
    assert values(answer, "case_id") == ["A1", "A2"]
    assert values(answer, "due_on") == [date(2026, 2, 1), date(2026, 2, 2)]


def test_quotes_and_line_breaks_inside_quotes_belong_to_the_cell() -> None:
    answer = read("quotes_inside.csv")
    assert (answer.rows_accepted, answer.errors) == (2, ())
    assert (2, "承办单位", '县"信访"局', "unlisted_value") in said(answer.warnings)


def test_a_quote_that_is_never_closed_is_refused_with_its_row() -> None:
    (error,) = read("broken_quotes.csv").errors
    assert error.rule == "broken_quotes"
    assert "第4行" in error.expected


def test_thousands_of_empty_lines_are_counted_as_blank() -> None:
    answer = read("empty_lines.csv")
    assert (answer.rows_in, answer.rows_explained["blank"]) == (3002, 3000)


def test_rows_keep_their_numbers_under_titles_and_two_lines_of_headings() -> None:
    assert values(read("titles_and_two_lines.xlsx"), "row") == [5, 6]


def test_a_heading_of_which_half_stands_over_the_other_is_joined() -> None:
    answer = read("joined_headings.xlsx")
    assert (values(answer, "row"), values(answer, "due_on")) == ([3], [date(2026, 2, 1)])


def test_totals_above_and_below_the_rows_are_compared_and_left_out() -> None:
    answer = read("totals.csv")
    assert (answer.rows_accepted, answer.rows_total) == (2, 4)
    assert said(answer.warnings) == [(6, "已完成", "6", "total_differs")]
    assert answer.warnings[0].expected == "各行相加为5"


def test_notes_under_the_table_are_left_out_and_never_quoted() -> None:
    answer = read("notes.csv")
    assert (answer.rows_in, answer.rows_accepted, answer.rows_explained["note"]) == (4, 1, 3)
    assert said(answer.warnings) == [(3, "", "", "note_left_out")]
    assert not any(word in repr(answer) for word in ("张三丰", "李四光", "13800138000"))


def test_headings_that_come_again_are_no_row() -> None:
    answer = read("headings_again.csv")
    assert (answer.rows_in, answer.rows_accepted, answer.rows_note, answer.errors) == (4, 3, 1, ())


def test_text_dates_are_read_in_every_common_form_and_short_years_refused() -> None:
    answer = read("text_dates.csv")
    assert set(values(answer, "received_on")) == {date(2026, 1, 5)}
    assert sorted(values(answer, "due_on")) == [date(2026, 2, day) for day in (1, 1, 5, 11)]
    assert said(answer.errors) == [
        (6, "登记日期", "26-1-5", "not_a_date"),
        (7, "登记日期", "2026-02-31", "not_a_date"),
    ]
    assert "四位" in answer.errors[0].expected


@pytest.mark.parametrize("name", ["day_first.csv", "month_first.csv"])
def test_the_whole_column_tells_whether_day_or_month_comes_first(name: str) -> None:
    assert values(read(name), "received_on") == [date(2026, 1, 3), date(2026, 1, 31)]


def test_where_no_cell_tells_the_order_an_ambiguous_day_is_refused_with_both_readings() -> None:
    answer = read("order_unknown.csv")
    assert said(answer.errors) == [(2, "登记日期", "3/1/2026", "ambiguous_date")]
    assert "2026-01-03" in answer.errors[0].expected and "2026-03-01" in answer.errors[0].expected
    assert values(answer, "received_on") == [date(2026, 1, 1)]


def test_where_both_orders_are_used_only_what_is_clear_by_itself_is_read() -> None:
    answer = read("two_orders.csv")
    assert said(answer.errors) == [(4, "登记日期", "3/1/2026", "ambiguous_date")]
    assert set(values(answer, "received_on")) == {date(2025, 12, 31)}


def test_a_column_of_day_numbers_in_a_csv_is_read_and_warned() -> None:
    answer = read("serial_days.csv")
    assert values(answer, "received_on") == [date(2026, 1, 5), date(2026, 1, 6)]
    assert rules(answer.warnings).count("days_as_numbers") == 2


def test_a_day_number_among_dates_in_a_csv_is_refused() -> None:
    assert said(read("some_serial_days.csv").errors) == [(3, "登记日期", "46028", "not_a_date")]


def test_true_dates_day_numbers_and_text_dates_mix_in_a_workbook() -> None:
    answer = read("true_dates.xlsx")
    assert (answer.errors, values(answer, "received_on")) == ((), [date(2026, 1, 5), date(2026, 1, 6)])
    assert values(answer, "due_on") == [date(2026, 2, 1), None]


def test_a_month_stored_as_a_number_is_refused_because_january_and_october_look_the_same() -> None:
    answer = read("month_number.xlsx")
    assert said(answer.errors) == [(2, "月份", "2026.1", "ambiguous_month")]
    assert values(answer, "township") == ["102"]


def test_every_sign_for_nothing_is_blank() -> None:
    answer = read("blanks.csv")
    assert (answer.rows_accepted, answer.errors) == (5, ())
    assert set(values(answer, "closed_on")) == set(values(answer, "previous_case_id")) == {None}


def test_numbers_are_read_under_separators_and_width_but_a_percentage_is_no_count() -> None:
    answer = read("dressed_numbers.csv")
    assert values(answer, "done") == [1234, 5]
    assert said(answer.errors) == [(4, "已完成", "12%", "not_a_count")]


def test_a_number_shown_as_percent_is_read_as_it_is_shown() -> None:
    answer = read("percent_cells.xlsx")
    assert (values(answer, "target"), values(answer, "warning")) == ([92.5], [90.0])


def test_ids_that_became_numbers_are_mended_and_those_that_lost_digits_refused() -> None:
    answer = read("ids_as_numbers.csv")
    assert (values(answer, "case_id"), values(answer, "township")) == (["20260001", "00123"], ["101", "101"])
    assert said(answer.errors) == [(3, "办件编号", "1.2E+17", "id_lost_digits")]
    assert "文本" in answer.errors[0].expected


def test_a_long_id_that_a_workbook_holds_as_a_number_has_lost_digits() -> None:
    answer = read("number_ids.xlsx")
    assert (values(answer, "case_id"), rules(answer.errors)) == (["20260001"], ["id_lost_digits"])


def test_a_code_that_lost_its_zeros_is_matched_where_only_one_fits_and_warned() -> None:
    answer = read("lost_zeros.csv")
    assert values(answer, "township") == ["007"]
    assert said(answer.warnings) == [(2, "乡镇", "7", "lost_zeros")]


def test_a_repeat_is_explained_and_the_same_id_with_other_content_is_accepted() -> None:
    answer = read("repeats.csv")
    assert (answer.rows_in, answer.rows_accepted, answer.rows_explained["repeat"]) == (3, 2, 1)
    assert rules(answer.warnings) == ["repeat", "id_again"]


def test_a_hidden_sheet_is_skipped_and_a_sheet_of_words_is_no_report() -> None:
    assert values(read("hidden_sheet.xlsx"), "case_id") == ["A1"]


def test_two_sheets_that_are_reports_are_refused_by_their_places_not_their_names() -> None:
    answer = read("two_reports.xlsx")
    assert rules(answer.errors) == ["several_sheets"]
    assert "第1、2张" in answer.errors[0].expected
    assert "张三" not in repr(answer)


def test_an_empty_form_beside_the_report_does_not_matter() -> None:
    assert values(read("report_and_empty_form.xlsx"), "case_id") == ["A1"]


def test_hidden_rows_are_read_and_warned() -> None:
    assert said(read("hidden_rows.xlsx").warnings) == [(3, "", "", "hidden_rows")]


def test_a_sheet_that_claims_65203_rows_has_as_many_as_it_holds() -> None:
    answer = read("claims_65203_rows.xlsx")
    assert (answer.rows_in, answer.rows_accepted) == (494, 494)


def test_a_township_merged_over_several_rows_is_read_for_each_and_warned() -> None:
    answer = read("merged_townships.xlsx")
    assert values(answer, "township") == ["101"] * 3
    assert said(answer.warnings) == [(3, "", "", "merged_cells")]


def test_a_formula_that_was_never_computed_is_reported_not_blank() -> None:
    answer = read("uncomputed_formula.xlsx")
    assert [(error.row, error.column, error.rule) for error in answer.errors] == [
        (2, "已完成", "formula_without_value")
    ]


def test_an_error_is_reported_and_a_link_to_another_file_has_its_stored_value() -> None:
    answer = read("errors_and_links.xlsx")
    assert said(answer.errors) == [(2, "已完成", "#ERROR!", "cell_error")]
    assert values(answer, "done") == [222]


@pytest.mark.parametrize("name", ["old.xls", "old_hidden_sheet.xls"])
def test_old_workbooks_are_read_too(name: str) -> None:
    answer = read(name)
    assert (answer.encoding, values(answer, "case_id")) == ("xls", ["20260001", "20260002"])
    assert set(values(answer, "received_on")) == {date(2026, 1, 5)}
    assert set(values(answer, "due_on")) == {date(2026, 2, 1)}


@pytest.mark.parametrize(("name", "kind"), [("report.et", "ET"), ("report.pdf", "PDF"), ("html.xls", "HTML")])
def test_what_is_no_table_is_refused_with_how_to_save_it(name: str, kind: str) -> None:
    (error,) = read(name).errors
    assert error.rule == "wrong_kind"
    assert kind in error.expected and "另存为XLSX或CSV" in error.expected
