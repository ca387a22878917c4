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


def expected(run: Run, command: str, file: Path, *figures: str) -> list[tuple[str, str, str]]:
    """Column, found and expected of every figure that differs."""
    options = [part for figure in figures for part in ("--expect", figure)]
    done = run(command, file, "--json", *options)
    assert done.exit_code == 0, done.stderr
    warnings = json.loads(done.stdout)[0]["warnings"]
    return [(w["column"], w["found"], w["expected"]) for w in warnings if w["rule"] == "figure_differs"]


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_figure_of_the_paper_report_is_compared_with_what_the_file_gives(
    run: Run, tmp_path: Path, command: str
) -> None:
    may = written(tmp_path, "may", petitions("2025-05", "1,甲镇,03,09", "2,乙乡,04", "3,乙乡,05,20"))
    found = expected(run, command, may, "rows=3", "received=9", "petitions_received=4", "化解率=100")
    assert found == [
        ("本月新收的件数", "9", "按文件计算的3；纸质报表上的正好是它的3倍，像是导入了3次（甲镇1、乙乡2）"),
        ("受理诉求件次", "4", "按文件计算的3（甲镇1、乙乡2）"),
    ]


@pytest.mark.integration
def test_a_figure_of_one_townships_file_is_that_townships(run: Run, tmp_path: Path) -> None:
    everyone = written(tmp_path, "may", petitions("2025-05", "1,甲镇,03", "2,乙乡,04"))
    assert run("publish", everyone).exit_code == 0
    more = written(tmp_path, "more", petitions("2025-05", "3,甲镇,06"))
    assert expected(run, "check", more, "petitions_received=2", "rows=1") == []


def test_a_difference_is_a_warning_and_is_printed_for_people_too(run: Run, tmp_path: Path) -> None:
    may = written(tmp_path, "may", petitions("2025-05", "1,甲镇,03"))
    done = run("check", may, "--expect", "rows=2")
    assert done.exit_code == 0
    assert "提示 整份文件“收下的行数”为“2”，应为：按文件计算的1" in done.stdout


def test_a_figure_that_is_not_known_is_refused_with_the_nearest(run: Run, tmp_path: Path) -> None:
    may = written(tmp_path, "may", petitions("2025-05", "1,甲镇,03"))
    done = run("check", may, "--expect", "resolution_rat=3")
    assert done.exit_code == 1 and "resolution_rate" in done.stderr
    assert run("check", may, "--expect", "rows=many").exit_code == 1
    assert run("publish", may, "--expect", "resolution_rat=3").exit_code == 1
    assert len(json.loads(run("history", "--json").stdout)) == 1  # the register alone


def test_a_list_grows_on_the_command_line(run: Run) -> None:
    assert json.loads(run("list", "add", "category", "夜市油烟", "--json").stdout)["added"] == ["夜市油烟"]
    assert "夜市油烟" in json.loads(run("list", "show", "category", "--json").stdout)["category"]
    assert "没有改动" in run("list", "add", "category", "夜市油烟").stdout
    assert run("list", "add", "categori", "夜市油烟").exit_code == 1


def test_what_is_in_no_list_is_told_to_people_and_to_programs(run: Run, tmp_path: Path) -> None:
    head = "办件编号,乡镇,登记日期,问题类别\n"
    may = written(tmp_path, "may", head + "1,甲镇,2025-05-03,夜市油烟\n")
    assert json.loads(run("check", may, "--json").stdout)[0]["unlisted"] == {"category": {"夜市油烟": 1}}
    assert "不在清单category中的：夜市油烟（1行）" in run("check", may).stdout


def test_a_csv_form_comes_with_its_notes_in_either_language(run: Run, tmp_path: Path) -> None:
    assert run("exports", "--template", "surveys", "-o", tmp_path / "f.csv", "--lang", "en").exit_code == 0
    assert (tmp_path / "f.csv").read_text(encoding="utf-8-sig").startswith("Township,Month,Question")
    assert "甲镇" in (tmp_path / "f-notes.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (["--lang", "zh"], "不能读写{path}：已有同名的文件"),
        (["--lang", "en"], "Cannot read or write {path}: there is a file of that name"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_named_in_words(
    run: Run, tmp_path: Path, language: list[str], words: str
) -> None:
    path = tmp_path / "a file"
    path.touch()
    refused = run("exports", "--template", "petitions", "-o", path / "form.xlsx", *language)
    assert refused.exit_code == 1
    assert words.format(path=path) in refused.stderr
