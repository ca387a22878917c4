"""docs/reliability.md: one section per drill, written by the drill itself, never by hand."""

from __future__ import annotations

import os
import platform
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REPORT = PROJECT / "docs" / "reliability.md"
MOST_SHOWN = 10  # of what went wrong
INTRODUCTION = """# 经得起什么 · What it survives

每一节由 `make drill` 实际做过之后写下：杀进程、写满磁盘、损坏文件、
乱改上传的文件、埋入个人信息，然后看库里还对不对。
出现任何一处不对，演练以退出码1结束，并在这里写明。

Every section is written by `make drill` after doing it: processes killed, disks filled, files damaged,
uploads mangled, personal data planted; then the store is looked at. Anything wrong ends a drill with exit
code 1 and is named here.

人多、时间长见 [soak.md](soak.md)（`python -m drills.soak`），怎样运行和看护见 [operating.md](operating.md)。
Many readers over time: [soak.md](soak.md) (`python -m drills.soak`).
How to run and watch a server: [operating.md](operating.md).
"""


@dataclass
class Outcome:
    """What a drill did and found.

    chinese, english: one sentence each on what was done. figures: what was counted, by its name. wrong: a
    sentence for each thing that should not be. skipped: a sentence for each part that could not be done here.
    """

    chinese: str
    english: str
    figures: dict[str, object] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def run(title: str, drill: Callable[[], Outcome]) -> bool:
    """Do a drill, say what it found, write its section; True where nothing was wrong."""
    began = time.monotonic()
    outcome = drill()
    outcome.figures["秒 seconds"] = round(time.monotonic() - began)
    text = section(outcome)
    print(f"{title}\n{text}\n", flush=True)
    write_section(title, text)
    return not outcome.wrong


def main(title: str, drill: Callable[[], Outcome]) -> None:
    """Run one drill as a program."""
    sys.exit(0 if run(title, drill) else 1)


def section(outcome: Outcome) -> str:
    """The section without its title."""
    count = len(outcome.wrong)
    verdict = f"**不对的有{count}处 wrong: {count}**" if count else "**没有不对的 nothing wrong**"
    lines = [f"{outcome.chinese}\n{outcome.english}", ""]
    lines += [f"- {name}: {_shown(value)}" for name, value in outcome.figures.items()]
    lines += [f"- 没有做 not done: {each}" for each in outcome.skipped]
    lines += [f"- {verdict}", *(f"  - {each}" for each in outcome.wrong[:MOST_SHOWN])]
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {_shown(each)}" for name, each in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)


def write_section(title: str, text: str) -> None:
    """Put the section into the report in place of its former self; other sections stay."""
    page = REPORT.read_text(encoding="utf-8") if REPORT.exists() else INTRODUCTION
    written = f"## {title}\n\n{text.strip()}\n\n{_machine()}\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(page):
        page = pattern.sub(lambda _: written + "\n", page)
    else:
        page = f"{page.rstrip()}\n\n{written}"
    REPORT.write_text(page.rstrip() + "\n", encoding="utf-8")


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyarrow"))
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; {packages}."
