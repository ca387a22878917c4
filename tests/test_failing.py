"""What the command line says of an error that nobody foresaw: a sentence in both languages, never a trace."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import click
import pytest
from click.testing import CliRunner

from commands.failing import told
from commands.frame import RefusingGroup
from data.language import speaking
from tests.source_tree import PROJECT
from tests.store_builder import new_store, petitions

Run = Callable[..., CompletedProcess[str]]


def said_of(error: Exception) -> tuple[int, str]:
    """The end of a command in which that happens."""

    @click.group(cls=RefusingGroup)
    def group() -> None:
        """One command."""

    @group.command()
    def fails() -> None:
        raise error

    done = CliRunner().invoke(group, ["fails"])
    return done.exit_code, done.output


def test_an_error_that_nobody_foresaw_is_a_sentence_that_quotes_no_cell() -> None:
    status, said = said_of(ValueError("440000199001011234"))
    assert status == 1
    assert "ValueError, test_failing.py:" in said
    assert "doctor" in said
    assert not any(word in said for word in ("Traceback", "440000"))


def test_wrong_usage_and_a_reader_that_has_gone_end_as_they_did() -> None:
    assert said_of(click.UsageError("no"))[0] == 2
    assert said_of(BrokenPipeError(errno.EPIPE, "gone"))[0] == 1


def test_a_file_that_only_the_words_name_is_named() -> None:
    error = FileNotFoundError(errno.ENOENT, "Failed to open local file '/store/1.parquet'. Detail: none")
    assert told(error) == "不能读写/store/1.parquet：没有这个文件或文件夹"
    with speaking("en"):
        assert told(error) == "Cannot read or write /store/1.parquet: no such file or folder"


def test_a_file_that_nothing_names_is_told_of_in_the_middle_of_a_sentence() -> None:
    damaged = type("SerializationException", (Exception,), {"__module__": "_duckdb"})("no more bytes")
    with speaking("en"):
        assert told(OSError(errno.ENOSPC, "")).startswith("Cannot read or write a file: ")
        assert "the mart's file" in told(damaged)


def test_a_folder_that_the_engine_may_not_write_is_said_to_be_shut_and_not_damaged() -> None:
    kind = type("IOException", (Exception,), {"__module__": "_duckdb"})
    error = kind('IO Error: Cannot open file "/store/marts/5.building": Permission denied')
    assert told(error) == "不能读写/store/marts/5.building：没有读写的权限"


@pytest.mark.parametrize("name", ["报表?", "县*"])
def test_a_folder_whose_name_is_a_pattern_is_refused_and_one_with_brackets_and_blanks_is_not(
    tmp_path: Path, command_line: Run, name: str
) -> None:
    new_store(tmp_path / name, petitions("2025-05", "1,甲镇,03"))
    done = command_line("verify", store=tmp_path / name)
    assert (done.returncode, f"不能有 {name[-1]}" in done.stderr) == (1, True)
    (tmp_path / name).rename(tmp_path / "报表 [2025] #1'%20")
    assert command_line("rebuild", store=tmp_path / "报表 [2025] #1'%20").returncode == 0


@pytest.mark.parametrize("gone", ["marts/*.duckdb", "tables/townships/*/*.parquet"])
def test_a_file_of_the_store_that_is_gone_is_named_and_no_trace_is_shown(
    tmp_path: Path, command_line: Run, gone: str
) -> None:
    new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    for path in tmp_path.glob(gone):
        path.unlink()
    command = ["values", "--indicator", "resolution_rate"] if "mart" in gone else ["due"]
    done = command_line(*command, store=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert gone.partition("/")[0] in done.stderr


def test_a_python_without_the_packages_is_told_which_one_has_them() -> None:
    # -S: as a Python in which nothing was installed
    done = subprocess.run([sys.executable, "-S", "manage.py"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("这个 Python 里没有平安报表的软件包，请用 .venv/bin/python")
    assert "Traceback" not in done.stderr
