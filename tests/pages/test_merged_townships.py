"""A township that went into another is listed last and has no empty line in the months after."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.grants import VIEWER, Grant
from data.store import Store
from metrics.mart_reader import Mart
from metrics.publication import FileToCheck, Options, publish
from pages.shared import reader
from pages.shared.figures import township_figures, townships
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import csv_file

REGISTER = "行政区划代码,乡镇,有效止,并入\nB,乙乡,2025-05-31,甲镇\nA,甲镇,,\nC,丙镇,,\n"
CASES = "办件编号,乡镇,登记日期\n"


def test_an_ended_township_is_no_missing_report(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    months = {5: "1,甲镇,2025-05-03\n2,乙乡,2025-05-04\n", 6: "3,甲镇,2025-06-03\n"}
    publish(store, [csv_file("名录", REGISTER, month=date(2025, 5, 1)), *_files(months)], Options())
    path = store.current_mart()
    assert path is not None
    with Mart(path) as mart:
        assert list(townships(mart)) == ["A", "C", "B"]
        shown = [
            [
                (each.area, each.numerator)
                for each in township_figures(mart, "petitions_received", "month", month)
            ]
            for month in ("2025-05", "2025-06")
        ]
    assert [(area, count) for area, count in shown[1] if area != "C"] == [("A", 1)]
    assert dict(shown[0])["B"] == 1
    assert len(shown[0]) == 3


def test_a_township_that_has_ended_is_not_proposed_for_a_comparison(
    tmp_path: Path, show_page: ShowPage
) -> None:
    store = Store(tmp_path / "store")
    months = {5: "1,甲镇,2025-05-03\n2,乙乡,2025-05-04\n", 6: "3,甲镇,2025-06-03\n"}
    register = "行政区划代码,乡镇,类型,有效止,并入\nB,乙乡,乡,2025-05-31,甲镇\nA,甲镇,乡,,\nC,丙镇,乡,,\n"
    publish(store, [csv_file("名录", register, month=date(2025, 5, 1)), *_files(months)], Options())
    html = html_of(show_page(store.folder, "compare"))
    proposed = html[html.index("suggested") :]
    assert "甲镇" in proposed and "丙镇" in proposed
    assert "乙乡" not in proposed


def test_a_township_that_went_into_another_says_where_its_figures_are(
    tmp_path: Path, show_page: ShowPage
) -> None:
    store = Store(tmp_path / "store")
    months = {5: "1,甲镇,2025-05-03\n2,乙乡,2025-05-04\n", 6: "3,甲镇,2025-06-03\n"}
    publish(store, [csv_file("名录", REGISTER, month=date(2025, 5, 1)), *_files(months)], Options())
    told = "乙乡自2025年6月起并入甲镇，此后的数记在甲镇名下。"
    shown = {
        (code, month): told in html_of(show_page(store.folder, "township", township=code, period=month))
        for code, month in (("B", "2025-05"), ("B", "2025-06"), ("A", "2025-06"))
    }
    assert [each for each, is_told in shown.items() if is_told] == [("B", "2025-06")]


def test_who_looks_after_a_township_that_has_ended_is_told_there_is_nothing(
    tmp_path: Path, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store")
    months = {5: "1,甲镇,2025-05-03\n2,乙乡,2025-05-04\n", 9: "3,甲镇,2025-09-03\n"}
    publish(store, [csv_file("名录", REGISTER, month=date(2025, 5, 1)), *_files(months)], Options())
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", Grant(VIEWER, frozenset({"B"}), "li"))
    for period in ("2025-Q2", "2025-Q3"):
        page = show_page(store.folder, "township", by="quarter", period=period)
        assert not page.exception
        assert "乙乡" in html_of(page)


def _files(months: dict[int, str]) -> list[FileToCheck]:
    return [
        csv_file(f"{month}月", CASES + rows, month=date(2025, month, 1)) for month, rows in months.items()
    ]
