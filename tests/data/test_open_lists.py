"""Open columns keep only values of a list, and the list grows by an admin's hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.export_format import load_lists
from data.open_lists import add_to_list
from data.personal import personal_in_column
from data.refusal import Refused
from data.unlisted import unlisted_values
from metrics.publication import Options, check, publish
from tests.data.door import rules
from tests.store_builder import csv_file, new_store

MAY = "办件编号,乡镇,登记日期,问题类别\n1,甲镇,2025-05-03,噪声扰民\n"
MAY += "2,乙乡,2025-05-04,夜市油烟\n3,乙乡,2025-05-05,夜市油烟\n"


def test_a_value_outside_the_list_becomes_unclassified_and_is_counted(tmp_path: Path) -> None:
    answer = check(new_store(tmp_path), [csv_file("五月", MAY)])[0]
    assert answer.rows is not None
    assert answer.rows["category"].to_pylist() == ["噪声扰民", "未归类", "未归类"]
    assert unlisted_values(answer) == {"category": {"夜市油烟": 2}}


def test_the_same_file_is_classified_once_the_list_has_grown(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish(store, [csv_file("五月", MAY)], Options())
    assert add_to_list(store, "category", ["夜市油烟", " 夜市油烟 ", "噪声扰民"]) == ["夜市油烟"]
    again = publish(store, [csv_file("五月", MAY)], Options())
    assert again.results[0].is_new
    assert again.results[0].checked.rows["category"].to_pylist() == ["噪声扰民", "夜市油烟", "夜市油烟"]
    assert not publish(store, [csv_file("五月", MAY)], Options()).results[0].is_new


def test_what_an_admin_wrote_into_the_list_stays(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    path = store.folder / "lists" / "office.toml"
    path.parent.mkdir()
    path.write_text('# 本县的单位\nvalues = ["青石镇政府"]\n', encoding="utf-8")
    add_to_list(store, "office", ['引"号局'])
    assert {"青石镇政府", '引"号局', "信访局"} <= load_lists(store.folder)["office"]
    assert path.read_text(encoding="utf-8").startswith("# 本县的单位\n")


@pytest.mark.parametrize("value", ["13800138000", "王建国", "青石镇和平路12号3单元402室"])
def test_a_person_does_not_get_into_a_list(tmp_path: Path, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        add_to_list(new_store(tmp_path), "category", [value])
    assert value not in str(refusal.value)


def test_a_list_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="category"):
        add_to_list(new_store(tmp_path), "categori", ["x"])


@pytest.mark.parametrize("name", sorted(load_lists()))
def test_no_shipped_value_would_be_taken_for_a_person(name: str) -> None:
    assert personal_in_column(sorted(load_lists()[name]), names=False, alone=True) == {}


def test_rows_that_are_there_already_are_said_to_be_under_any_bytes(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish(store, [csv_file("五月", MAY)], Options())
    again = check(store, [csv_file("又一份", MAY.replace("\n", "\r\n"))])[0]
    found = [each for each in again.warnings if each.rule == "same_rows"]
    assert [each.found for each in found] == ["3行，与上传2的3行完全相同"]
    other = check(store, [csv_file("另一份", MAY.replace("05-03", "05-06"))])[0]
    assert "same_rows" not in rules(other.warnings)
