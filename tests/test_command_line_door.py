"""What the command line adds to a check: rows to mend, figures to compare, lists that grow."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import main
from tests.store_builder import TOWNSHIPS, petitions

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a store of two townships."""

    def running(*arguments: str | Path) -> Result:
        given = [*map(str, arguments), "--store", str(tmp_path / "store")]
        return CliRunner().invoke(main, given, catch_exceptions=False)

    register = written(tmp_path, "townships", TOWNSHIPS)
    assert running("publish", register, "--export", "townships", "--month", "2025-01").exit_code == 0
    return running


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_refused_rows_are_written_to_be_mended_and_pass_when_they_are(run: Run, tmp_path: Path) -> None:
    may = written(tmp_path, "may", petitions("2025-05", "1,甲镇,03,09", "2,丁镇,04"))
    out = tmp_path / "back.csv"
    assert run("check", may, "--refused", out).exit_code == 0
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[1][:2] == ["2", "丁镇"]
    mended = written(tmp_path, "mended", out.read_text(encoding="utf-8-sig").replace("2,丁镇", "2,乙乡"))
    answer = json.loads(run("check", mended, "--json").stdout)[0]
    assert (answer["rows_accepted"], answer["rows_rejected"], answer["ignored_columns"]) == (1, 0, [])


def test_refused_rows_go_to_a_workbook_or_a_csv_only(run: Run, tmp_path: Path) -> None:
    may = written(tmp_path, "may", petitions("2025-05", "2,丁镇,04"))
    assert run("check", may, "--refused", tmp_path / "back.txt").exit_code == 2
    run("check", may, "--refused", tmp_path / "back.xlsx")
    assert (tmp_path / "back.xlsx").read_bytes()[:2] == b"PK"


def test_nothing_is_written_where_nothing_was_refused(run: Run, tmp_path: Path) -> None:
    may = written(tmp_path, "may", petitions("2025-05", "1,甲镇,03"))
    done = run("check", may, "--refused", tmp_path / "back.xlsx")
    assert not (tmp_path / "back.xlsx").exists() and "没有可以退回" in done.stderr
