"""Seven years of a real city, one publication a month, as a county would have lived it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from filelock import FileLock

from data.store import Store
from tests.test_examples import BOSTON_MONTHS, REAL, area_of, computed, expected_rows, store_with

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not BOSTON_MONTHS, reason="the 84 months of Boston are not beside the project"),
]
RECEIVED = "2020-01-05"


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory, command_line: Callable[..., CompletedProcess[str]]
) -> Store:
    """The store after all months, one for all workers of a run."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "boston-month-by-month"
    with FileLock(shared / "boston-month-by-month.lock"):
        if not folder.exists():
            store_with("boston311", folder, date(2013, 1, 1))
            arguments = ("publish", "--each", *BOSTON_MONTHS, "--export", "boston311", "--received", RECEIVED)
            done = command_line(*arguments, store=folder)
            assert done.returncode == 0, done.stderr
    return Store(folder)


def test_every_cell_equals_what_was_computed_apart(published: Store) -> None:
    expected = list(expected_rows(REAL / "boston311" / "expected_ward_month.csv"))
    indicators = [name for name in expected[0] if name not in ("ward", "month")]
    found = computed(published, *indicators)
    cells = [
        (area_of(row["ward"]), row["month"], name, float(row[name]))
        for row in expected
        for name in indicators
    ]
    assert [cell for cell in cells if found[cell[:3]]["value"] != cell[3]] == []
    assert len(cells) == len(found)


def test_how_long_the_publications_took_is_shown(
    published: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shown, never asserted: a busy machine is no fault of the product."""
    times = [each.at for each in published.catalogue.uploads() if each.export == "boston311"]
    tenth, last, whole = times[16] - times[6], times[-1] - times[-11], times[-1] - times[0]
    with capsys.disabled():
        print(f"\n{len(times)} publications: {whole}; ten around the tenth: {tenth}, the last ten: {last}")
    assert len(times) == len(BOSTON_MONTHS)


def test_a_rolled_back_month_returns_with_the_same_figures(
    published: Store, command_line: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(published.folder, tmp_path / "copy"))
    before = command_line("values", "--csv", "--area", "county", store=copy).stdout
    newest = max(file.upload.id for file in published.live().files)
    assert command_line("rollback", str(newest), store=copy).returncode == 0
    assert command_line("values", "--csv", "--area", "county", store=copy).stdout != before
    again = command_line(
        "publish", BOSTON_MONTHS[-1], "--export", "boston311", "--received", RECEIVED, store=copy
    )
    assert again.returncode == 0, again.stderr
    assert command_line("values", "--csv", "--area", "county", store=copy).stdout == before
