"""What a file says twice: totals, parts, stocks, imports and volumes are compared, with both figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.export_format import load_exports
from data.findings import Checked, Finding
from data.refusal import Refused
from metrics.publication import Options, check, publish
from tests.data.door import cases, checked, rules
from tests.small_county import a_store_with_export
from tests.store_builder import csv_file, new_store, petitions

STATISTICS = """
every = "month"
key = ["township", "month"]
opening = "month"
[name]
zh = "办件统计"
[columns.township]
zh = "乡镇"
type = "township"
required = true
[columns.month]
zh = "月份"
type = "month"
role = "opening"
required = true
[columns.before]
zh = "期初在办"
type = "count"
[columns.handled]
zh = "本月承办"
type = "count"
[columns.closed]
zh = "本月办结"
type = "count"
[columns.after]
zh = "期末在办"
type = "count"
[[parts]]
whole = "after"
parts = ["before", "handled"]
less  = ["closed"]
[[stock]]
opening = "before"
closing = "after"
"""
HEAD = "乡镇,月份,期初在办,本月承办,本月办结,期末在办\n"


def statistics(folder: Path, *rows: str, toml: str = STATISTICS, head: str = HEAD) -> Checked:
    folder.mkdir(exist_ok=True)
    exports = a_store_with_export(folder, "statistics", toml)
    return checked(head + "\n".join(rows) + "\n", exports=exports, export_id="statistics")


def said(findings: tuple[Finding, ...], rule: str) -> list[tuple[int | None, str, str]]:
    return [(each.row, each.found, each.expected) for each in findings if each.rule == rule]


def test_parts_that_do_not_make_the_whole_are_named_with_both_figures(tmp_path: Path) -> None:
    answer = statistics(tmp_path, "望江镇,2026-01,5,1234,1200,39", "石桥镇,2026-01,0,8,3,4")
    assert said(answer.warnings, "parts_differ") == [(3, "4", "期初在办0＋本月承办8－本月办结3＝5")]
    assert (answer.rows_accepted, rules(answer.errors)) == (2, [])


def test_parts_are_compared_only_where_the_file_has_them(tmp_path: Path) -> None:
    answer = statistics(tmp_path, "望江镇,2026-01,9,5", head="乡镇,月份,期末在办,本月承办\n")
    assert rules(answer.warnings) == []


def test_the_usual_columns_of_case_statistics_need_no_rule(tmp_path: Path) -> None:
    columns = {"a": "承办件数", "b": "办结", "c": "在办", "d": "超期"}
    tables = "".join(f'[columns.{key}]\nzh = "{zh}"\ntype = "count"\n' for key, zh in columns.items())
    toml = STATISTICS[: STATISTICS.index("[columns.before]")] + tables
    head = "乡镇,月份,承办件数,办结,在办,超期\n"
    answer = statistics(tmp_path, "望江镇,2026-01,30,20,8,1", "石桥镇,2026-01,9,9,,", toml=toml, head=head)
    assert said(answer.warnings, "parts_differ") == [(2, "30", "办结20＋在办8＋超期1＝29")]


def test_a_rule_that_names_no_number_column_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"statistics\.toml: \[\[parts\]\] 1.*closd.*closed"):
        statistics(tmp_path, toml=STATISTICS.replace('["closed"]', '["closd"]'))
    with pytest.raises(Refused, match="closing"):
        statistics(tmp_path, toml=STATISTICS.replace('closing = "after"', ""))


def test_a_months_opening_stock_is_the_last_months_closing_stock(tmp_path: Path) -> None:
    first, second = "望江镇,2025-12,5,10,9,6", "望江镇,2026-01,7,1,2,6"
    answer = statistics(tmp_path, first, second)
    assert said(answer.warnings, "stock_differs") == [(3, "7", "2025-12末的6")]


def test_the_last_months_file_is_asked_in_the_store_and_beside_this_one(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "statistics.toml").write_text(STATISTICS, encoding="utf-8")
    store = new_store(tmp_path)
    april = csv_file("四月", HEAD + "甲镇,2025-04,0,8,2,6\n乙乡,2025-04,0,3,1,2\n")
    may = csv_file("五月", HEAD + "甲镇,2025-05,6,1,1,6\n乙乡,2025-05,3,0,0,3\n")
    together = check(store, [april, may])
    publish(store, [april], Options())
    alone = check(store, [may])
    for answer in (together[1], alone[0]):
        assert said(answer.warnings, "stock_differs") == [(3, "3", "2025-04末的2")]


def test_an_opening_figure_is_compared_with_the_cases_that_stood_open(tmp_path: Path) -> None:
    rule = '[[stock]]\nopening = "before"\nof = "petitions"\nuntil = "closed_on"\n'
    (tmp_path / "exports").mkdir()
    toml = STATISTICS[: STATISTICS.index("[[parts]]")] + rule
    (tmp_path / "exports" / "statistics.toml").write_text(toml, encoding="utf-8")
    store = new_store(tmp_path)
    publish(
        store, [csv_file("四月", petitions("2025-04", "1,甲镇,03", "2,甲镇,04,20", "3,乙乡,05"))], Options()
    )
    answer = check(store, [csv_file("五月", HEAD + "甲镇,2025-05,1,0,0,1\n乙乡,2025-05,4,0,0,4\n")])[0]
    assert said(answer.warnings, "stock_differs") == [(3, "4", "2025-04末库中未办结的1件")]


def test_a_batch_that_was_imported_three_times_is_said_to_be() -> None:
    batch = [f"A{n},望江镇,2026-01-05,2026-02-01" for n in range(40)]
    answer = cases(*batch * 3)
    assert [each[1:] for each in said(answer.warnings, "imported_again")] == [
        ("120行", "每个编号一行：不同的编号有40个，各出现3次，像是导入了3次")
    ]
    assert answer.rows_accepted == 40


def test_a_slip_is_no_import() -> None:
    batch = [f"A{n},望江镇,2026-01-05,2026-02-01" for n in range(40)]
    assert "imported_again" not in rules(cases(*batch, *batch[:3]).warnings)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("90", "各行相加为30；合计正好是3倍，像是导入了3次"),
        ("15", "各行相加为30，正好是合计的2倍，像是导入了2次"),
        ("31", "各行相加为30"),
    ],
)
def test_a_total_that_is_a_multiple_of_the_rows_says_so(total: str, expected: str) -> None:
    head = "乡镇,月份,工作项目,已完成\n"
    body = "望江镇,2026-01,入户走访,10\n石桥镇,2026-01,入户走访,20\n"
    answer = checked(f"{head}{body}合计,,,{total}\n")
    assert said(answer.warnings, "total_differs") == [(4, total, expected)]


def test_published_counters_of_a_list_imported_three_times_are_recognised() -> None:
    answer = cases(*(f"A{n},望江镇,2026-01-05,2026-02-01" for n in range(10)), "合计,30,,")
    assert said(answer.warnings, "total_differs")[0][1:] == ("30", "共10行；合计正好是3倍，像是导入了3次")


def test_a_sudden_break_is_told_for_the_county_and_for_each_township() -> None:
    rows = [f"A{n},望江镇,2026-01-05,2026-02-01" for n in range(10)]
    rows += [f"B{n},石桥镇,2026-01-05,2026-02-01" for n in range(20)]
    answer = cases(
        *rows,
        usual_rows=lambda export, month, townships: 100.0,
        usual_by_township=lambda export, month: {"101": 80.0, "102": 20.0, "3": 900.0},
    )
    assert said(answer.warnings, "unusual_volume") == [
        (None, "30", "通常约100行"),
        (None, "望江镇10行", "望江镇通常约80行"),
    ]


def test_few_cases_instead_of_some_are_no_break() -> None:
    rows = ["A1,望江镇,2026-01-05,2026-02-01", "B1,石桥镇,2026-01-05,2026-02-01"]
    answer = cases(*rows, usual_by_township=lambda export, month: {"101": 6.0, "102": 3.0})
    assert "unusual_volume" not in rules(answer.warnings)


def test_one_row_where_there_is_mostly_none_is_no_break() -> None:
    rows = ["A1,望江镇,2026-01-05,2026-02-01", *(f"B{n},石桥镇,2026-01-05,2026-02-01" for n in range(4))]
    answer = cases(*rows, usual_by_township=lambda export, month: {"101": 0.0, "102": 0.0})
    assert [each[1] for each in said(answer.warnings, "unusual_volume")] == ["石桥镇4行"]


def test_a_township_that_went_into_another_is_not_said_to_have_no_rows(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for month in ("2025-01", "2025-02", "2025-03"):
        many = [f"{month}-{n},甲镇,03" for n in range(20)] + [f"{month}-x{n},乙乡,03" for n in range(60)]
        publish(store, [csv_file(month, petitions(month, *many))], Options())
    merged = "行政区划代码,乡镇,类型,有效止,并入\nA,甲镇,镇,,\nB,乙乡,乡,2025-03-31,A\n"
    publish(store, [csv_file("名录", merged, month=date(2025, 4, 1))], Options())
    april = petitions("2025-04", *(f"a{n},甲镇,03" for n in range(80)))
    assert "unusual_volume" not in rules(check(store, [csv_file("四月", april)])[0].warnings)
    few = petitions("2025-04", *(f"a{n},甲镇,03" for n in range(10)))
    found = said(check(store, [csv_file("四月", few)])[0].warnings, "unusual_volume")
    assert found == [(None, "10", "通常约80行"), (None, "甲镇10行", "甲镇通常约80行")]


def test_the_store_tells_what_is_usual_for_a_township(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for month in ("2025-01", "2025-02", "2025-03"):
        many = [f"{month}-{n},甲镇,03" for n in range(30)] + [f"{month}-x{n},乙乡,03" for n in range(3)]
        publish(store, [csv_file(month, petitions(month, *many))], Options())
    few = petitions("2025-04", "a,甲镇,03", *(f"b{n},乙乡,03" for n in range(3)))
    answer = check(store, [csv_file("四月", few)])[0]
    assert ("甲镇1行", "甲镇通常约30行") in [each[1:] for each in said(answer.warnings, "unusual_volume")]
    assert not any("乙乡" in each[1] for each in said(answer.warnings, "unusual_volume"))


def test_the_shipped_exports_have_no_rule_by_accident() -> None:
    assert all(not each.parts and not each.stock for each in load_exports().values())
