"""The documents are run as they stand: a page that lags behind the product fails here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.source_tree import PROJECT, shown, tracked_files

FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
COMMAND = re.compile(r"^(?:\$ )?python manage\.py ([a-z-]+)", re.MULTILINE)
WORKED_EXAMPLES = ["add-an-indicator.md", "add-an-export.md"]
PAGES = [path for path in tracked_files() if path.suffix == ".md"]


@dataclass(frozen=True)
class Fence:
    """One fenced block: its language, the file that it is (if any) and its text."""

    language: str
    file: str | None
    text: str


def fences(document: Path) -> list[Fence]:
    found = FENCE.findall(document.read_text(encoding="utf-8"))
    return [Fence(language, file or None, text) for language, file, text in found]


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Each `$ command` of a console block with the output printed under it."""
    for part in console.split("$ ")[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def reader_machine(folder: Path) -> dict[str, str]:
    """`python` and `manage.py` as the reader of the page has them, in an empty folder with an empty store."""
    (folder / "manage.py").symlink_to(PROJECT / "manage.py")
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    store = str(folder / "store")
    return {**os.environ, "PATH": f"{python.parent}:{os.environ['PATH']}", "SAFETY_REPORT_STORE": store}


@pytest.mark.parametrize(
    "name", ["add-an-indicator.md", pytest.param("add-an-export.md", marks=pytest.mark.integration)]
)
def test_a_worked_example_does_what_its_page_says(name: str, tmp_path: Path) -> None:
    machine = reader_machine(tmp_path)
    for fence in fences(PROJECT / "docs" / name):
        if fence.file:
            path = tmp_path / fence.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")
        elif fence.language == "console":
            follow(fence.text, tmp_path, machine)


def follow(console: str, folder: Path, machine: dict[str, str]) -> None:
    for command, expected in commands(console):
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"],
            cwd=folder,
            env=machine,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert done.stdout == expected, command


@pytest.mark.parametrize("name", WORKED_EXAMPLES)
def test_a_worked_example_has_files_and_commands(name: str) -> None:
    """A page whose blocks were not recognised would pass the test above by doing nothing."""
    blocks = fences(PROJECT / "docs" / name)
    assert sum(fence.file is not None for fence in blocks) >= 3
    assert sum(len(list(commands(fence.text))) for fence in blocks if fence.language == "console") >= 2


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / unquote(link)).exists()] == []


def test_every_command_that_a_page_names_exists() -> None:
    named = {command for page in PAGES for command in COMMAND.findall(page.read_text(encoding="utf-8"))}
    done = subprocess.run(
        [sys.executable, "manage.py", "--help"], cwd=PROJECT, capture_output=True, text=True
    )
    offered = set(re.findall(r"^  ([a-z-]+)", done.stdout, re.MULTILINE))
    assert named - offered == set()


def test_the_two_readmes_lead_to_each_other() -> None:
    assert "](README.en.md)" in (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "](README.md)" in (PROJECT / "README.en.md").read_text(encoding="utf-8")


def test_every_pinned_package_says_what_it_is_for() -> None:
    explained = (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    pinned = [
        re.split(r"[\[=]", line)[0].lower()
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (PROJECT / name).read_text(encoding="utf-8").splitlines()
        if "==" in line
    ]
    assert [package for package in pinned if f"`{package}`" not in explained] == []
