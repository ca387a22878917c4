"""`manage.py county`: a county found by name, and its townships as a file that `publish` takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def running(*arguments: str | Path) -> Result:
        given = [*map(str, arguments), "--store", str(tmp_path / "store")]
        return CliRunner().invoke(main, given, catch_exceptions=False)

    return running


def test_a_county_is_written_to_a_file_and_published_as_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "townships.csv"
    written = run("county", "330106", "--to", path)
    assert written.exit_code == 0
    assert "浙江省杭州市西湖区的12个乡镇" in written.output
    answer = json.loads(run("publish", path, "--json").output)
    assert [(each["export"], each["rows"], each["errors"]) for each in answer] == [("townships", 12, [])]


def test_a_name_lists_the_townships_or_the_counties_that_bear_it(run: Run) -> None:
    assert "330106109" in run("county", "杭州市西湖区").output
    several = run("county", "西湖区").output
    assert "浙江省杭州市西湖区" in several
    assert "江西省南昌市西湖区" in several
    assert len(json.loads(run("county", "330106", "--json").output)[0]["townships"]) == 12


@pytest.mark.parametrize(("name", "said"), [("西湖区", "330106 浙江省杭州市西湖区"), ("西糊区", "西湖区")])
def test_a_name_that_is_not_one_county_is_refused_with_what_may_be_meant(
    run: Run, tmp_path: Path, name: str, said: str
) -> None:
    refused = run("county", name, "--to", tmp_path / "townships.csv")
    assert refused.exit_code == 1
    assert said in refused.output
    assert not (tmp_path / "townships.csv").exists()
