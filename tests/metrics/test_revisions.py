"""修订: what was published and is changed later is marked, with who, when and why; locked months stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.audit import trail
from data.grants import Grant
from data.refusal import Refused
from data.revisions import revisions
from data.store import Store
from metrics.guarded_changes import Unseen
from metrics.month_locks import lock
from metrics.publication import Options, check, publish, roll_back
from tests.store_builder import csv_file, new_store, petitions, value

MAY = date(2025, 5, 1)
FIRST = petitions("2025-05", "1,甲镇,03", "2,乙乡,04")
MORE = petitions("2025-05", "3,甲镇,06")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store", FIRST)


def correct(store: Store, text: str = MORE, **options: object) -> None:
    done = publish(store, [csv_file("更正", text)], Options(by="县信访局", **options))  # type: ignore[arg-type]
    assert not done.refused, done.results[0].checked.errors


def test_a_second_report_of_a_month_and_township_is_a_revision_with_its_reason(store: Store) -> None:
    correct(store, reason="漏报一件")
    [found] = revisions(store)
    assert (found.what, found.export, found.month, found.codes) == ("correction", "petitions", MAY, {"A"})
    assert (found.reason, found.by, found.after_lock) == ("漏报一件", "县信访局", False)
    assert [(row.subject, row.detail) for row in trail(store.catalogue) if row.what == "correction"] == [
        ("3", "petitions 2025-05; 漏报一件")
    ]


@pytest.mark.integration
def test_the_first_report_of_a_month_is_none_nor_that_of_another_township_or_month(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store")
    for text in (
        petitions("2025-05", "1,甲镇,03"),
        petitions("2025-05", "2,乙乡,03"),
        petitions("2025-06", "3,甲镇,03"),
    ):
        correct(store, text)
    assert revisions(store) == ()


def test_a_revision_that_is_withdrawn_is_none_any_more(store: Store) -> None:
    correct(store)
    roll_back(store, 3, "县信访局", "报错了")
    assert [(each.what, each.reason) for each in revisions(store)] == [("rollback", "报错了")]


def test_a_locked_month_is_changed_only_by_force_and_then_marked(store: Store) -> None:
    lock(store, MAY, "县信访局")
    [refused] = check(store, [csv_file("更正", MORE)])
    assert refused.refused and refused.errors[0].rule == "locked_month"
    correct(store, reason="上级核定", forced=True)
    assert [(each.reason, each.after_lock) for each in revisions(store)] == [("上级核定", True)]
    assert value(store, "petitions_received", "2025-05") == 3


def test_nothing_is_withdrawn_from_a_locked_month_but_by_force(store: Store) -> None:
    lock(store, MAY, "县信访局")
    with pytest.raises(Refused, match="已锁定"):
        roll_back(store, 2)
    roll_back(store, 2, "县信访局", "上级核定", forced=True)
    assert [each.after_lock for each in revisions(store)] == [True]


@pytest.mark.integration
def test_who_did_not_see_the_newest_publication_is_told_and_may_then_go_on(store: Store) -> None:
    correct(store)
    late = csv_file("又一份", petitions("2025-05", "4,甲镇,07"))
    with pytest.raises(Unseen, match=r"县信访局已于.*“更正\.csv”（上传3）"):
        publish(store, [late], Options(by="甲镇", seen=2))
    publish(store, [late], Options(by="甲镇", seen=3))
    assert value(store, "petitions_received", "2025-05") == 4


@pytest.mark.integration
def test_what_another_township_published_is_no_surprise(store: Store) -> None:
    correct(store, petitions("2025-06", "5,乙乡,01"))
    publish(store, [csv_file("六月", petitions("2025-06", "6,甲镇,01"))], Options(seen=2))
    assert revisions(store) == ()


@pytest.mark.parametrize("reason", ["张三打电话来说错了13912345678", "字" * 201])
def test_a_reason_that_names_a_person_or_never_ends_is_refused(reason: str) -> None:
    with pytest.raises(Refused, match="理由"):
        Options(reason=reason)


def test_only_an_admin_forces_a_locked_month(store: Store) -> None:
    clerk = store.granted(Grant("uploader", None, "甲镇"))
    lock(store, MAY, "县信访局")
    with pytest.raises(Refused, match="管理"):
        publish(clerk, [csv_file("更正", MORE)], Options(forced=True))
    with pytest.raises(Refused, match="管理"):
        roll_back(clerk, 2, forced=True)
