"""A benchmark compares only what is equal, and its page is written by it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.contestants import Figure, contestant
from benchmarks.one_scan import EQUALS
from benchmarks.petition_rows import write_petitions


def figures_found_by(name: str, petitions: Path) -> list[Figure]:
    run, read = contestant(name)
    return sorted(read(run(petitions)))


@pytest.mark.parametrize("peer", [name for name in EQUALS if name != "one scan"])
def test_a_peer_of_the_one_scan_finds_the_same_figures(peer: str, tmp_path: Path) -> None:
    petitions = tmp_path / "petitions.parquet"
    write_petitions(petitions, 6_000)
    ours = figures_found_by("one scan", petitions)
    assert len(ours) > 1_000
    assert figures_found_by(peer, petitions) == ours


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
