"""Every request indicator, area and period of a random county, against a count made row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.file_desk import FileToCheck
from data.store import Store
from metrics.mart_reader import Mart
from metrics.publication import Options, publish
from tests.plain_count import petitions
from tests.plain_count.county import (
    AREAS,
    KIND_WORDS,
    MONTHS,
    TOWNSHIPS,
    Row,
    monthly_files,
    periods,
    standing,
    townships_of,
)

MISSING = {("103", "2024-05"), ("102", "2025-04"), ("105", "2024-01")}
COUNTS = {"petitions_received", "wage_arrears_requests", *petitions.STOCKS}
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
Figure = tuple[float | None, float | None, float | None]


def csv_bytes(headings: dict[str, str], rows: list[Row], encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings.values())
    writer.writerows(["" if row[name] is None else row[name] for name in headings] for row in rows)
    return text.getvalue().encode(encoding)


def register() -> FileToCheck:
    headings = {"code": "行政区划代码", "name": "乡镇", "kind": "类型", "population": "常住人口"}
    rows = [
        {"code": code, "name": name, "kind": KIND_WORDS[kind], "population": population}
        for code, (name, kind, population) in TOWNSHIPS.items()
    ]
    return FileToCheck("townships.csv", csv_bytes(headings, rows, "utf-8"), month=date(2024, 1, 1))


def uploads(files: dict[str, list[Row]]) -> Iterator[FileToCheck]:
    for at, (month, rows) in enumerate(files.items()):
        content = csv_bytes(petitions.HEADINGS, rows, ENCODINGS[at % 3])
        covers = ",".join(code for code in TOWNSHIPS if (code, month) not in MISSING)
        first = date.fromisoformat(f"{month}-01")
        yield FileToCheck(f"petitions_{month}.csv", content, month=first, covers=covers)


def figure(indicator: str, area: str, months: list[str], flows: petitions.Totals, stocks: dict) -> Figure:
    months = months[-1:] if indicator in petitions.STOCKS else months
    cells = [(code, month) for code in townships_of(area) for month in months if (code, month) not in MISSING]
    if not cells:
        return None, None, None
    if indicator in petitions.STOCKS:
        numerator = sum(stocks[indicator, *cell] for cell in cells)
        return numerator, None, numerator
    numerator = sum(flows[indicator, *cell][0] for cell in cells)
    if indicator in COUNTS:
        return numerator, None, numerator
    if indicator == "petitions_per_10k":
        people = sum(TOWNSHIPS[code][2] for code, _ in cells)
        return numerator, people, 12 * numerator / people * 10_000
    denominator = sum(flows[indicator, *cell][1] for cell in cells)
    scale = 1 if indicator == "mean_days_to_close" else 100
    return numerator, denominator, scale * numerator / denominator if denominator else None


@pytest.fixture(scope="module", params=[1])
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A store with sixteen monthly files of one random county, and the plain count of the same rows."""
    store = Store(tmp_path_factory.mktemp("county") / "store")
    rows = petitions.random_petitions(request.param)
    files = monthly_files(rows, "received_on", ("accepted_on", "closed_on"), MISSING)
    publication = publish(store, [register(), *uploads(files)], Options())
    assert [each.checked.rows_rejected for each in publication.results] == [0] * (len(MONTHS) + 1)
    assert publication.mart is not None
    return Path(publication.mart), petitions.counted(standing(files, "case_id"))


@pytest.mark.parametrize("period_type", ["month", "quarter", "year", "ytd", "rolling12"])
def test_every_request_figure_equals_a_count_made_row_by_row(published, period_type: str) -> None:
    mart, (flows, stocks) = published
    indicators = sorted({indicator for indicator, _, _ in flows} | petitions.STOCKS)
    frame = Mart(mart).values(indicators, period_type=period_type).astype(object)
    frame = frame.where(frame.notna(), None).set_index(["indicator", "area", "period"])
    got = frame[["numerator", "denominator", "value"]].T.to_dict("list")
    wanted = {
        (indicator, area, period): figure(indicator, area, months, flows, stocks)
        for indicator in indicators
        for area in AREAS
        for period, months in periods(period_type).items()
    }
    assert got.keys() == wanted.keys()
    wrong = {key: (got[key], each) for key, each in wanted.items() if list(each) != pytest.approx(got[key])}
    assert wrong == {}
