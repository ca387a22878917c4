"""What a click costs in Chromium, beside a Streamlit page that holds nothing but one choice, in the same run.

Two empty dashboards are measured: one with the settings that Streamlit ships, one with ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from benchmarks.report import PROJECT, markdown_table, verdict, write_section
from benchmarks.served import (
    chromium,
    milliseconds_of_choice,
    milliseconds_of_click,
    milliseconds_of_listed_choice,
    opened,
    serving,
)

ROUNDS = 12
EMPTY = PROJECT / "benchmarks" / "empty_pages.py"
EMPTY_LINKS = {"": 'header a:not([href$="second"])', "second": 'a[href$="second"]'}
# page → its name in the navigation; its first choice is changed: the indicator, the township or the period
OURS = {
    "indicator": "指标",
    "township": "乡镇",
    "compare": "对比",
    "index": "平安指数",
    "alerts": "预警",
    "quality": "数据质量",
    "overview": "总览",
}
SHIPPED, OWN = "empty page, Streamlit's settings", "empty page, our settings"
GOALS = {"switch": 2.0, "choice": 2.5}

Times = dict[tuple[str, str], list[float]]


def main() -> None:
    """Serve the demo county and the empty dashboards, click through them in turn, write the section."""
    with TemporaryDirectory(prefix="pages-") as folder, ExitStack() as running:
        store = {"SAFETY_REPORT_STORE": str(Path(folder) / "store")}
        fill = [sys.executable, "manage.py", "demo"]
        subprocess.run(fill, cwd=PROJECT, env={**os.environ, **store}, check=True, capture_output=True)
        addresses = {
            SHIPPED: running.enter_context(serving(EMPTY, Path(folder), {})),
            OWN: running.enter_context(serving(EMPTY, PROJECT, {})),
            "ours": running.enter_context(serving(PROJECT / "dashboard.py", PROJECT, store)),
        }
        browser = running.enter_context(chromium())
        times = measured({name: opened(browser, address) for name, address in addresses.items()})
    write_section("A click, beside an empty page", section(times))


def measured(screens: dict[str, Page]) -> Times:
    """(dashboard or page, "switch" or "choice") → milliseconds of each round but the first, a warm-up."""
    times: Times = defaultdict(list)
    for round_number in range(ROUNDS + 1):
        for name, screen in screens.items():
            click_through = click_through_ours if name == "ours" else click_through_empty(name)
            for key, taken in click_through(screen):
                if round_number:
                    times[key].append(taken)
    return times


def click_through_empty(name: str) -> Callable[[Page], list[tuple[tuple[str, str], float]]]:
    def click_through(screen: Page) -> list[tuple[tuple[str, str], float]]:
        switches = [milliseconds_of_click(screen, EMPTY_LINKS[page]) for page in ("second", "")]
        found = [((name, "switch"), taken) for taken in switches]
        return [*found, ((name, "choice"), milliseconds_of_choice(screen))]

    return click_through


def click_through_ours(screen: Page) -> list[tuple[tuple[str, str], float]]:
    found = []
    for page, title in OURS.items():
        taken = milliseconds_of_click(screen, f'nav .pages a:text-is("{title}")')
        found.append(((page, "switch"), taken))
        found.append(((page, "choice"), milliseconds_of_listed_choice(screen)))
    return found


def section(times: Times) -> str:
    """The table of medians, and what became of the goals on the slowest page."""
    medians = {key: median(taken) for key, taken in times.items()}
    rows = []
    for name in (SHIPPED, OWN, *OURS):
        row = [name]
        for action in GOALS:
            taken = medians[name, action]
            ratios = " and ".join(f"{taken / medians[empty, action]:.1f}" for empty in (SHIPPED, OWN))
            row += [f"{taken:.0f}", ratios]
        rows.append(row)
    head = ["", "page switch, ms", "÷ the two empty ones", "choice changed, ms", "÷ the two empty ones"]
    text = (
        f"From the click to the last change on the screen, median of {ROUNDS}, in Chromium, demo county.\n\n"
    )
    return text + markdown_table(head, rows) + "\n\n" + "\n".join(goals(medians))


def goals(medians: dict[tuple[str, str], float]) -> list[str]:
    words = {"switch": "page switch", "choice": "choice changed"}
    found = []
    for empty in (SHIPPED, OWN):
        for action, goal in GOALS.items():
            slowest = max(medians[page, action] for page in OURS)
            title = f"{words[action]}, slowest page against the {empty}"
            found.append(verdict(title, slowest / medians[empty, action], goal))
    return found


if __name__ == "__main__":
    main()
