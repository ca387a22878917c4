"""An account for a city: what is typed for it, and what it comes to."""

from __future__ import annotations

import pytest

from access.branch_grants import with_branches
from access.townships import codes_of
from data.grants import UPLOADER, Grant
from data.refusal import Refused
from data.store import Store
from tests.province import EAST, FIRST, province_store


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
