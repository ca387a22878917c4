"""Which rows stand, as a pure function of the uploads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from data.catalogue_records import CoverageRow, Upload
from data.live import LiveData, live_data

MAY = date(2025, 5, 1)


def upload(number: int, export: str = "petitions", month: date = MAY, replaces: bool = False) -> Upload:
    return Upload(
        id=number,
        export=export,
        table=export,
        month=month,
        file=f"{number}.csv",
        sha256=str(number),
        size=1,
        encoding="utf-8",
        rows_read=1,
        rows=1,
        rows_rejected=0,
        by="",
        at=datetime(2025, 6, 2),
        received=date(2025, 6, 2),
        covers="present",
        replaces=replaces,
        parquet=f"{number}.parquet",
        parquet_sha256="",
        publication=1,
    )


def covers(number: int, *townships: str | None) -> list[CoverageRow]:
    return [CoverageRow(number, MAY, township, 1, 0, 1) for township in townships]


def live(*uploads: Upload, coverage: list[CoverageRow]) -> LiveData:
    return live_data(uploads, coverage, Path("folder"))


def withdrawn(found: LiveData) -> dict[int, frozenset[str]]:
    return {file.upload.id: file.withdrawn for file in found.files}


def test_one_township_s_upload_takes_nothing_from_another() -> None:
    found = live(upload(1), upload(2), coverage=covers(1, "A", "B") + covers(2, "A"))
    assert withdrawn(found) == {1: frozenset(), 2: frozenset()}


def test_a_replacing_upload_withdraws_the_townships_that_it_covers() -> None:
    found = live(upload(1), upload(2, replaces=True), coverage=covers(1, "A", "B") + covers(2, "A"))
    assert withdrawn(found) == {1: frozenset({"A"}), 2: frozenset()}
    assert [(row.upload, row.township) for row in found.coverage] == [(1, "B"), (2, "A")]
    assert len(found.received_coverage) == 3


def test_a_replacing_upload_leaves_other_months_and_exports_alone() -> None:
    other_month, other_export = upload(1, month=date(2025, 4, 1)), upload(2, export="hazards")
    coverage = [row for number in (1, 2, 3) for row in covers(number, "A")]
    found = live(other_month, other_export, upload(3, replaces=True), coverage=coverage)
    assert set(withdrawn(found).values()) == {frozenset()}


def test_what_an_upload_had_replaced_stands_again_when_it_is_rolled_back() -> None:
    taken_back = replace(upload(2, replaces=True), rolled_back=True)
    found = live(upload(1), taken_back, coverage=covers(1, "A") + covers(2, "A"))
    assert withdrawn(found) == {1: frozenset()}


def test_a_register_covers_no_township_and_is_replaced_whole() -> None:
    registers = [upload(n, export="townships", replaces=n == 2) for n in (1, 2)]
    found = live(*registers, coverage=covers(1, None) + covers(2, None))
    assert [file.upload.id for file in found.files] == [2]


def test_a_replacing_upload_that_covers_nobody_withdraws_no_reports() -> None:
    found = live(upload(1), upload(2, replaces=True), coverage=covers(1, "A"))
    assert [file.upload.id for file in found.files] == [1, 2]
    assert withdrawn(found)[1] == frozenset()


def test_parquet_paths_lie_in_the_folder() -> None:
    assert live(upload(1), coverage=[]).files[0].path == Path("folder/1.parquet")
