"""Alerts that somebody took note of: what is written, what is refused, and when an alert comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.acknowledging import acknowledge, newest_of_each, still_holds
from data.catalogue import Catalogue, Change
from data.catalogue_records import Acknowledgement
from data.refusal import Refused
from data.store import Store
from tests.data.test_catalogue import AT, publication

ALERT = ("figure", "resolution_rate", "A")
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)
TOLD = Acknowledgement(1, *ALERT, MAY, "two_keys", "已派督查组核对", date(2025, 7, 1), "综治科", AT)


def test_what_was_said_is_kept_with_who_and_until_when(
    tmp_path: Path, settled: Callable[[Store], Store]
) -> None:
    store = settled(Store(tmp_path))
    acknowledge(store, ALERT, MAY, ("two_keys", "signal"), " 已派督查组核对 ", date(2025, 7, 1), "综治科")
    (kept,) = store.catalogue.acknowledgements()
    assert replace(kept, at=AT) == replace(TOLD, reasons="two_keys signal")


@pytest.mark.parametrize(
    ("note", "by"),
    [
        ("", "综治科"),
        ("已核对", " "),
        ("长" * 201, "综治科"),
        ("已电话联系13912345678", "综治科"),
        ("当事人身份证11010519491231002X", "综治科"),
        ("已核对", "13912345678"),
    ],
)
def test_nothing_is_written_without_a_note_or_with_personal_data(tmp_path: Path, note: str, by: str) -> None:
    store = Store(tmp_path)
    with pytest.raises(Refused) as refusal:
        acknowledge(store, ALERT, MAY, ("two_keys",), note, None, by)
    assert store.catalogue.acknowledgements() == ()
    assert "13912345678" not in str(refusal.value)


def test_the_newest_acknowledgement_of_an_alert_counts() -> None:
    later = replace(TOLD, id=2, note="已整改")
    other = replace(TOLD, id=3, area="B")
    assert newest_of_each([TOLD, later, other]) == {ALERT: later, ("figure", "resolution_rate", "B"): other}


def test_an_alert_comes_back_with_a_later_month_a_new_reason_or_after_the_agreed_day() -> None:
    day = date(2025, 6, 15)
    assert still_holds(TOLD, MAY, ("two_keys",), day)
    assert not still_holds(TOLD, JUNE, ("two_keys",), day)
    assert not still_holds(TOLD, MAY, ("two_keys", "signal"), day)
    assert still_holds(TOLD, MAY, ("two_keys",), date(2025, 7, 1))
    assert not still_holds(TOLD, MAY, ("two_keys",), date(2025, 7, 2))
    assert still_holds(replace(TOLD, until=None), MAY, ("two_keys",), date(2035, 1, 1))
    assert not still_holds(None, MAY, (), day)


def test_a_catalogue_of_an_earlier_version_has_none_until_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue(path)
    catalogue.apply(publication(1), Change())
    with sqlite3.connect(path) as connection:
        connection.execute("drop table acknowledgements")
        connection.execute("drop table upload_findings")
    assert (catalogue.acknowledgements(), catalogue.findings()) == ((), ())
    catalogue.acknowledge(replace(TOLD, id=None))
    assert catalogue.acknowledgements() == (TOLD,)
