"""The command line as a script uses it: exit codes, and the columns and keys that programs rely on."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from manage import main
from tests.store_builder import TOWNSHIPS, petitions

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a store of the test's own."""
    return lambda *arguments: run_on(tmp_path / "store", *arguments)


def run_on(store: Path, *arguments: str | Path) -> Result:
    given = [*map(str, arguments), "--store", str(store)]
    return CliRunner().invoke(main, given, catch_exceptions=False)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    texts = {
        "townships": TOWNSHIPS,
        "may": petitions("2025-05", "1,甲镇,03,09", "2,乙乡,04", "3,丁镇,05"),
        "june": petitions("2025-06", "4,甲镇,03"),
        "nothing": "什么,也\n不,是\n",
    }
    paths = {name: folder / f"{name}.csv" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def publication(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Two months published once, into a store to be copied."""
    store = tmp_path_factory.mktemp("published") / "store"
    register = run_on(store, "publish", files["townships"], "--export", "townships", "--month", "2025-01")
    assert register.exit_code == 0
    months = (files["may"], files["june"])
    return store, run_on(store, "publish", *months, "--received", "2025-07-02", "--by", "小王", "--json")


@pytest.fixture
def published(publication: tuple[Path, Result], tmp_path: Path) -> Result:
    """The answer to the publication; the store of the test's own holds what it published."""
    store, answer = publication
    shutil.copytree(store, tmp_path / "store")
    return answer


def table(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_publish_answers_with_one_object_a_file(published: Result) -> None:
    assert published.exit_code == 0
    answers = json.loads(published.stdout)
    wanted = ["upload", "export", "month", "rows", "replaced", "mart"]
    assert [list(answer)[:6] for answer in answers] == [wanted, wanted]
    assert [[answer[key] for key in wanted] for answer in answers] == [
        [2, "petitions", "2025-05", 2, 0, "2.duckdb"],
        [3, "petitions", "2025-06", 1, 0, "2.duckdb"],
    ]
    assert answers[0]["rows_rejected"] == 1
    error = answers[0]["errors"][0]
    assert list(error)[:5] == ["row", "column", "found", "expected", "rule"]
    assert (error["row"], error["column"], error["found"]) == (4, "乡镇", "丁镇")


def test_check_reports_and_writes_nothing(run: Run, published: Result, files: dict[str, Path]) -> None:
    done = run("check", files["may"], "--json", "--received", "2025-07-02")
    answer: dict[str, Any] = json.loads(done.stdout)[0]
    assert done.exit_code == 0
    wanted = ["file", "export", "month", "encoding", "rows_read", "rows_accepted", "rows_rejected"]
    assert [*list(answer)[:9]] == [*wanted, "private_columns_dropped", "private_values_dropped"]
    assert [answer[key] for key in wanted] == ["may.csv", "petitions", "2025-05", "utf-8", 3, 2, 1]
    assert len(json.loads(run("history", "--json").stdout)) == 3


def test_a_file_that_is_refused_as_a_whole_ends_with_1_and_its_reasons(
    run: Run, files: dict[str, Path]
) -> None:
    for command in ("check", "publish"):
        done = run(command, files["nothing"], "--json")
        assert done.exit_code == 1
        assert json.loads(done.stdout)[0]["refused"] is True
        assert "整份退回" in done.stderr
    assert json.loads(run("history", "--json").stdout) == []


def test_wrong_usage_ends_with_2(run: Run, files: dict[str, Path]) -> None:
    assert run("publish", "no-such-file.csv").exit_code == 2
    assert run("publish", files["may"], "--month", "2025-13").exit_code == 2
    assert run("values", "--period", "week").exit_code == 2
    assert run("no-such-command").exit_code == 2


def test_a_refusal_is_a_sentence_and_no_traceback(
    run: Run, published: Result, files: dict[str, Path]
) -> None:
    for arguments in (
        ("rollback", "9"),
        ("values", "--indicator", "resolution_rat"),
        ("publish", files["may"], "--export", "petition"),
        ("publish", files["may"], "--covers", "丁镇"),
        ("exports", "--template", "petition", "-o", "form.xlsx"),
        ("explain", "resolution_rate", "Z", "2025-05"),
    ):
        done = run(*arguments)
        assert done.exit_code == 1, arguments
        assert done.stderr.strip() and "Traceback" not in done.stderr, arguments
    assert "resolution_rate" in run("values", "--indicator", "resolution_rat").stderr


def test_values_have_the_columns_that_programs_rely_on(run: Run, published: Result) -> None:
    done = run("values", "--indicator", "petitions_received", "--indicator", "resolution_rate", "--csv")
    assert done.stdout.splitlines()[0].startswith(
        "indicator,area,area_name,period,numerator,denominator,value,lower95,upper95,lower998,upper998,"
        "verdict_county,verdict_target,suppressed,complete"
    )
    county = [row for row in table(done) if row["area"] == "county"]
    assert [(row["indicator"], row["period"], row["value"]) for row in county] == [
        ("petitions_received", "2025-05", "2"),
        ("petitions_received", "2025-06", "1"),
        ("resolution_rate", "2025-05", "100"),
        ("resolution_rate", "2025-06", ""),
    ]
    assert (county[0]["denominator"], county[0]["suppressed"], county[0]["complete"]) == ("", "false", "true")
    assert county[1]["complete"] == "false"


def test_values_are_chosen_by_area_period_and_month(run: Run, published: Result) -> None:
    received = ("values", "--indicator", "petitions_received", "--csv")
    areas = {row["area"] for row in table(run(*received))}
    assert areas == {"county", "kind:town", "kind:township", "A", "B"}
    assert {row["area"] for row in table(run(*received, "--area", "township"))} == {"A", "B"}
    assert {row["period"] for row in table(run(*received, "--from", "2025-06"))} == {"2025-06"}
    assert {row["period"] for row in table(run(*received, "--to", "2025-05"))} == {"2025-05"}
    quarter = table(run(*received, "--period", "quarter", "--area", "county"))
    assert [(row["period"], row["value"]) for row in quarter] == [("2025-Q2", "3")]


def test_areas_have_names_in_both_languages(run: Run, published: Result) -> None:
    arguments = ("values", "--indicator", "petitions_received", "--to", "2025-05", "--csv")
    names = {row["area"]: row["area_name"] for row in table(run(*arguments))}
    assert names == {"county": "全县", "kind:town": "镇", "kind:township": "乡", "A": "甲镇", "B": "乙乡"}
    english = {row["area"]: row["area_name"] for row in table(run(*arguments, "--lang", "en"))}
    assert (english["county"], english["kind:town"]) == ("The county", "Towns")


def test_history_says_what_is_live(run: Run, published: Result) -> None:
    assert run("rollback", "3").exit_code == 0
    uploads = json.loads(run("history", "--json").stdout)
    assert list(uploads[0])[:8] == ["upload", "export", "month", "file", "rows", "by", "at", "live"]
    assert [(each["upload"], each["live"]) for each in uploads] == [(1, True), (2, True), (3, False)]
    assert uploads[1]["by"] == "小王"


def test_a_locked_month_refuses(run: Run, published: Result, files: dict[str, Path]) -> None:
    assert run("lock", "2025-05").exit_code == 0
    assert run("rollback", "2").exit_code == 1
    assert run("unlock", "2025-05").exit_code == 0
    assert run("rollback", "2").exit_code == 0


def test_a_figure_explains_itself(run: Run, published: Result) -> None:
    receipt = json.loads(run("explain", "resolution_rate", "A", "2025-05", "--json").stdout)
    assert (receipt["numerator"], receipt["denominator"], receipt["value"]) == (1, 1, 100)
    assert any("closed_on" in sql for sql in receipt["sql"])
    assert [each["file"] for each in receipt["uploads"]] == ["may.csv"]
    text = run("explain", "resolution_rate", "county", "2025-Q2").stdout
    assert "化解率" in text and "may.csv" in text


def test_the_catalogue_and_the_formats_are_listed(run: Run) -> None:
    indicators = table(run("indicators", "--csv"))
    assert ("resolution_rate", "化解率") in [(row["indicator"], row["name"]) for row in indicators]
    formats = json.loads(run("exports", "--json").stdout)
    assert [each["export"] for each in formats][:2] == ["petitions", "incidents"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_empty_form_is_written(run: Run, tmp_path: Path, suffix: str) -> None:
    form = tmp_path / f"form.{suffix}"
    assert run("exports", "--template", "petitions", "-o", form).exit_code == 0
    assert form.stat().st_size > 100


@pytest.mark.integration
def test_a_store_is_cared_for(run: Run, published: Result, tmp_path: Path) -> None:
    archive = tmp_path / "store.zip"
    assert run("backup", archive).exit_code == 0
    assert run("verify").exit_code == 0
    assert run("rebuild").exit_code == 0
    assert run("restore", archive).exit_code == 1
    assert run("restore", archive, "--replace").exit_code == 0
    assert json.loads(run("verify", "--json").stdout) == {"sound": True, "problems": []}
    next((tmp_path / "store" / "tables").rglob("2.parquet")).unlink()
    assert run("verify").exit_code == 1


def test_with_each_every_file_is_a_publication_of_its_own(run: Run, files: dict[str, Path]) -> None:
    run("publish", files["townships"], "--export", "townships", "--month", "2025-01")
    answer = run("publish", files["may"], files["nothing"], files["june"], "--each", "--json")
    assert answer.exit_code == 1  # one was refused as a whole, the others are published
    assert [each["mart"] for each in json.loads(answer.stdout)] == ["2.duckdb", None, "3.duckdb"]
    months = [each["month"] for each in json.loads(run("history", "--json").stdout)]
    assert months[1:] == ["2025-05", "2025-06"]
