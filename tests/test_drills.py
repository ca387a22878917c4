"""A drill that could not fail would prove nothing: here each finds what was put wrong before its eyes."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from drills import killed, report
from drills.damaged import KINDS, _damaged_copy
from drills.damaging import DAMAGES
from drills.fuzzed_files import tried
from drills.mangling import MANGLES
from drills.reading_cases import judged, unaccounted, valued
from drills.scene import MONTHS, Expected, MonthFile, differs, new_store, publish_files
from drills.tracing import calls_of, out_of_order
from metrics.soundness import repair, soundness_of
from tests.data.door import cases

WRITTEN = 'write(3</s/t/1.building>, ""..., 9) = 9'
FLUSHED = "fsync(3</s/t/1.building>) = 0"
NAMED = 'rename("/s/t/1.building", "/s/t/1.parquet") = 0'
FOLDER_FLUSHED = "fsync(4</s/t>) = 0"
COMMITTED = "fdatasync(5</s/catalogue.sqlite-wal>) = 0"


@pytest.fixture
def scene(tmp_path: Path) -> tuple:
    return new_store(tmp_path / "store")


def test_the_count_made_apart_agrees_and_a_case_more_is_seen(scene: tuple) -> None:
    store, expected = scene
    files = [MonthFile("2025-03", ("XF-new", "XF-2025-03-0"))]
    publish_files(store, files, replaces=True)
    expected.publish(files, True)
    assert differs(store, expected.counts()) == ""
    assert expected.counts() == dict.fromkeys(MONTHS, 3) | {"2025-03": 2}
    expected.publish([MonthFile("2025-04", ("XF-never",))], False)
    assert "2025-04" in differs(store, expected.counts())


@pytest.mark.integration
def test_half_a_publication_and_a_lost_one_are_seen(scene: tuple) -> None:
    store, expected = scene
    files = [MonthFile("2025-03", ("XF-a",)), MonthFile("2025-04", ("XF-b",))]
    before = len(store.catalogue.uploads())
    lost = killed.whole(store, expected, files, False, before, "3.duckdb")
    assert lost == ["an acknowledged publication is gone"]
    publish_files(store, files[:1])
    half = killed.whole(store, expected, files, False, before, "")
    assert "1 of 2 files are in the catalogue" in half


def test_what_nothing_names_is_seen(scene: tuple) -> None:
    store, _ = scene
    (store.folder / "marts" / "9.building").touch()
    assert killed.left_over(store) == ["left over: 9.building"]


def test_the_order_of_writing_is_read_from_a_trace() -> None:
    def faults(*lines: str) -> list[str]:
        return out_of_order(calls_of(lines, "/s"))

    assert faults(WRITTEN, FLUSHED, NAMED, FOLDER_FLUSHED, COMMITTED) == []
    assert "before it was flushed" in faults(WRITTEN, NAMED, FOLDER_FLUSHED, COMMITTED)[0]
    assert "before it was flushed" in faults(FLUSHED, WRITTEN, NAMED, FOLDER_FLUSHED, COMMITTED)[0]
    assert "not flushed before the commit" in faults(WRITTEN, FLUSHED, NAMED, COMMITTED)[0]
    made = 'mkdir("/s/t", 0777) = 0'
    assert faults(made, WRITTEN, FLUSHED, NAMED, FOLDER_FLUSHED, COMMITTED) == [
        "the name /s/t was not flushed before the commit"
    ]
    assert faults(WRITTEN, FLUSHED, NAMED, FOLDER_FLUSHED) == ["the commit was not flushed"]


@pytest.mark.integration
@pytest.mark.parametrize(
    "change",
    [
        "update uploads set rolled_back = 1 where id = (select max(id) from uploads)",
        "update uploads set month = '2025-02-01' where id = 2",
        "update uploads set replaces = 1 where id = 2",
        "update coverage set township = 'C' where upload = 2 and township = 'A'",
        "update coverage set month = '2024-03-01' where upload = 2",
        "delete from coverage where upload = 3",
    ],
)
def test_a_value_that_changed_in_the_catalogue_is_found_and_never_counted(scene: tuple, change: str) -> None:
    """The database itself sees nothing wrong with it."""
    store, expected = scene
    assert soundness_of(store).problems == ()
    with closing(sqlite3.connect(store.folder / "catalogue.sqlite")) as connection, connection:
        assert connection.execute(change).rowcount
    found = repair(type(store)(store.folder))
    assert found.lost and "备份" in found.lost[0]
    assert differs(store, expected.counts()) == ""


@pytest.mark.integration
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_named(scene: tuple, tmp_path: Path, kind: str) -> None:
    store, expected = scene
    pattern, judge = KINDS[kind]
    case = _damaged_copy(store, tmp_path / "copy", expected, pattern, "cut_short", random.Random(5))
    assert "named" in judge(case)
    assert case.path.read_bytes() != case.before


def test_every_way_of_damaging_and_mangling_changes_something() -> None:
    for damage in DAMAGES.values():
        assert any(damage(b"content" * 99, random.Random(seed)) != b"content" * 99 for seed in range(5))
    for seeds, mangle in MANGLES.values():
        first = seeds()[-1]
        assert any(mangle(first, random.Random(seed)) != first for seed in range(5))


def test_a_lost_row_a_crash_and_infinity_are_seen() -> None:
    answer = cases("A1,望江镇,2026-01-05,2026-02-01", "A2,没有这个乡,2026-01-05,")
    assert unaccounted(answer, 2) == ""
    assert unaccounted(answer, 3) == "3 rows in, 2 accounted for"
    assert "ZeroDivisionError" in tried(b"", lambda content: str(1 / len(content)))
    assert valued("12") == valued("9" * 5000) == valued("1" * 400) == ""


def test_rows_of_a_mangled_file_are_accounted_for() -> None:
    dice = random.Random(1)
    for seeds, mangle in list(MANGLES.values())[:2]:
        found = seeds()
        assert [tried(mangle(dice.choice(found), dice), judged) for _ in range(30)] == [""] * 30


def test_a_drill_writes_its_own_section_and_fails_on_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "reliability.md"
    monkeypatch.setattr(report, "REPORT", page)
    assert report.run("One", lambda: report.Outcome("做了", "done"))
    assert not report.run("Two", lambda: report.Outcome("做了", "done", wrong=["half of it"]))
    text = page.read_text(encoding="utf-8")
    assert text.index("## One") < text.index("## Two") < text.index("half of it")


def test_the_expected_counts_need_nothing_of_the_product() -> None:
    expected = Expected()
    expected.publish([MonthFile("2025-03", ("a", "b")), MonthFile("2025-04", ("c",))], False)
    expected.publish([MonthFile("2025-03", ("b", "d"))], False)
    assert expected.counts() == {"2025-03": 3, "2025-04": 1}
    expected.publish([MonthFile("2025-03", ("e",))], True)
    assert expected.counts() == {"2025-03": 1, "2025-04": 1}
