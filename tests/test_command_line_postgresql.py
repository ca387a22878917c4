"""The command line and a page on a catalogue in PostgreSQL, once through everything."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from data.database.address import VARIABLE
from data.store import Store
from tests.metrics.test_killed_publication import kill_publication
from tests.pages.conftest import ShowPage, html_of, show_page
from tests.store_builder import new_store, petitions, publish_texts, value

__all__ = ["show_page"]

CommandLine = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.integration
JANUARY = "办件编号,乡镇,登记日期\n9001,沙湾镇,2026-01-05\n9002,沙湾镇,2026-01-06\n9003,沙湾镇,2026-01-07\n"
RECEIVED = ("--indicator", "petitions_received", "--from", "2026-01", "--to", "2026-01", "--area", "county")


def with_password(url: str) -> str:
    return url.replace("county@", "county:geheim@")


def test_a_month_is_published_shown_and_rolled_back(
    demo_copy: Path, postgresql_url: str, command_line: CommandLine, show_page: ShowPage, tmp_path: Path
) -> None:
    def manage(*arguments: str | Path) -> str:
        done = command_line(*arguments, store=demo_copy)
        assert done.returncode == 0, done.stderr
        assert "geheim" not in done.stdout + done.stderr
        return done.stdout

    before = manage("values", "--csv")
    assert "已移到postgresql://county@" in manage("catalogue", "move", with_password(postgresql_url))
    assert manage("values", "--csv") == before
    file = tmp_path / "一月.csv"
    file.write_text(JANUARY, encoding="utf-8")
    arrived = ("--month", "2026-01", "--received", "2026-02-03", "--covers", "present")
    [published] = json.loads(manage("publish", file, *arrived, "--json"))
    assert published["rows"] == 3
    assert ",2026-01,3," in manage("values", "--csv", *RECEIVED)
    page = show_page(demo_copy, "indicator", indicator="petitions_received", period="2026-01")
    assert not page.exception
    assert "3件" in html_of(page).replace(" ", "")
    manage("rollback", str(published["upload"]))
    assert manage("values", "--csv") == before
    assert "完好" in manage("verify")


def test_the_environment_alone_says_where_the_catalogue_is(
    tmp_path: Path, postgresql_url: str, command_line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, with_password(postgresql_url))
    store = tmp_path / "store"
    assert "还没有内容" in command_line("catalogue", "show", store=store).stdout
    file = tmp_path / "乡镇.csv"
    file.write_text("行政区划代码,乡镇,类型,常住人口\nA,甲镇,镇,12000\n", encoding="utf-8")
    done = command_line("publish", file, "--month", "2025-01", store=store)
    assert done.returncode == 0, done.stderr
    assert not list(store.glob("catalogue.sqlite*"))
    shown = command_line("catalogue", "show", "--lang", "en", store=store).stdout
    assert "revision" in shown and "geheim" not in shown


@pytest.mark.parametrize("place", ["metrics.new_mart:settle:after", "data.catalogue:insert:after"])
def test_a_publication_killed_anywhere_leaves_the_old_state_whole(
    tmp_path: Path, postgresql_url: str, command_line: CommandLine, place: str
) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    assert command_line("catalogue", "move", postgresql_url, store=tmp_path).returncode == 0
    store = Store(store.folder)
    mart, history = store.current_mart(), store.catalogue.uploads()
    assert kill_publication(store.folder, place).returncode == -signal.SIGKILL
    assert (store.current_mart(), store.catalogue.uploads()) == (mart, history)
    # the lock went with the process
    publish_texts(store, [petitions("2025-05", "2,甲镇,03")])
    assert value(store, "petitions_received", "2025-05") == 2
