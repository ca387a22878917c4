from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from data.catalogue import Catalogue, Change, IntegrityError
from data.catalogue_records import CoverageRow, Lock, PublicationRow
from tests.data.test_live import upload

AT = datetime(2025, 6, 2, 9, 30)
MAY = date(2025, 5, 1)


def publication(number: int) -> PublicationRow:
    return PublicationRow(number, f"marts/{number}.duckdb", "publish", "小王", AT)


def test_what_is_written_is_read_back(catalogue: Catalogue) -> None:
    coverage = (CoverageRow(1, MAY, "A", 3, 1, 2), CoverageRow(1, MAY, None, 1, 1, 0))
    undated = replace(upload(2), month=None, replaces=True)
    catalogue.apply(publication(1), Change((upload(1), undated), coverage))
    assert catalogue.uploads() == (upload(1), undated)
    assert catalogue.coverage() == coverage
    assert catalogue.current_publication() == publication(1)


def test_reading_an_empty_store_leaves_no_trace(catalogue: Catalogue, tmp_path: Path) -> None:
    assert (catalogue.uploads(), catalogue.locks(), catalogue.current_publication()) == ((), (), None)
    assert list(tmp_path.iterdir()) == []


def test_a_change_is_written_whole_or_not_at_all(catalogue: Catalogue) -> None:
    catalogue.apply(publication(1), Change((upload(1),)))
    with pytest.raises(IntegrityError):
        catalogue.apply(publication(2), Change((upload(2), upload(1))))
    assert catalogue.current_publication() == publication(1)
    assert catalogue.uploads() == (upload(1),)


def test_a_roll_back_marks_the_upload(catalogue: Catalogue) -> None:
    catalogue.apply(publication(1), Change((upload(1), upload(2))))
    change = Change(rolled_back=(1,))
    expected = change.after(catalogue.uploads())
    catalogue.apply(publication(2), change)
    assert catalogue.uploads() == expected
    assert [each.rolled_back for each in expected] == [True, False]


def test_a_month_is_locked_and_opened_again(catalogue: Catalogue) -> None:
    catalogue.lock(Lock(MAY, "小王", AT))
    assert catalogue.locks() == (Lock(MAY, "小王", AT),)
    catalogue.unlock(MAY)
    assert catalogue.locks() == ()
