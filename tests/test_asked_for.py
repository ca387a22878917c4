"""What the command line says of things that are not there: what there is instead, never "nothing found"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import main
from tests.store_builder import new_store, petitions

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a command on a store with one month."""
    store = tmp_path_factory.mktemp("asked") / "store"
    new_store(store, petitions("2025-05", "1,甲镇,03,09", "2,乙乡,04"))
    return lambda *arguments: run_on(store, *arguments)


def run_on(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--store", str(store)], catch_exceptions=False)


def test_alerts_of_a_month_that_nobody_published_are_refused_and_not_none(run: Run) -> None:
    refused = run("alerts", "--month", "2052-05")
    assert refused.exit_code == 1
    assert refused.stderr == "没有名为“2052-05”的时期。是不是“2025-05”？\n"
    assert run("alerts", "--month", "2025-05").stdout == "没有预警。\n"


def test_questions_to_a_township_that_is_not_there_are_refused_and_one_may_be_named(run: Run) -> None:
    refused = run("questions", "--township", "甲")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "没有名为“甲”的地区" in refused.stderr
    assert run("questions", "--township", "甲镇").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("resolution_rat", "county", "2025-05"), "是不是“resolution_rate”"),
        (("resolution_rate", "county", "2025-13"), "没有名为“2025-13”的时期"),
        (("resolution_rate", "某镇", "2025-05"), "没有名为“某镇”的地区"),
    ],
)
def test_what_a_figure_cannot_be_explained_for_is_named(run: Run, asked: tuple[str, ...], said: str) -> None:
    refused = run("explain", *asked)
    assert refused.exit_code == 1
    assert said in refused.stderr


def test_a_figure_is_explained_for_a_township_by_its_name(run: Run) -> None:
    assert run("explain", "resolution_rate", "甲镇", "2025-05").stdout.startswith("化解率  甲镇  2025-05\n")


def test_a_list_that_is_not_there_is_refused_with_the_nearest(run: Run) -> None:
    refused = run("list", "show", "offices")
    assert (refused.exit_code, refused.stderr) == (1, "没有名为“offices”的清单。是不是“office”？\n")


def test_an_output_without_a_template_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    refused = run("exports", "-o", str(tmp_path / "form.xlsx"))
    assert refused.exit_code == 2
    assert "--template petitions" in refused.stderr


@pytest.mark.parametrize(
    "command",
    [
        *("history", "due", "drafts", "scheduled", "publish-due", "rebuild", "rollback 1", "lock 2025-05"),
        *("unlock 2025-05", "backup all.zip", "account list", "account disable liu"),
    ],
)
def test_a_store_whose_name_was_mistyped_is_said_to_be_missing_and_is_not_made(
    tmp_path: Path, command: str
) -> None:
    refused = run_on(tmp_path / "stroe", *command.split())
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert (
        refused.stderr == f"{tmp_path / 'stroe'}: 没有这个文件夹，请核对 --store 或 SAFETY_REPORT_STORE。\n"
    )
    assert not (tmp_path / "stroe").exists()


def test_a_history_has_headings_and_an_empty_one_says_so(run: Run, tmp_path: Path) -> None:
    assert run("history").stdout.split()[:3] == ["upload", "export", "month"]
    assert run_on(tmp_path, "history").stdout == "还没有上传过文件。\n"
