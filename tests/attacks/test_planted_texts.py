"""Texts that do harm where they are not escaped, planted wherever a person can enter one."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from data.acknowledging import acknowledge
from data.banner import set_banner
from data.formula_text import is_like_formula
from data.meeting_actions import write_down
from data.meeting_records import ACTION
from data.meetings import begin_meeting, prepare_meeting
from data.store import Store
from metrics.publication import FileToCheck, Options, publish, rebuild
from pages.shared.page_list import PAGES
from tests.access.served import served
from tests.browser.conftest import settled
from tests.source_tree import PROJECT
from tests.store_builder import RECEIVED, csv_file, petitions

MARKUP = "<img src=x onerror=planted()>"
TOWN = f"甲{MARKUP}镇"
FORMULA = "=HYPERLINK(1)镇"
REGISTER = f"行政区划代码,乡镇,别名,类型,常住人口\nA,{TOWN},甲,镇,12000\nB,{FORMULA},乙,镇,6000\n"
INDICATOR = PROJECT / "metrics" / "indicators" / "petitions_received.toml"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("planted") / "store")
    files: list[FileToCheck] = [csv_file("名录", REGISTER, export="townships")]
    for month in ("2025-04", "2025-05"):
        rows = petitions(month, f"1{month[-1]},甲,03,09", f"2{month[-1]},乙,04").encode()
        files.append(FileToCheck(f"{MARKUP}{month}.csv", rows, received=RECEIVED, month=None))
    for file in files:
        done = publish(store, [file], Options(by=MARKUP))
        assert not done.refused, done.results
    plant_words(store)
    county = f'[county]\nzh = "{MARKUP}"\nen = "{MARKUP}"\n'
    (store.folder / "settings.toml").write_text(county, encoding="utf-8")
    return store


def plant_words(store: Store) -> None:
    """Banner, note on an alert, marked event, agreed action, name of an indicator."""
    set_banner(store, MARKUP, MARKUP)
    alert = ("signal", "petitions_received", "A")
    acknowledge(store, alert, date(2025, 5, 1), ["rule_1"], MARKUP, None, MARKUP)
    quoted = json.dumps(MARKUP)
    event = f"[[event]]\ndate = 2025-05-01\nzh = {quoted}\nen = {quoted}\n"
    (store.folder / "events.toml").write_text(event, encoding="utf-8")
    meeting = begin_meeting(
        store, prepare_meeting(store, "month", "2025-05", date(2025, 5, 1)), "marts/3.duckdb"
    )
    write_down(store, meeting, "agenda", ACTION, MARKUP, "office" + MARKUP, None)
    (store.folder / "indicators").mkdir()
    named = (
        INDICATOR.read_text(encoding="utf-8")
        .replace('"受理诉求件次"', quoted)
        .replace("position = 101", "position = 102")
    )
    (store.folder / "indicators" / "planted.toml").write_text(named, encoding="utf-8")
    rebuild(store)


@pytest.fixture(scope="module")
def address(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(store.folder, tmp_path_factory.mktemp("log") / "server.log") as started:
        yield started


@pytest.mark.integration
@pytest.mark.browser
def test_no_page_runs_what_was_planted(chromium: Browser, address: str) -> None:
    context = chromium.new_context(locale="zh-CN")
    context.add_init_script("window.planted = () => { window.hasFired = true }")
    context.add_init_script("localStorage.setItem('tour-seen', 'yes')")
    page = context.new_page()
    page.goto(address)
    assert MARKUP in settled(page).inner_text("body")  # it is there to be read, as a text
    for entry in PAGES:
        for choices in (
            "",
            "?lang=en",
            "?tab=history",
            "?indicator=petitions_received&township=A",
            "?indicator=planted",
        ):
            page.goto(f"{address}/{'' if entry is PAGES[0] else entry.file}{choices}")
            settled(page)
            assert page.evaluate("window.hasFired") is None, entry.file + choices
            assert page.locator('img[src="x"]').count() == 0, entry.file + choices
    page.keyboard.press("/")
    page.keyboard.type("甲")
    page.wait_for_timeout(500)
    assert page.locator('img[src="x"]').count() == 0
    assert page.evaluate("window.hasFired") is None
    context.close()


def test_no_csv_begins_a_cell_with_a_formula(store: Store) -> None:
    command = ["values", "--indicator", "petitions_received", "--csv", "--store", str(store.folder)]
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=PROJECT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    cells = [cell for row in csv.reader(io.StringIO(done.stdout)) for cell in row]
    assert [cell for cell in cells if is_like_formula(cell) and not _is_number(cell)] == []
    assert any("HYPERLINK" in cell for cell in cells)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
