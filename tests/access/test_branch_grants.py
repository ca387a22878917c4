"""An account for a city: what is typed for it, and what it comes to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from access.branch_grants import with_branches
from access.townships import codes_of
from data.backup import back_up
from data.grants import UPLOADER, VIEWER, Grant
from data.refusal import Refused
from data.restoring import restore
from data.store import Store
from metrics.publication import Options, publish
from tests.province import EAST, FIRST, REGISTER, province_store
from tests.store_builder import csv_file


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return province_store(tmp_path_factory.mktemp("province"))


def test_a_city_is_typed_by_name_or_code(store: Store) -> None:
    assert codes_of(store, ["东江市"]) == codes_of(store, [EAST]) == [EAST]
    assert codes_of(store, ["甲县", "C1"]) == ["C1", FIRST]
    with pytest.raises(Refused):
        codes_of(store, ["南江市"])


def test_a_grant_for_a_city_is_for_all_in_it_and_nothing_beside(store: Store) -> None:
    grant = with_branches(Grant(UPLOADER, frozenset({EAST}), "li"), store)
    assert grant.townships == {EAST, FIRST, "county:乙县", "A1", "A2", "B1", "B2"}
    assert grant.sees("B2")
    assert not grant.sees("C1")
    assert not grant.sees("city:西岭市")


def test_other_grants_stay_as_they_are(store: Store) -> None:
    for townships in (None, frozenset({"A1"})):
        grant = Grant(UPLOADER, townships, "li")
        assert with_branches(grant, store) == grant


@pytest.mark.parametrize("code", ["county:没有了", "Z9"])
def test_an_account_whose_county_the_register_has_no_more_may_see_nothing(store: Store, code: str) -> None:
    """Not the province either, of which it never saw a figure."""
    grant = with_branches(Grant(UPLOADER, frozenset({code}), "li"), store)
    assert not grant.may(VIEWER)
    assert not grant.sees("county")
    assert with_branches(Grant(UPLOADER, frozenset({code, "A1"}), "li"), store).sees("A1")


def test_after_a_restore_a_city_is_what_it_was_when_the_backup_was_made(tmp_path: Path) -> None:
    """Also for a server that runs on: the publication of the restore has the number of one that is gone."""
    store, grant = province_store(tmp_path / "province"), Grant(UPLOADER, frozenset({EAST}), "li")
    back_up(store, tmp_path / "before.zip")
    moved = REGISTER.replace("西岭市,丁县", "东江市,丁县")
    publish(store, [csv_file("名录", moved, month=date(2025, 2, 1))], Options())
    assert with_branches(grant, store).sees("D1")
    restore(tmp_path / "before.zip", store, replaces=True)
    assert not with_branches(grant, store).sees("D1")
