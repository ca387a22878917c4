"""data → metrics → charts → pages, one way only: who needs the other way put a thing in the wrong place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.source_tree import PROJECT, python_files, shown, tree_of

# layer → the layers it may import
MAY_IMPORT = {
    "data": {"data"},
    "metrics": {"data", "metrics"},
    "charts": {"data", "metrics", "charts"},
    "reports": {"data", "metrics", "charts", "reports"},
    "access": {"data", "access"},
    "pages": {"data", "metrics", "charts", "reports", "access", "pages"},
    "manage": {"data", "metrics", "charts", "reports", "access", "commands"},
    "commands": {"data", "metrics", "charts", "reports", "access", "commands"},
    "dashboard": {"data", "metrics", "charts", "reports", "access", "pages"},
    "benchmarks": {"data", "metrics", "charts", "reports", "access", "benchmarks"},
    "drills": {"data", "metrics", "benchmarks", "drills"},
}
LAYERS = set(MAY_IMPORT)
PRODUCT_FILES = [path for path in python_files() if shown(path).split("/")[0] not in ("benchmarks", "drills")]
# what is there only where it was asked for: package → its own requirements
OPTIONAL = {"pyspark": "requirements-spark.txt", "grpc": "requirements-spark.txt"}
DISTRIBUTIONS = packages_distributions()
# package → where alone it may be imported (benchmarks measure the peers, so they import them)
ONLY_IN = {
    "streamlit": ("pages", "dashboard", "benchmarks"),
    "duckdb": ("data.engines", "benchmarks", "drills"),
    "sqlite3": ("data", "drills"),
    **dict.fromkeys(("pyspark", "grpc"), ("data.engines.spark_engine",)),
    **dict.fromkeys(("sqlalchemy", "alembic", "psycopg"), ("data.database",)),
    "polars": ("benchmarks",),
    **dict.fromkeys(("pptx", "docx", "docxtpl"), ("reports",)),
}


def module_name(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts)


def imported_modules(path: Path, own_name: str) -> Iterator[str]:
    """Every module that `path` imports, also inside functions and by a name given as text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(own_name.split(".")[: -node.level]) if node.level else ""
            base = ".".join(part for part in (package, node.module) if part)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and called_name(node) in {"import_module", "__import__"}:
            yield from (
                a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
            )


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_inside(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def what_is_wrong(own_name: str, imported: str) -> str | None:
    layer, target = own_name.split(".")[0], imported.split(".")[0]
    if target in LAYERS and target not in MAY_IMPORT[layer]:
        return (
            f"{own_name} imports {imported}: {layer} may import only {', '.join(sorted(MAY_IMPORT[layer]))}"
        )
    if target in ONLY_IN and not is_inside(own_name, ONLY_IN[target]):
        return f"{own_name} imports {imported}: only {', '.join(ONLY_IN[target])} may"
    if layer == "charts" and is_inside(imported, ("data.engines",)):
        return f"{own_name} imports {imported}: a chart takes data, it does not fetch it"
    return None


def broken_layers(root: Path) -> list[str]:
    found: list[str | None] = []
    for path in python_files(root):
        own_name = module_name(path, root)
        found += [
            wrong for name in imported_modules(path, own_name) if (wrong := what_is_wrong(own_name, name))
        ]
    return sorted(set(found))


def test_the_project_keeps_its_layers() -> None:
    assert broken_layers(PROJECT) == []


def gone_modules(root: Path) -> list[str]:
    """Modules of ours that are imported and not there; mypy lets any module be missing, for libraries are."""
    found = set()
    for path in python_files(root):
        nodes = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom) and node.module]
        ours = [node.module for node in nodes if str(node.module).split(".")[0] in LAYERS]
        places = {module: root / str(module).replace(".", "/") for module in ours}
        found |= {
            f"{module_name(path, root)} imports {module}"
            for module, place in places.items()
            if not place.is_dir() and not place.with_suffix(".py").exists()
        }
    return sorted(found)


def test_every_module_of_ours_that_is_imported_is_there() -> None:
    assert gone_modules(PROJECT) == []


def test_a_module_that_is_gone_is_found(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/overview.py").write_text("from pages.steps import last\nfrom pages import frame\n")
    assert gone_modules(tmp_path) == ["pages.overview imports pages.steps"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("data/store.py", "from metrics import mart"),
        ("data/store.py", "from ..metrics import mart"),
        ("data/store.py", "def late() -> None:\n    import metrics.mart"),
        ("data/store.py", "import importlib\nimportlib.import_module('metrics.mart')"),
        ("data/store.py", "import duckdb"),
        ("metrics/mart.py", "import charts.trend"),
        ("metrics/mart.py", "import streamlit as st"),
        ("metrics/mart.py", "from duckdb import connect"),
        ("data/engines/duckdb_engine.py", "import pyspark"),
        ("charts/trend.py", "from data.engines import duckdb_engine"),
        ("charts/trend.py", "import streamlit"),
        ("charts/trend.py", "from pages import overview"),
        ("access/sign_in.py", "from metrics import mart"),
        ("reports/deck.py", "from pages import overview"),
        ("manage.py", "import pages.overview"),
        ("manage.py", "import streamlit"),
        ("commands/publishing.py", "from pages import upload"),
    ],
)
def test_an_import_against_the_layers_is_found(file: str, line: str, tmp_path: Path) -> None:
    offender = tmp_path / file
    offender.parent.mkdir(parents=True, exist_ok=True)
    offender.write_text(line, encoding="utf-8")
    assert len(broken_layers(tmp_path)) >= 1


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("data/store.py", "from data.language import say"),
        ("data/engines/duckdb_engine.py", "import duckdb"),
        ("metrics/mart.py", "from data import store"),
        ("charts/trend.py", "from metrics import periods"),
        ("pages/overview.py", "import streamlit as st\nfrom charts import trend"),
        ("manage.py", "from metrics import publication"),
    ],
)
def test_an_import_down_the_layers_is_welcome(file: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line, encoding="utf-8")
    assert broken_layers(tmp_path) == []


def test_the_command_line_starts_without_the_libraries_of_the_screens() -> None:
    """Eighty-four publications in a row pay this start eighty-four times."""
    heavy = ["pandas", "plotly", "streamlit", "scipy.stats", "polars", "pptx", "docx", "docxtpl"]
    heavy += ["argon2", "authlib", "httpx", "starlette", "access", "pyspark", "sqlglot"]
    code = (
        f"import sys, manage, metrics.publication; print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def pinned(name: str) -> set[str]:
    """Packages that a requirements file pins itself, by normalised name."""
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[\[=]", line)[0].lower().replace("_", "-") for line in lines if "==" in line}


def test_what_the_product_imports_is_pinned_and_not_merely_there() -> None:
    ours = pinned("requirements.txt")
    loose = []
    for path in PRODUCT_FILES:
        names = {name.split(".")[0] for name in imported_modules(path, module_name(path, PROJECT))}
        foreign = names - LAYERS - set(sys.stdlib_module_names) - OPTIONAL.keys()
        packages = {DISTRIBUTIONS[name][0].lower().replace("_", "-") for name in foreign}
        loose += [f"{shown(path)}: {package}" for package in sorted(packages - ours)]
    assert loose == []
