"""docs/benchmarks.md: one section per benchmark, written by the benchmark itself, never by hand."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent
REPORT = PROJECT / "docs" / "benchmarks.md"
# who else was using the machine; asked before the benchmark itself adds to it
LOAD_BEFORE = os.getloadavg()[0]
PACKAGES = ("duckdb", "pyarrow", "pandas", "polars", "streamlit", "plotly")
NOT_MEASURED = "Not measured in the last run:"
INTRODUCTION = """# Benchmarks

What was measured, whatever it is; `make bench` writes this page. Absolute times belong to the machine named
in each section: read the ratios, which compare what ran side by side in one run.
"""


def machine() -> str:
    """One line on what the numbers were measured on."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores (load {LOAD_BEFORE:.1f} before), {gigabytes:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}; {packages}"
    )


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def shown_range(measured: Sequence[float], digits: int) -> str:
    """Median, and the least and the most where there is more than one."""
    middle, least, most = (f"{each:.{digits}f}" for each in (median(measured), min(measured), max(measured)))
    return middle if len(measured) == 1 else f"{middle} ({least}–{most})"


def verdict(name: str, measured: float, goal: float) -> str:
    """A goal and whether it was reached, in words."""
    outcome = "reached" if measured <= goal else "NOT reached"
    return f"- {name}: {measured:.2f}, goal at most {goal:g}: {outcome}"


def write_section(title: str, text: str) -> None:
    """Put the section into the report in place of its former self; other sections stay."""
    _put(title, f"## {title}\n\n{text.strip()}\n\nMeasured on: {machine()}.\n")


def note_not_measured(title: str, reason: str) -> None:
    """Say in the section why it was not measured again; what it held stays."""
    page = REPORT.read_text(encoding="utf-8") if REPORT.exists() else INTRODUCTION
    found = _pattern(title).search(page)
    lines = found[0].splitlines()[1:] if found else []
    kept = "\n".join(line for line in lines if not line.startswith(NOT_MEASURED)).strip()
    _put(title, f"## {title}\n\n{NOT_MEASURED} {reason}\n\n{kept}".rstrip() + "\n")


def _pattern(title: str) -> re.Pattern[str]:
    return re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def _put(title: str, section: str) -> None:
    page = REPORT.read_text(encoding="utf-8") if REPORT.exists() else INTRODUCTION
    pattern = _pattern(title)
    if pattern.search(page):
        page = pattern.sub(lambda _: section + "\n", page)
    else:
        page = f"{page.rstrip()}\n\n{section}"
    REPORT.write_text(page.rstrip() + "\n", encoding="utf-8")
