"""due, drafts, scheduled, publish-due, deadlines, targets; reasons and locks on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from data.clock import now
from data.drafts import DraftFacts, save_draft
from data.revisions import revisions
from data.schedule import put_off
from data.staff_records import Scheduled
from data.store import Store
from manage import main
from metrics.publication import FileToCheck, check
from tests.store_builder import RECEIVED, new_store, petitions

Manage = Callable[..., Result]
MORE = petitions("2025-05", "3,甲镇,06")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store", petitions("2025-05", "1,甲镇,03"))


@pytest.fixture
def manage(store: Store) -> Manage:
    """`manage("due", "--json")`: the command on that store."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--store", str(store.folder)])

    return run


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_due_says_who_is_late_on_a_day(manage: Manage) -> None:
    rows = answer(manage("due", "--month", "2025-05", "--on", "2025-06-09", "--json"))
    states = {row["township"]: (row["state"], row["deadline"], row["days_late"]) for row in rows}
    assert states == {"A": ("late", "2025-06-05", 179), "B": ("missing", "2025-06-05", 4)}
    [missing] = answer(manage("due", "--month", "2025-05", "--on", "2025-06-09", "--missing", "--json"))
    assert missing["name"] == "乙乡"


def test_a_deadline_is_set_for_the_calendar_and_for_the_figures(manage: Manage, store: Store) -> None:
    assert manage("deadlines", "petitions", "8", "--since", "2025-05").exit_code == 0
    rows = answer(manage("due", "--month", "2025-05", "--json"))
    assert {row["deadline"] for row in rows} == {"2025-06-08"}
    assert manage("deadlines", "petitions", "40").exit_code == 1
    assert manage("deadlines", "petitions").exit_code == 2


def test_targets_are_set_and_listed_with_their_history(manage: Manage) -> None:
    for target in ("90,80", "92.5"):
        manage("targets", "--year", "2025", "--set", f"resolution_rate={target}", "--by", "刘")
    assert [(row["target"], row["warning"]) for row in answer(manage("targets", "--json"))] == [(92.5, None)]
    history = answer(manage("targets", "--history", "--json"))
    assert [(row["target"], row["by"]) for row in history] == [(90.0, "刘"), (92.5, "刘")]


def test_a_correction_keeps_its_reason_and_a_locked_month_needs_force(
    manage: Manage, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "更正.csv"
    path.write_text(MORE, encoding="utf-8")
    manage("lock", "2025-05")
    assert manage("publish", str(path)).exit_code == 1
    assert manage("publish", str(path), "--force", "--reason", "上级核定").exit_code == 0
    assert [(each.reason, each.after_lock) for each in revisions(store)] == [("上级核定", True)]
    assert manage("rollback", "3").exit_code == 1
    assert manage("rollback", "3", "--force", "--reason", "报错了").exit_code == 0


def test_what_has_come_to_its_time_is_published_by_cron(
    manage: Manage, store: Store, monkeypatch: Any
) -> None:
    file = FileToCheck("更正.csv", MORE.encode(), received=RECEIVED, keeps_sheet=True)
    save_draft(store, check(store, [file])[0], DraftFacts(by="甲镇"))
    assert [row["file"] for row in answer(manage("drafts", "--json"))] == ["更正.csv"]
    due = now() + timedelta(days=1)
    put_off(store, [1], due, Scheduled(None, "", due, "漏报", False, False, "甲镇", now()))
    assert answer(manage("publish-due", "--json")) == []
    with store.catalogue.writing() as connection:
        connection.execute("update scheduled set due = ?", ["2025-06-01T08:00:00"])
    assert answer(manage("publish-due", "--json")) == [{"scheduled": 1, "uploads": [3], "why": ""}]
    assert [row["state"] for row in answer(manage("scheduled", "--json"))] == ["done"]
    assert [each.reason for each in revisions(store)] == ["漏报"]


def test_a_draft_is_thrown_away(manage: Manage, store: Store) -> None:
    file = FileToCheck("五月.csv", MORE.encode(), received=date(2025, 6, 1), keeps_sheet=True)
    save_draft(store, check(store, [file])[0], DraftFacts())
    assert answer(manage("drafts", "--delete", "1", "--json")) == []
    assert manage("drafts", "--delete", "1").exit_code == 1
