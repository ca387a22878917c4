"""The rules of the house that a machine can see: short functions, telling names, no request that leaves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.source_tree import PROJECT, functions_of, python_files, shown, tracked_files, tree_of

LONGEST_FUNCTION = 25
LONGEST_FILE = 250
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}
SOURCES = python_files()
DOCUMENTED_LAYERS = {"data", "metrics", "charts", "reports"}
DOCUMENTED = [path for path in SOURCES if shown(path).split("/")[0] in DOCUMENTED_LAYERS]

# written in halves, so that this file does not name what it looks for
REGISTRY_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "mirror.com",
    "crates" + ".io",
    "anaconda" + ".org",
    "tuna.tsinghua" + ".edu.cn",
    "mirrors." + "aliyun.com",
    "--extra" + "-index-url",
    "--index" + "-url",
]
MACHINE_PATH = re.compile(r"(?<![\w.~/*-])/(?:work|home|root|Users|tmp/\w+)/\w|[A-Z]:\\Users\\")
WEB_ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
# the name of the SVG language, which no browser ever asks for
NOT_REQUESTED = {"http://www.w3.org"}


# one test for all files, not one for each: the start of a thousand tests takes longer than they do
def test_a_function_fits_in_one_look() -> None:
    lengths = {
        f"{shown(path)}, line {f.lineno}: {f.name}": (f.end_lineno or f.lineno) - f.lineno + 1
        for path in SOURCES
        for f in functions_of(path)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_a_file_stays_short() -> None:
    lengths = {shown(path): path.read_text(encoding="utf-8").count("\n") for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length >= LONGEST_FILE} == {}


def test_a_module_is_named_after_what_it_does() -> None:
    assert [shown(path) for path in SOURCES if VAGUE_NAMES.intersection(path.stem.split("_"))] == []


def public_definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node


def test_whatever_others_may_call_says_what_it_does() -> None:
    silent = [
        f"{shown(path)}: {node.name}"
        for path in DOCUMENTED
        for node in public_definitions(path)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def texts_of_the_project() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        try:
            yield shown(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font, a spreadsheet


def test_no_file_names_a_package_registry_or_a_place_on_one_machine() -> None:
    found = []
    for name, text in texts_of_the_project():
        found += [f"{name}: {host}" for host in REGISTRY_HOSTS if host in text]
        if name != "tests/test_house_rules.py":
            found += [f"{name}: {match.group()}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


def test_no_screen_asks_another_host_for_anything() -> None:
    found = []
    for name, text in texts_of_the_project():
        if name.startswith(("pages/", "charts/", ".streamlit/")) or name == "dashboard.py":
            found += [f"{name}: {match.group()}" for match in WEB_ADDRESS.finditer(text)]
    assert [line for line in found if line.split(": ")[1] not in NOT_REQUESTED] == []


def test_the_rules_look_at_the_whole_house() -> None:
    """An empty list of files would pass every test above."""
    folders = {shown(path).split("/")[0] for path in SOURCES}
    assert {"data", "metrics", "charts", "pages", "manage.py", "dashboard.py"} <= folders
    assert PROJECT / "README.md" in tracked_files()
