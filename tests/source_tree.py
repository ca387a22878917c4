"""The project's own source, read as text and as syntax trees, for the tests that look at the house itself."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PRODUCT = ("data", "metrics", "charts", "reports", "access", "pages", "commands", "benchmarks", "drills")
ENTRY_POINTS = ("manage.py", "dashboard.py")


def python_files(root: Path = PROJECT, folders: tuple[str, ...] = PRODUCT) -> list[Path]:
    """The .py files of `folders` and the entry points under `root`, sorted."""
    entries = [root / name for name in ENTRY_POINTS if (root / name).exists()]
    return entries + sorted(path for folder in folders for path in (root / folder).rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(path: Path) -> str:
    """`path` as a person would name it, inside the project."""
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks or would add: everything that leaves this machine with the project."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    names = listing.stdout.decode("utf-8").split("\0")
    return tuple(sorted(PROJECT / name for name in names if name and (PROJECT / name).is_file()))
