"""The workbook: the mart's own numbers, nothing that is hidden on screen, nothing that could run."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from data.language import use_language
from data.store import Store
from reports.facts import Facts
from reports.papers import Paper, facts_of
from reports.table_file import csv_bytes
from reports.workbook_file import OPTIONS, SheetWriter, workbook_bytes
from reports.workbook_lists import breakdown_sheet
from reports.workbook_tables import Sheet, values_sheet

HEAD = 3  # the row of the headings, counted from 1


@pytest.fixture(scope="module")
def book(workbook: Paper) -> Any:
    return load_workbook(io.BytesIO(workbook.content))


def records(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(min_row=HEAD, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_there_is_a_sheet_each_for_values_definitions_and_receipts(book: Any) -> None:
    assert book.sheetnames == ["说明", "数值", "口径", "来历", "上报", "分类", "指数", "未报", "图表"]


def test_every_sheet_states_which_data_it_shows(book: Any, workbook: Paper) -> None:
    for name in ("数值", "口径", "来历", "上报", "分类", "指数", "未报"):
        assert book[name]["A1"].value == workbook.stated
        assert book[name].freeze_panes.startswith(("B4", "C4", "E4"))


def test_the_values_are_those_of_the_mart_unrounded(book: Any, facts: Facts) -> None:
    shown = {(row["指标代号"], row["地区代码"]): row for row in records(book["数值"])}
    table = facts.mart.values(period_type="year", period="2025")
    assert len(shown) == len(table)
    percents = [row for row in table.to_dict("records") if facts.measures[row["indicator"]].unit == "percent"]
    for row in percents:
        cell = shown[row["indicator"], row["area"]]
        for name, column in (("数值", "value"), ("分子", "numerator"), ("分母", "denominator")):
            assert cell[name] == (None if row[column] != row[column] else pytest.approx(row[column]))


def test_no_two_columns_of_a_sheet_have_the_same_heading(book: Any) -> None:
    for name in ("数值", "口径", "来历", "上报", "分类", "指数", "未报"):
        headings = [cell.value for cell in book[name][HEAD]]
        assert len({*headings}) == len(headings), name


def test_every_heading_of_an_english_workbook_reads_as_one(facts: Facts) -> None:
    use_language("en")
    headings = {heading for sheet in (values_sheet(facts), breakdown_sheet(facts)) for heading in sheet.head}
    assert {"Warning", "Split by", "99.8% lower", "95% lower"} <= headings
    assert [heading for heading in headings if heading[:1].islower()] == []


def test_a_number_has_the_format_of_its_unit(book: Any) -> None:
    cells = {
        row[22].value: row[2] for row in book["数值"].iter_rows(min_row=HEAD + 1) if row[23].value == "county"
    }
    assert cells["repeat_visit_share"].number_format == '#,##0.0"%"'
    assert cells["petitions_received"].number_format == "#,##0"
    assert cells["petitions_received"].value == 3276


def test_no_cell_is_a_formula(book: Any) -> None:
    for sheet in book.worksheets:
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_charts_are_native(workbook: Paper) -> None:
    names = zipfile.ZipFile(io.BytesIO(workbook.content)).namelist()
    assert len([name for name in names if name.startswith("xl/charts/chart")]) >= 5


def test_what_is_hidden_on_screen_has_no_figure_in_the_workbook(book: Any, facts: Facts) -> None:
    rows = [row for row in records(book["分类"]) if row["地区"] != "全县"]
    assert {row["提示"] for row in rows} == {None, "小数，隐去"}
    for row in rows:
        if row["提示"]:
            assert (row["分子"], row["分母"], row["数值"]) == (None, None, None)
        else:
            assert row["分子"] == 0 or row["分子"] >= 5


def test_every_small_cell_of_a_township_is_left_out(book: Any, facts: Facts) -> None:
    """Counted anew from the mart's months, which hold every case."""
    rows = facts.mart.kept_rows(
        "breakdown_months", ("indicator", "dimension", "township", "item", "month", "numerator")
    )
    sums: dict[tuple[str, str], float] = {}
    for indicator, dimension, township, item, month, numerator in rows:
        if (indicator, dimension, month.year) == ("petitions_received", "category", 2025) and township:
            key = (facts.names[township], item or "未填")
            sums[key] = sums.get(key, 0) + (numerator or 0)
    small = {key for key, number in sums.items() if 0 < number < 5}
    assert small
    shown = {(row["地区"], row["项目"]): row["分子"] for row in records(book["分类"])}
    assert {shown.get(key) for key in small} == {None}


def test_a_change_that_a_townships_chart_signals_is_real_in_the_workbook(facts: Facts) -> None:
    month = replace(facts, period_type="month", period="2025-12")
    judged = {row[-2:]: row[15] for row in values_sheet(month).rows}
    of_rates = {name for name, each in facts.measures.items() if each.is_judged and not each.is_stock}
    tested = facts.mart.values(area_type="township", period_type="month", period="2025-12")
    direction = {(p.indicator, p.area): p.direction for p in facts.mart.signals(month="2025-12") if p.rule}
    signalled = [
        key
        for *key, change, word in tested[
            ["indicator", "area", "previous_change", "previous_change_class"]
        ].values
        if key[0] in of_rates
        and word in ("noise", "possible")
        and direction.get(tuple(key)) == ("up" if change > 0 else "down")
        and change
    ]
    assert signalled
    assert all("真实" in judged[tuple(key)] for key in signalled)


def test_a_month_shows_no_township_by_item_at_all(facts: Facts) -> None:
    """Below the county only whole years are shown: a month could be subtracted from them."""
    month = Facts(facts.mart, facts.edition, facts.exports, "month", "2025-12")
    rows = [row for row in breakdown_sheet(month).rows if row[2] != "全县"]
    assert rows
    assert {row[4].value for row in rows} == {None}  # type: ignore[union-attr]


@pytest.mark.integration
def test_the_first_sheet_names_the_months_that_are_in_it(store: Store) -> None:
    with facts_of(store, "2025-08", "ytd") as facts:
        first = load_workbook(io.BytesIO(workbook_bytes(facts)))["说明"]
    assert (first["A2"].value, first["B2"].value) == ("时期", "2025年1—8月")


@pytest.mark.integration
def test_the_same_workbook_is_the_same_bytes(workbook: Paper, facts: Facts) -> None:
    assert workbook_bytes(facts) == workbook.content


def test_text_that_starts_like_a_formula_is_quoted_in_a_csv() -> None:
    cells = ["=1+1", "+86", "-2", "@sum", "\tx", "\rx", "望江镇", -2.5]
    written = csv_bytes(["name"] * len(cells), [cells]).decode("utf-8-sig")
    assert written.partition("\r\n")[2] == "'=1+1,'+86,'-2,'@sum,'\tx,\"'\rx\",望江镇,-2.5\r\n"


def test_a_text_that_starts_like_a_formula_stays_a_text_in_the_workbook() -> None:
    content = io.BytesIO()
    texts = ("=1+1", "+86", "-2", "@sum", "http://example.org")
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        SheetWriter(book, "2025年").write(Sheet("表", texts, (texts,), (10,) * len(texts)))
    written = load_workbook(content)["表"]
    cells = [cell for row in written.iter_rows(min_row=HEAD) for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in (*texts, *texts)]
    assert not [cell for cell in cells if cell.hyperlink]
