"""The audit trail: what is written into it, how it is read, and that nobody changes it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.audit import WHAT, AuditChoice, record, trail
from data.catalogue import Catalogue, Change
from data.catalogue_records import Lock
from tests.data.test_catalogue import AT, MAY, publication
from tests.data.test_live import upload


def catalogue_in(folder: Path) -> Catalogue:
    return Catalogue(folder / "catalogue.sqlite")


def told(catalogue: Catalogue, choice: AuditChoice | None = None) -> list[tuple[str, str, str]]:
    return [(row.who, row.what, row.subject) for row in trail(catalogue, choice)]


def test_what_is_recorded_is_read_newest_first(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    record(catalogue, "liu", "sign_in")
    record(catalogue, "wang", "account_added", "zhao", "uploader")
    assert told(catalogue) == [("wang", "account_added", "zhao"), ("liu", "sign_in", "")]
    assert trail(catalogue)[0].detail == "uploader"


def test_a_trail_that_nobody_began_is_empty_and_leaves_no_trace(tmp_path: Path) -> None:
    assert trail(catalogue_in(tmp_path)) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sql", ["update audit set who = 'nobody'", "delete from audit"])
def test_no_row_is_changed_or_taken_away(tmp_path: Path, sql: str) -> None:
    catalogue = catalogue_in(tmp_path)
    record(catalogue, "liu", "sign_in")
    with pytest.raises(sqlite3.DatabaseError, match="never"), catalogue.writing() as connection:
        connection.execute(sql)
    with pytest.raises(sqlite3.DatabaseError, match="never"):  # nor past our own code
        sqlite3.connect(tmp_path / "catalogue.sqlite").execute(sql)
    assert told(catalogue) == [("liu", "sign_in", "")]


def test_a_publication_a_roll_back_and_a_lock_are_in_the_trail(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    catalogue.apply(publication(1), Change((upload(1), upload(2))))
    catalogue.apply(replace(publication(2), what="rollback"), Change(rolled_back=(1,)))
    catalogue.lock(Lock(MAY, "小王", AT))
    catalogue.unlock(MAY, "小李")
    assert told(catalogue) == [
        ("小李", "unlock", "2025-05"),
        ("小王", "lock", "2025-05"),
        ("小王", "rollback", "1"),
        ("小王", "publish", "1, 2"),
    ]


def test_a_publication_that_fails_leaves_no_row(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    catalogue.apply(publication(1), Change((upload(1),)))
    with pytest.raises(sqlite3.IntegrityError):
        catalogue.apply(publication(2), Change((upload(1),)))
    assert len(trail(catalogue)) == 1


def test_the_trail_is_filtered_by_person_thing_day_and_words(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    record(catalogue, "liu", "backup", "100%.zip")
    record(catalogue, "wang", "sign_in")
    day = trail(catalogue)[0].at.date()
    assert told(catalogue, AuditChoice(who="liu")) == [("liu", "backup", "100%.zip")]
    assert told(catalogue, AuditChoice(what="sign_in")) == [("wang", "sign_in", "")]
    assert told(catalogue, AuditChoice(words="0%.z")) == [("liu", "backup", "100%.zip")]
    assert told(catalogue, AuditChoice(words="0_.z")) == []
    assert len(told(catalogue, AuditChoice(first=day, last=day))) == 2
    assert told(catalogue, AuditChoice(last=date(2000, 1, 1))) == []


def test_the_trail_is_cut_to_the_newest_rows(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    for number in range(3):
        record(catalogue, "liu", "backup", number)
    assert [row.subject for row in trail(catalogue, most=2)] == ["2", "1"]


def test_everything_that_is_written_into_the_trail_has_words() -> None:
    assert {"sign_in", "publish", "rollback", "rebuild", "restore", "lock", "unlock"} <= set(WHAT)
