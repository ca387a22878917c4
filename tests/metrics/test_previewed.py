"""What a publication would change, in the eyes of an account below a province."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.branch_grants import with_branches
from data.grants import UPLOADER, Grant
from metrics.previewed import Previewed, previewed
from metrics.publication import Options
from tests.province import EAST, FIRST, province_store
from tests.store_builder import csv_file, petitions


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Previewed:
    """One request more of A1, in March: the county had 3, its city 10, the province 36."""
    store = province_store(tmp_path_factory.mktemp("province"))
    return previewed(store, [csv_file("三月", petitions("2025-03", "late,A1,05"))], Options())


def received(found: Previewed) -> dict[str, tuple[float, float]]:
    """Area → requests received, before and after."""
    assert found.figures is not None
    rows = found.figures[found.figures["indicator"] == "petitions_received"]
    return {row.area: (row.numerator_before, row.numerator_after) for row in rows.itertuples()}


def test_an_account_of_a_township_sees_what_its_county_becomes_and_nothing_above(found: Previewed) -> None:
    seen = found.seen_by(Grant(UPLOADER, frozenset({"A1"}), "li"), FIRST)
    assert received(seen) == {"A1": (1, 2), "county": (3, 4)}
    assert {area for name, area in seen.computed if name == "petitions_received"} == {"A1", "county"}
    assert seen.computed["petitions_received", "county"] == 4


def test_an_account_of_a_county_sees_it_as_the_whole(found: Previewed, tmp_path: Path) -> None:
    store = province_store(tmp_path / "province")
    grant = with_branches(Grant(UPLOADER, frozenset({FIRST}), "li"), store)
    assert received(found.seen_by(grant, FIRST)) == {"A1": (1, 2), "county": (3, 4)}


def test_who_is_for_the_province_sees_all_of_it_or_the_branch_that_is_open(found: Previewed) -> None:
    assert received(found.seen_by(Grant()))["county"] == (36, 37)
    assert received(found.seen_by(Grant(), EAST))["county"] == (10, 11)
