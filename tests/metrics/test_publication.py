"""From files to a mart that stands: many files at once, corrections, roll-back, locks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.refusal import Refused
from data.store import Store
from metrics.month_locks import lock, unlock
from metrics.publication import Options, check, preview, publish, rebuild, roll_back
from tests.store_builder import TOWNSHIPS, csv_file, new_store, petitions, publish_texts, value

MAY = date(2025, 5, 1)


def test_many_files_are_one_publication_and_one_mart(tmp_path: Path) -> None:
    store = Store(tmp_path)
    files = [
        csv_file("五月", petitions("2025-05", "1,甲镇,03")),
        csv_file("名录", TOWNSHIPS, month=date(2025, 1, 1)),
        csv_file("六月", petitions("2025-06", "2,乙乡,04")),
    ]
    published = publish(store, files, Options(by="小王"))
    assert [result.upload.id for result in published.results if result.upload] == [1, 2, 3]
    assert [result.checked.file for result in published.results] == ["五月.csv", "名录.csv", "六月.csv"]
    assert len(store.catalogue.publications()) == 1
    assert [path.name for path in (tmp_path / "marts").iterdir()] == ["1.duckdb"]
    assert value(store, "petitions_received", "2025-06") == 1


def test_the_rest_of_a_publication_is_matched_against_its_new_register(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    register = "行政区划代码,乡镇\nC,丙镇\n"
    text = petitions("2025-05", "1,丙镇,03", "2,甲镇,04")
    assert [each.rows_rejected for each in check(store, [csv_file("五月", text)])] == [1]
    files = [csv_file("五月", text), csv_file("新名录", register, month=MAY)]
    published = publish(store, files, Options())
    assert [result.checked.rows_rejected for result in published.results] == [0, 0]
    assert value(store, "petitions_received", "2025-05", "C") == 1


def test_a_township_of_the_same_publication_s_register_can_be_named_in_covers(tmp_path: Path) -> None:
    store = Store(tmp_path)
    files = [
        csv_file("名录", TOWNSHIPS, month=date(2025, 1, 1)),
        csv_file("五月", petitions("2025-05", "1,甲镇,03"), covers="A,B"),
    ]
    publish(store, files, Options())
    assert value(store, "petitions_received", "2025-05", "B") == 0


def test_checking_writes_nothing(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    before = sorted(path for path in tmp_path.rglob("*"))
    checked = check(store, [csv_file("五月", petitions("2025-05", "1,甲镇,03"))])
    assert [each.rows_accepted for each in checked] == [1]
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_a_refused_row_does_not_stop_the_rest(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish_texts(store, [petitions("2025-05", "1,甲镇,03", "2,丁镇,04")])
    assert value(store, "petitions_received", "2025-05") == 1


def test_a_refused_file_stops_the_whole_publication(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    published = publish_texts(store, [petitions("2025-05", "1,甲镇,03"), "什么,也\n不,是\n"])
    assert published.refused
    assert [result.upload for result in published.results] == [None, None]
    assert len(store.catalogue.uploads()) == 1


def test_the_last_row_for_an_id_wins_and_says_how_many_it_replaced(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish_texts(store, [petitions("2025-05", "1,甲镇,03", "2,乙乡,03")])
    again = publish_texts(store, [petitions("2025-05", "1,甲镇,03,09", "3,甲镇,04")])
    assert [result.replaced for result in again.results] == [1]
    assert value(store, "petitions_received", "2025-05") == 3
    assert value(store, "resolution_rate", "2025-05") == 100


def test_a_re_upload_of_an_earlier_month_does_not_reopen_what_closed_since(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    closed_in_june = petitions("2025-06", "2,甲镇,01").rstrip() + "\n1,甲镇,2025-05-03,2025-06-09,已解决\n"
    publish_texts(store, [petitions("2025-05", "1,甲镇,03"), closed_in_june])
    again = publish_texts(store, [petitions("2025-05", "1,甲镇,03", "9,甲镇,05")])
    assert [result.replaced for result in again.results] == [0]
    assert value(store, "open_requests", "2025-06") == 2


def test_one_township_s_file_removes_nothing_of_another(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish_texts(store, [petitions("2025-05", "1,甲镇,03", "2,乙乡,03")])
    publish_texts(store, [petitions("2025-05", "4,甲镇,03")], covers="A")
    assert value(store, "petitions_received", "2025-05", "B") == 1
    assert value(store, "petitions_received", "2025-05", "A") == 2


def test_replace_withdraws_what_the_covered_townships_held(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish_texts(store, [petitions("2025-05", "1,甲镇,03", "2,乙乡,03", "3,甲镇,04")])
    published = publish_texts(store, [petitions("2025-05", "4,甲镇,03")], replace=True, covers="A")
    assert [result.replaced for result in published.results] == [2]
    assert value(store, "petitions_received", "2025-05", "A") == 1
    assert value(store, "petitions_received", "2025-05", "B") == 1


@pytest.mark.integration
def test_what_an_upload_had_replaced_stands_again_after_its_roll_back(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish_texts(store, [petitions("2025-05", "1,甲镇,03", "3,甲镇,04")])
    publish_texts(store, [petitions("2025-05", "4,甲镇,03")], replace=True, covers="A")
    mart = roll_back(store, 3)
    assert value(store, "petitions_received", "2025-05", "A") == 2
    assert mart == store.current_mart() == tmp_path / "marts" / "4.duckdb"
    with pytest.raises(Refused, match="已经撤回"):
        roll_back(store, 3)
    with pytest.raises(Refused, match="没有编号为9的上传"):
        roll_back(store, 9)


def test_the_first_reports_can_be_rolled_back_too(tmp_path: Path) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    roll_back(store, 2)
    with pytest.raises(KeyError):
        value(store, "petitions_received", "2025-05")


def test_the_same_bytes_are_recognised_under_any_name(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    text = petitions("2025-05", "1,甲镇,03")
    first = publish(store, [csv_file("五月", text)], Options())
    again = publish(store, [csv_file("五月（最终版）", text)], Options())
    assert [finding.rule for finding in again.results[0].checked.warnings][-1] == "same_bytes"
    assert again.results[0].upload == first.results[0].upload
    assert again.mart == first.mart
    assert len(store.catalogue.uploads()) == 2


def test_the_same_bytes_twice_in_one_publication_are_published_once(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    text = petitions("2025-05", "1,甲镇,03")
    published = publish_texts(store, [text, text])
    assert [result.is_new for result in published.results] == [True, False]


@pytest.mark.integration
def test_the_same_bytes_for_other_townships_or_after_a_correction_are_news(tmp_path: Path) -> None:
    text = petitions("2025-05", "1,甲镇,03")
    store = new_store(tmp_path, text)
    assert publish_texts(store, [text], covers="all").results[0].is_new
    publish_texts(store, [petitions("2025-05", "1,甲镇,04")])
    assert publish_texts(store, [text], covers="all").results[0].is_new


def test_bytes_that_were_rolled_back_may_come_again(tmp_path: Path) -> None:
    text = petitions("2025-05", "1,甲镇,03")
    store = new_store(tmp_path, text)
    roll_back(store, 2)
    assert publish_texts(store, [text]).results[0].is_new


def test_nothing_goes_into_a_locked_month_or_out_of_it(tmp_path: Path) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    lock(store, MAY, "小王")
    refused = publish_texts(store, [petitions("2025-05", "2,甲镇,03")])
    assert refused.refused
    assert refused.results[0].checked.errors[0].rule == "locked_month"
    with pytest.raises(Refused, match="2025-05已锁定"):
        roll_back(store, 2)
    unlock(store, MAY)
    assert not publish_texts(store, [petitions("2025-05", "2,甲镇,03")]).refused
    with pytest.raises(Refused, match="没有锁定"):
        unlock(store, MAY)


def test_an_id_that_lives_in_another_township_is_refused_in_one_township_s_upload(tmp_path: Path) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    published = publish_texts(store, [petitions("2025-05", "1,乙乡,03", "2,乙乡,03")], covers="B")
    assert published.results[0].checked.rows_rejected == 1
    assert value(store, "petitions_received", "2025-05", "A") == 1


@pytest.mark.integration
def test_a_month_of_half_the_usual_rows_is_warned_about(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for month in ("2025-01", "2025-02", "2025-03"):
        publish_texts(store, [petitions(month, *(f"{month}-{n},甲镇,03" for n in range(6)))])
    checked = check(store, [csv_file("四月", petitions("2025-04", "x,甲镇,03"))])
    assert "unusual_volume" in [finding.rule for finding in checked[0].warnings]


def test_a_preview_is_a_mart_of_its_own_and_leaves_the_store_alone(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store", petitions("2025-05", "1,甲镇,03"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    checked, mart = preview(store, [csv_file("五月", petitions("2025-05", "2,甲镇,03"))], Options(), scratch)
    assert [each.rows_accepted for each in checked] == [1]
    assert mart and mart.parent == scratch
    assert len(store.catalogue.uploads()) == 2
    assert len(list((store.folder / "marts").iterdir())) == 2


def test_an_empty_store_cannot_be_rebuilt(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="还没有数据"):
        rebuild(Store(tmp_path))
