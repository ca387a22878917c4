"""Drafts: what a clerk was doing is there tomorrow, without anything that must not be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from data.drafts import (
    DraftFacts,
    at_the_same_work,
    delete_drafts,
    drafts,
    mended_cells,
    open_draft,
    save_draft,
)
from data.file_desk import FileToCheck
from data.findings import Checked
from data.grants import Grant
from data.kept_sheet import Cell, kept_sheet, read_sheet, write_sheet
from data.refusal import Refused
from data.staff_grants import is_own
from data.store import Store
from metrics.publication import check
from tests.store_builder import RECEIVED, new_store

TEXT = (
    "办件编号,乡镇,登记日期,诉求渠道,姓名,备注\n"
    "1,甲镇,2025-05-03,来访,张三丰,家住平安路12号\n"
    "2,丁镇13912345678,2025-05-31,来访,李四,\n"
    "合计,,,2,,\n"
    "3,乙乡,2025-05-40,来访,王五,\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store")


def the_file(text: str = TEXT, **said: object) -> FileToCheck:
    return FileToCheck("五月.csv", text.encode(), received=RECEIVED, keeps_sheet=True, **said)  # type: ignore[arg-type]


def checked(store: Store, file: FileToCheck) -> Checked:
    return check(store, [file])[0]


def saved(store: Store, corrections: Mapping[Cell, str] | None = None, by: str = "甲镇办公室") -> Checked:
    """The file as it was checked, and kept as a draft."""
    found = checked(store, the_file())
    save_draft(store, found, DraftFacts(by=by, corrections=corrections or {}))
    return found


def test_a_file_can_be_checked_again_from_its_draft_and_says_the_same(store: Store) -> None:
    first = saved(store)
    again = checked(store, open_draft(store, drafts(store)[0]))
    assert (again.rows_read, again.rows_accepted, again.rows_total) == (3, 1, 1)
    # what was personal is blank by now: the row is refused as before, for the township that it lacks
    assert [(f.row, f.column_id) for f in again.errors] == [(f.row, f.column_id) for f in first.errors]
    assert (again.sha256, again.encoding, again.received) == (first.sha256, first.encoding, RECEIVED)


def test_a_draft_holds_declared_columns_and_nothing_personal(store: Store, tmp_path: Path) -> None:
    kept = kept_sheet(checked(store, the_file()))
    assert kept is not None
    assert set(kept.sheet.texts) == {"case_id", "township", "received_on", "channel"}
    write_sheet(kept, tmp_path / "draft.parquet")
    texts = [
        cell for column in read_sheet(tmp_path / "draft.parquet").sheet.texts.values() for cell in column
    ]
    said = " ".join(texts)
    assert all(secret not in said for secret in ("13912345678", "张三丰", "平安路"))


def test_what_was_corrected_is_corrected_tomorrow(store: Store) -> None:
    first = checked(store, the_file())
    kept = open_kept(first, {(5, "received_on"): "2025-05-04"})
    mended = checked(store, kept)
    save_draft(store, mended, DraftFacts(corrections=kept.corrections))
    draft = drafts(store)[0]
    assert mended_cells(draft) == {(5, "received_on"): "2025-05-04"}
    assert checked(store, open_draft(store, draft)).rows_accepted == 2
    assert draft.refused == 1


def test_a_correction_that_is_personal_is_not_kept(store: Store) -> None:
    first = checked(store, the_file())
    kept = open_kept(first, {(5, "township"): "王小明13912345678"})
    save_draft(store, checked(store, kept), DraftFacts(corrections=kept.corrections))
    assert "13912345678" not in drafts(store)[0].mended


def open_kept(first: Checked, corrections: Mapping[Cell, str]) -> FileToCheck:
    kept = kept_sheet(first)
    assert kept is not None
    return FileToCheck(
        first.file, b"", kept.export, None, RECEIVED, kept=kept, corrections=corrections, keeps_sheet=True
    )


def test_the_same_file_of_the_same_person_is_one_draft(store: Store) -> None:
    saved(store)
    saved(store)
    assert len(drafts(store)) == 1
    assert len(list(store.folder.glob("drafts/*"))) == 1


def test_the_second_of_two_clerks_is_told_of_the_first(store: Store) -> None:
    saved(store, by="甲镇办公室")
    saved(store, by="县信访局")
    first, second = drafts(store)
    assert [each.by for each in at_the_same_work(second, drafts(store))] == ["甲镇办公室"]
    assert at_the_same_work(first, drafts(store)) == []


def test_two_townships_in_the_same_month_are_not_at_the_same_work(store: Store) -> None:
    for by, township in (("甲镇办公室", "甲镇"), ("乙乡办公室", "乙乡")):
        text = f"办件编号,乡镇,登记日期\n{township}1,{township},2025-05-03\n"
        save_draft(store, checked(store, the_file(text)), DraftFacts(by=by))
    assert at_the_same_work(drafts(store)[1], drafts(store)) == []


def test_a_draft_is_deleted_by_hand_with_all_that_it_held(store: Store) -> None:
    saved(store)
    delete_drafts(store, [1], "甲镇办公室")
    assert drafts(store) == ()
    assert list(store.folder.glob("drafts/*")) == []


def test_a_draft_that_is_gone_says_so(store: Store) -> None:
    saved(store)
    draft = drafts(store)[0]
    delete_drafts(store, [1], "")
    with pytest.raises(Refused, match="草稿1已不在"):
        open_draft(store, draft)


def test_a_file_that_is_no_export_leaves_no_draft(store: Store) -> None:
    found = checked(store, the_file("单位,电话\n甲,1\n"))
    assert save_draft(store, found, DraftFacts()) is None
    assert drafts(store) == ()


def test_a_draft_knows_its_month_and_townships(store: Store) -> None:
    saved(store)
    draft = drafts(store)[0]
    assert (draft.month, draft.townships, draft.rows) == (date(2025, 5, 1), "A", 3)


def test_a_clerk_of_another_township_neither_opens_nor_deletes_a_draft(store: Store) -> None:
    saved(store)
    draft = drafts(store)[0]
    other = store.granted(Grant("uploader", frozenset({"B"}), "乙乡"))
    assert not is_own(other, draft)
    with pytest.raises(Refused, match="不是您的"):
        open_draft(other, draft)
    with pytest.raises(Refused, match="不是您的"):
        delete_drafts(other, [1], "乙乡")
    assert is_own(store.granted(Grant("uploader", frozenset({"A"}), "甲镇")), draft)


def test_who_may_only_look_keeps_no_draft(store: Store) -> None:
    found = checked(store, the_file())
    with pytest.raises(Refused, match="报送"):
        save_draft(store.granted(Grant("viewer")), found, DraftFacts())
