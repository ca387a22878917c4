"""`check` proposes, `map` remembers: unknown headings and words at the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import main
from tests.data.personal_samples import PLANTED
from tests.data.planted_search import places_of
from tests.store_builder import TOWNSHIPS, new_store

Run = Callable[..., Result]
FOREIGN = (
    "诉求单号,信访人,属地,来访时间,结案时间,办理情况\n"
    "PA-1,王小明,甲镇,2025-05-03,2025-05-09,已办结\n"
    "PA-2,李建国,乙乡,2025-05-04,,在办\n"
    "PA-3,张丽华,甲镇,2025-05-05,2025-05-29,某事\n"
)


@pytest.fixture(scope="module")
def two_townships(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a register, published once for all tests here; each takes a copy."""
    return new_store(tmp_path_factory.mktemp("county") / "store").folder


@pytest.fixture
def run(tmp_path: Path, two_townships: Path) -> Run:
    """Run a command on a file of the test's own folder and a store with two townships."""
    store = Path(shutil.copytree(two_townships, tmp_path / "store"))
    paths = {"townships": TOWNSHIPS, "五月": FOREIGN, "六月": FOREIGN.replace("2025-05", "2025-06")}
    for name, text in paths.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    def running(command: str, name: str, *arguments: str) -> Result:
        given = [command, str(tmp_path / f"{name}.csv"), *arguments, "--store", str(store)]
        return CliRunner().invoke(main, given, catch_exceptions=False)

    return running


def profiles(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "store" / "exports").glob("*"))


def test_check_prints_the_proposals_with_their_reasons(run: Run) -> None:
    result = run("check", "五月")
    assert result.exit_code == 1
    assert "表头“属地”→乡镇（township）：常见的叫法，100%的值是名录中的乡镇" in result.stdout
    assert "用词“在办”（办理结果，1行）→空白" in result.stdout
    assert "王小明" not in result.output and "信访人" not in result.output


def test_check_answers_programs_with_the_proposals(run: Run) -> None:
    proposals = json.loads(run("check", "五月", "--json").stdout)[0]["proposals"]
    headings = {each["column"]: each["heading"] for each in proposals["columns"] if each["heading"]}
    assert proposals["export"] == "petitions"
    assert headings["township"] == "属地" and headings["closed_on"] == "结案时间"
    assert {each["word"]: each["value"] for each in proposals["words"]} == {
        "已办结": "resolved",
        "在办": "",
        "某事": None,
    }
    assert json.loads(run("check", "townships", "--json").stdout)[0]["proposals"] is None


def test_map_without_a_choice_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("map", "五月")
    assert result.exit_code == 0 and "最像的报表：诉求办件" in result.stdout
    assert json.loads(run("map", "五月", "--json").stdout)["export"] == "petitions"
    assert profiles(tmp_path) == []


def test_what_is_accepted_is_remembered_and_the_next_file_passes(run: Run, tmp_path: Path) -> None:
    done = run("map", "五月", "--accept-all", "--word", "outcome:某事=explained", "--name", "平安县诉求")
    assert done.exit_code == 0, done.output
    assert profiles(tmp_path) == ["petitions_2.toml"]
    june = json.loads(run("check", "六月", "--json").stdout)[0]
    assert (june["export"], june["rows_accepted"], june["errors"]) == ("petitions_2", 3, [])
    assert june["proposals"] is None
    assert run("publish", "六月").exit_code == 0


def test_headings_may_be_said_one_by_one(run: Run, tmp_path: Path) -> None:
    some = run("map", "五月", "--heading", "诉求单号=case_id")
    assert some.exit_code == 1 and "乡镇、登记日期" in some.output
    headings = ("诉求单号=case_id", "属地=township", "来访时间=received_on")
    said = [part for each in headings for part in ("--heading", each)]
    done = json.loads(run("map", "五月", *said, "--json").stdout)
    assert (done["profile"], done["check"]["rows_accepted"]) == ("petitions_2", 3)
    assert "办理情况" in done["check"]["ignored_columns"]


def full_of_personal_values() -> str:
    """Every kind of personal value, in columns of its own and among numbers, places, words and headings."""
    columns = (f"甲{at}" for at in range(len(PLANTED)))
    lines = [",".join(["诉求单号", "属地", "来访时间", "办理情况", *columns, "欧阳建国"])]
    for at, value in enumerate(PLANTED.values(), start=1):
        fields = [f"PA-{at}", "甲镇", f"2025-05-{at:02d}", "已办结", *PLANTED.values(), "其他"]
        for place, row in enumerate((fields, [*fields]), start=0):
            row[place * 3] = value if place else row[0]
            lines.append(",".join(f'"{cell}"' for cell in row))
    return "\n".join(lines) + "\n"


def test_nothing_planted_is_said_or_left_behind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "五月.csv").write_text(full_of_personal_values(), encoding="utf-8")
    said = [
        run("check", "五月"),
        run("check", "五月", "--json"),
        run("map", "五月"),
        run("map", "五月", "--accept-all"),
    ]
    assert said[-1].exit_code == 0, said[-1].output
    assert profiles(tmp_path) == ["petitions_2.toml"]
    assert [value for value in PLANTED.values() if any(value in each.output for each in said)] == []
    assert places_of(PLANTED.values(), [tmp_path / "store"]) == []


@pytest.mark.parametrize("said", [("--heading", "信访人=handled_by"), ("--word", "outcome:结案=closed")])
def test_what_cannot_stand_is_refused_in_one_sentence(
    run: Run, tmp_path: Path, said: tuple[str, str]
) -> None:
    result = run("map", "五月", "--accept-all", *said)
    assert result.exit_code == 1 and "Traceback" not in result.output
    assert profiles(tmp_path) == []


def test_wrong_usage_ends_with_2(run: Run) -> None:
    assert run("map", "五月", "--heading", "属地").exit_code == 2
    assert run("map", "五月", "--word", "结案=resolved").exit_code == 2
