"""A benchmark compares only what is equal, and its page is written by it alone."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from benchmarks import __main__ as everything
from benchmarks import report
from benchmarks.contestants import Figure, contestant
from benchmarks.one_scan import EQUALS, OURS
from benchmarks.petition_history import HEADINGS, export_of
from benchmarks.petition_rows import write_petitions

PEERS = [name for name in EQUALS if name != OURS]


def figures_found_by(name: str, petitions: Path) -> list[Figure]:
    run, read = contestant(name)
    return sorted(read(run(petitions)))


@pytest.fixture(scope="module")
def petitions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("peers") / "petitions.parquet"
    write_petitions(path, 6_000)
    return path


@pytest.fixture(scope="module")
def ours(petitions: Path) -> list[Figure]:
    return figures_found_by(OURS, petitions)


@pytest.mark.parametrize(
    "peer", [pytest.param(name, marks=[] if name == "polars" else pytest.mark.integration) for name in PEERS]
)
def test_a_peer_of_the_one_scan_finds_the_same_figures(
    peer: str, petitions: Path, ours: list[Figure]
) -> None:
    assert len(ours) > 1_000
    assert figures_found_by(peer, petitions) == ours


def test_invented_exports_name_townships_and_words_as_files_do() -> None:
    rows = export_of(1, 50, 3).to_pylist()
    assert {row["township"] for row in rows} == {"360000", "360001", "360002"}
    assert {row["visit_kind"] for row in rows} == {"first", "repeat"}
    assert set(HEADINGS) <= rows[0].keys()


def test_a_benchmark_replaces_its_own_section_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "benchmarks.md"
    monkeypatch.setattr(report, "REPORT", page)
    report.write_section("One", "first")
    report.write_section("Two", "second")
    report.write_section("One", "again")
    text = page.read_text(encoding="utf-8")
    assert [text.count(word) for word in ("## One", "## Two", "first", "second", "again")] == [1, 1, 0, 1, 1]
    assert text.index("again") < text.index("second")


def test_a_section_says_why_it_was_not_measured_and_keeps_what_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "benchmarks.md"
    monkeypatch.setattr(report, "REPORT", page)
    report.write_section("One", "first")
    report.note_not_measured("One", "no browser")
    report.note_not_measured("One", "no cluster")
    text = page.read_text(encoding="utf-8")
    assert [text.count(word) for word in ("## One", "first", "no browser", "no cluster")] == [1, 1, 0, 1]


def test_a_benchmark_that_takes_too_long_is_ended_with_all_that_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = tmp_path / "began"
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "__init__.py").touch()
    (tmp_path / "benchmarks" / "slow.py").write_text(
        "import subprocess\n"
        f"def main():\n    child = subprocess.Popen(['sleep', '60'])\n    open({str(began)!r}, 'w')"
        ".write(str(child.pid))\n    child.wait()\n"
    )
    monkeypatch.setattr(everything, "PROJECT", tmp_path)
    monkeypatch.setattr(everything, "find_spec", lambda name: True)
    assert "longer than" in everything.run("slow", 3.0)
    _, alive = psutil.wait_procs(processes(int(began.read_text())), timeout=10)
    assert not alive
    assert "were over" in everything.run("slow", 0.0)


def processes(number: int) -> list[psutil.Process]:
    """The process of that number, if there still is one that runs."""
    found = [psutil.Process(number)] if psutil.pid_exists(number) else []
    return [each for each in found if each.status() != psutil.STATUS_ZOMBIE]
