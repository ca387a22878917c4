"""The worked examples: a city with other headings, a file without closing dates; no line of code."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.store import Store
from metrics.figures import COLUMNS, Choice, figures
from metrics.publication import FileToCheck, Options, Publication, publish

PROJECT = Path(__file__).resolve().parent.parent
EXAMPLES = PROJECT / "docs" / "examples"
REAL = PROJECT.parent / "shared" / "real"
BOSTON_MONTHS = sorted((REAL / "boston311" / "exports").glob("cases_*.csv"))
PINGSHAN = REAL / "pingshan" / "pingshan_cases_gb18030.csv"
RECEIVED = date(2026, 1, 5)
# indicator → column of the file with the figures computed apart
PINGSHAN_COLUMNS = {
    "received": "received",
    "on_time": "按期办结",
    "late": "逾期办结",
    "complaints": "投诉",
    "safety_hazards": "安全隐患",
}


def store_with(example: str, folder: Path, first_month: date) -> Store:
    """What the example's README says: its profile and indicators in the store, then its register."""
    for part in ("exports", "indicators"):
        shutil.copytree(EXAMPLES / example / part, folder / part)
    store = Store(folder)
    register = EXAMPLES / example / "townships.csv"
    arriving = FileToCheck(register.name, register.read_bytes(), "townships", first_month, RECEIVED)
    assert not publish(store, [arriving], Options()).refused
    return store


def publish_files(store: Store, export: str, paths: list[Path]) -> Publication:
    files = [FileToCheck(path.name, path.read_bytes(), export, None, RECEIVED) for path in paths]
    return publish(store, files, Options())


def computed(store: Store, *indicators: str) -> dict[tuple[str, str, str], dict[str, object]]:
    """(area, month, indicator) → its row."""
    mart = store.current_mart()
    assert mart is not None
    rows = (dict(zip(COLUMNS, row, strict=True)) for row in figures(mart, Choice(indicator=indicators)))
    return {(str(row["area"]), str(row["period"]), str(row["indicator"])): row for row in rows}


def expected_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.integration
@pytest.mark.skipif(not BOSTON_MONTHS, reason="the 84 months of Boston are not beside the project")
@pytest.mark.no_cover
def test_boston_equals_what_was_computed_apart_in_every_cell(tmp_path: Path) -> None:
    store = store_with("boston311", tmp_path / "store", date(2013, 1, 1))
    assert not publish_files(store, "boston311", BOSTON_MONTHS).refused
    expected = list(expected_rows(REAL / "boston311" / "expected_ward_month.csv"))
    indicators = [name for name in expected[0] if name not in ("ward", "month")]
    found = computed(store, *indicators)
    differing = {
        (row["ward"], row["month"], name): (found[cell]["value"], row[name])
        for row in expected
        for name in indicators
        if found[cell := (area_of(row["ward"]), row["month"], name)]["value"] != float(row[name])
    }
    assert differing == {}
    assert len(expected) * len(indicators) == len(found) == 24 * 84 * 5


def area_of(ward: str) -> str:
    return "county" if ward == "__ALL__" else ward


def test_the_extract_of_boston_ships_with_the_project_and_can_be_published(tmp_path: Path) -> None:
    store = store_with("boston311", tmp_path / "store", date(2013, 1, 1))
    extract = sorted((EXAMPLES / "boston311" / "extract").glob("*.csv"))
    published = publish_files(store, "boston311", extract)
    assert [result.checked.rows_rejected for result in published.results] == [0, 0, 0]
    found = computed(store, "received", "open_at_month_end")
    received = [found["county", f"2013-0{month}", "received"]["value"] for month in (1, 2, 3)]
    ids = {row["case_enquiry_id"] for path in extract for row in expected_rows(path)}
    assert sum(map(int, received)) == len(ids)


def test_where_a_case_lies_is_never_stored(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    store = store_with("boston311", tmp_path / "store", date(2013, 1, 1))
    extract = sorted((EXAMPLES / "boston311" / "extract").glob("*.csv"))[:1]
    checked = publish_files(store, "boston311", extract).results[0].checked
    assert {"location", "location_street_name", "latitude", "longitude"} <= set(checked.private_columns)
    stored = pq.read_table(store.live().files[-1].path)
    header = next(expected_rows(extract[0])).keys()
    undeclared = {
        "location",
        "location_street_name",
        "location_zipcode",
        "latitude",
        "longitude",
        "geom_4326",
    }
    assert undeclared <= set(header)
    assert undeclared.isdisjoint(stored.column_names)
    assert "Wolcott" not in str(stored.to_pylist())


@pytest.mark.skipif(not PINGSHAN.exists(), reason="the file of Pingshan is not beside the project")
def test_pingshan_equals_what_was_computed_apart(tmp_path: Path) -> None:
    store = store_with("pingshan", tmp_path / "store", date(2018, 2, 1))
    checked = publish_files(store, "pingshan", [PINGSHAN]).results[0].checked
    assert (checked.rows_read, checked.rows_accepted, checked.rows_rejected) == (10_000, 9_990, 10)
    assert {finding.found for finding in checked.errors} == {"-"}
    found = computed(store, *PINGSHAN_COLUMNS, "on_time_share")
    rows = expected_rows(PINGSHAN.with_name("expected_street_month.csv"))
    streets = [row for row in rows if row["街道"] not in ("-", "__ALL__")]
    assert len(streets) == 53
    for row in streets:
        for indicator, column in PINGSHAN_COLUMNS.items():
            assert found[row["街道"], row["month"], indicator]["value"] == float(row[column]), (
                row,
                indicator,
            )
        share = found[row["街道"], row["month"], "on_time_share"]
        assert float(str(share["value"])) == pytest.approx(100 * float(row["on_time_share"]))
    county = [
        row["value"] for (area, _, name), row in found.items() if area == "county" and name == "received"
    ]
    assert sum(float(str(value)) for value in county if value is not None) == 9_990
