"""Counting what changed gives, to the last digit, what counting every row gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from data.engines.mart_connection import open_mart
from data.store import Store
from metrics import counted_rows
from metrics.new_mart import build_new_mart, definitions_of, session_of
from metrics.publication import Options, publish, roll_back
from tests.store_builder import csv_file, new_store

HEADER = (
    "办件编号,乡镇,登记日期,诉求渠道,承办单位,初重件,受理告知日期,"
    "应办结日期,办结日期,办理结果,满意度,原办件编号"
)
INCIDENTS = "事件编号,乡镇,发生日期,事件类型,破案日期"
HAZARDS = "隐患编号,乡镇,排查日期,整改期限,整改完成日期"
MONTHS = [date(2025, month, 1) for month in range(1, 8)]


@pytest.fixture(autouse=True)
def only_changes_are_counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Tiny histories change by more than a third at once; here the changes are counted all the same."""
    monkeypatch.setattr(counted_rows, "MOST_CHANGED", 100)
    monkeypatch.setattr(counted_rows, "FEWEST_ROWS", 0)
    counted: list[bool] = []
    count_rows = counted_rows.count_rows

    def remembered(*given: Any) -> counted_rows.Counted:
        found = count_rows(*given)
        counted.append(found.changes)
        return found

    monkeypatch.setattr("metrics.new_mart.count_rows", remembered)
    yield counted


def everything_in(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_mart(path) as mart:
        names = [name for (name,) in mart.rows("select table_name from duckdb_tables()")]
        return {
            name: mart.rows(f"select * from {name} order by all") for name in [*names, "breakdown_months"]
        }


def counted_in_full(store: Store, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    path = folder / "full.duckdb"
    path.unlink(missing_ok=True)
    with session_of(store, folder) as engine:
        build_new_mart(engine, store, definitions_of(store), store.live(), path)
    return everything_in(path)


def is_as_if_counted_in_full(store: Store, folder: Path) -> bool:
    mart = store.current_mart()
    assert mart is not None
    found, wanted = everything_in(mart), counted_in_full(store, folder)
    different = [name for name in wanted if found.get(name) != wanted[name]]
    assert not different, {name: (found[name][:3], wanted[name][:3]) for name in different}
    return found.keys() == wanted.keys()


def petition(case: str, town: str, received: str, **more: str) -> str:
    """A line of HEADER; more: channel, office, visit, told, due, closed, outcome, rating, earlier."""
    names = ["channel", "office", "visit", "told", "due", "closed", "outcome", "rating", "earlier"]
    return ",".join([case, town, received, *(more.get(name, "") for name in names)])


def send(store: Store, month: str, *lines: str, header: str = HEADER, replace: bool = False) -> int:
    text = "\n".join([header, *lines]) + "\n"
    given = {"month": date.fromisoformat(f"{month}-01"), "covers": "all"}
    outcome = publish(store, [csv_file(f"{month}-{len(text)}", text, **given)], Options(replace=replace))
    assert not outcome.refused, outcome.results[0].checked.errors
    upload = outcome.results[0].upload
    assert upload is not None
    return upload.id


@pytest.fixture(scope="module")
def first_quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months: a case closed in time, one open, one that is about to be named by a later one."""
    made = new_store(tmp_path_factory.mktemp("quarter") / "store")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(counted_rows, "FEWEST_ROWS", 0)
        send(made, "2025-01", petition("1", "甲镇", "2025-01-05", closed="2025-01-20", outcome="已解决"))
        send(made, "2025-02", petition("2", "乙乡", "2025-02-05", due="2025-03-10"))
        send(made, "2025-03", petition("3", "甲镇", "2025-03-05", closed="2025-03-20", outcome="已解释"))
    return made.folder


@pytest.fixture
def store(first_quarter: Path, tmp_path: Path) -> Store:
    return Store(shutil.copytree(first_quarter, tmp_path / "quarter"))


def test_a_further_month_is_counted_by_its_rows(
    store: Store, tmp_path: Path, only_changes_are_counted: list[bool]
) -> None:
    send(store, "2025-04", petition("4", "甲镇", "2025-04-02"))
    assert only_changes_are_counted[-1]
    assert is_as_if_counted_in_full(store, tmp_path)


def test_a_later_file_that_closes_a_case_takes_its_old_row_out(store: Store, tmp_path: Path) -> None:
    send(store, "2025-04", petition("2", "乙乡", "2025-02-05", closed="2025-04-09", outcome="已解决"))
    assert is_as_if_counted_in_full(store, tmp_path)


@pytest.mark.integration
def test_a_case_that_names_an_earlier_one_changes_what_that_one_counts_for(
    store: Store, tmp_path: Path
) -> None:
    send(store, "2025-04", petition("4", "甲镇", "2025-04-01", earlier="3"))
    assert is_as_if_counted_in_full(store, tmp_path)
    send(store, "2025-05", petition("5", "乙乡", "2025-05-01", earlier="1"))
    assert is_as_if_counted_in_full(store, tmp_path)


@pytest.mark.integration
def test_a_window_that_ends_with_the_new_month_is_counted_although_no_row_came(
    store: Store, tmp_path: Path
) -> None:
    for month in ("2025-04", "2025-05", "2025-06"):
        send(store, month)
        assert is_as_if_counted_in_full(store, tmp_path)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (HEADER, petition("4", "甲镇", "2025-03-30", told="2025-04-02")),
        (HEADER, petition("4", "甲镇", "2025-03-02", closed="2025-04-09", outcome="已解决")),
        (HAZARDS, "H1,甲镇,2025-03-02,2025-03-20,2025-04-03"),
        (INCIDENTS, "I1,甲镇,2025-03-02,盗抢,2025-04-03"),
    ],
)
def test_what_a_file_dates_after_its_month_counts_once_that_month_is_there(
    store: Store, tmp_path: Path, header: str, line: str
) -> None:
    send(store, "2025-03", line, header=header)
    for month in ("2025-04", "2025-06"):
        send(store, month, header=header)
        assert is_as_if_counted_in_full(store, tmp_path)


@pytest.mark.integration
def test_a_month_that_is_replaced_or_rolled_back_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    number = send(store, "2025-03", petition("9", "乙乡", "2025-03-09"), replace=True)
    assert is_as_if_counted_in_full(store, tmp_path)
    roll_back(store, number)
    assert is_as_if_counted_in_full(store, tmp_path)


@pytest.mark.integration
def test_the_newest_month_taken_back_opens_the_windows_again(store: Store, tmp_path: Path) -> None:
    number = send(
        store, "2025-06", petition("6", "甲镇", "2025-06-09", closed="2025-06-10", outcome="已解决")
    )
    roll_back(store, number)
    assert is_as_if_counted_in_full(store, tmp_path)


@pytest.mark.integration
def test_another_table_that_arrives_is_counted_from_its_beginning(store: Store, tmp_path: Path) -> None:
    send(store, "2025-03", "H1,甲镇,2025-03-02,2025-03-20,", header=HAZARDS)
    assert is_as_if_counted_in_full(store, tmp_path)
    send(store, "2025-04", "H1,甲镇,2025-03-02,2025-03-20,2025-04-03", header=HAZARDS)
    assert is_as_if_counted_in_full(store, tmp_path)


def test_what_was_reported_of_a_township_that_leaves_the_register_is_carried_on(
    store: Store, tmp_path: Path, only_changes_are_counted: list[bool]
) -> None:
    register = csv_file("名录", "行政区划代码,乡镇\nC,丙镇\n", export="townships", month=date(2025, 4, 1))
    added = publish(store, [register], Options()).results[0].upload
    send(store, "2025-04", petition("4", "丙镇", "2025-04-02"))
    assert added is not None
    roll_back(store, added.id)
    assert only_changes_are_counted[-1]
    assert is_as_if_counted_in_full(store, tmp_path)


@pytest.mark.integration
def test_a_changed_definition_is_counted_anew(
    store: Store, tmp_path: Path, only_changes_are_counted: list[bool]
) -> None:
    (store.folder / "settings.toml").write_text("reopened_days = 30\n", encoding="utf-8")
    fresh = Store(store.folder)
    send(fresh, "2025-04", petition("4", "甲镇", "2025-04-02"))
    assert not only_changes_are_counted[-1]
    assert is_as_if_counted_in_full(fresh, tmp_path)


@pytest.mark.integration
@pytest.mark.parametrize("seed", range(2))
def test_any_history_of_files_replacements_and_roll_backs_is_counted_alike(seed: int, tmp_path: Path) -> None:
    random, store = Random(seed), new_store(tmp_path / "store")
    for _ in range(10):
        change_something(store, random)
        assert is_as_if_counted_in_full(store, tmp_path)


def change_something(store: Store, random: Random) -> None:
    standing = [
        each.id for each in store.catalogue.uploads() if each.export == "petitions" and not each.rolled_back
    ]
    if len(standing) > 2 and random.random() < 0.2:
        roll_back(store, random.choice(standing))
        return
    month = random.choice(MONTHS)
    cases = random.sample(range(30), random.randrange(1, 12))
    lines = [any_petition(random, case, month) for case in cases]
    send(store, f"{month:%Y-%m}", *lines, replace=random.random() < 0.25)


def any_petition(random: Random, case: int, month: date) -> str:
    """Cases come again in other months, open and closed, with and without windows, naming one another."""
    received = month.replace(day=random.randrange(1, 28)) if case % 2 else date(2025, 1 + case % 6, 3)
    received = min(received, month.replace(day=28))
    later = (
        [f"{month:%Y-%m}-{day:02d}" for day in range(received.day, 29)]
        if received.month == month.month
        else []
    )
    closed = random.choice([*later, ""])
    more = {
        "channel": random.choice(["来信", "来访", ""]),
        "office": random.choice(["民政局", ""]),
        "told": random.choice([closed, ""]),
        "due": random.choice([f"2025-{random.randrange(received.month, 10):02d}-28", ""]),
        "closed": closed,
        "outcome": random.choice(["已解决", "未化解"]) if closed else "",
        "earlier": f"c{random.randrange(30)}" if random.random() < 0.3 else "",
    }
    return petition(f"c{case}", random.choice(["甲镇", "乙乡"]), f"{received}", **more)
