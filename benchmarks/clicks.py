"""What a click costs in Chromium, beside a Streamlit page that holds nothing but one choice, in the same run.

Two empty dashboards are measured: one with the settings that Streamlit ships, one with ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from benchmarks.demo import demo_store
from benchmarks.report import PROJECT, markdown_table, verdict, write_section
from benchmarks.served import (
    chromium,
    milliseconds_of_choice,
    milliseconds_of_click,
    milliseconds_of_listed_choice,
    opened,
    serving,
)
from benchmarks.wire import Wire

ROUNDS = 10
# the period and the township alternate by themselves: after four rounds both have been seen together
WARMING = 4
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
# the pages that leaders open, which the goals are for
LEADERS = ("overview", "indicator", "township", "index")
SHIPPED, OWN = "empty page, Streamlit's settings", "empty page, our settings"
SERVER, PAINT = "at the server", "to the last paint"
GOALS = {SERVER: 1.5, PAINT: 2.0}
ACTIONS = {"switch": "page switch", "choice": "choice changed"}

Times = dict[tuple[str, str, str], list[float]]  # (dashboard or page, action, how far) → milliseconds


def main() -> None:
    """Serve the demo county and the empty dashboards, click through them in turn, write the section."""
    with TemporaryDirectory(prefix="pages-") as folder, ExitStack() as running:
        store = {"SAFETY_REPORT_STORE": str(demo_store())}
        addresses = {
            SHIPPED: running.enter_context(serving(EMPTY, Path(folder), {})),
            OWN: running.enter_context(serving(EMPTY, PROJECT, {})),
            "ours": running.enter_context(serving(PROJECT / "dashboard.py", PROJECT, store)),
        }
        browser = running.enter_context(chromium())
        times = measured({name: opened(browser, address) for name, address in addresses.items()})
    write_section("A click, beside an empty page", section(times))


def measured(screens: dict[str, Page]) -> Times:
    """Milliseconds of each round but the first, which make ready what the choices show."""
    times: Times = defaultdict(list)
    wires = {name: Wire(screen) for name, screen in screens.items()}
    for round_number in range(WARMING + ROUNDS):
        for name, screen in screens.items():
            clicks = clicks_of_ours(screen) if name == "ours" else clicks_of_empty(name, screen)
            for page, action, click in clicks:
                wires[name].milliseconds()
                painted = click()
                if round_number >= WARMING:
                    times[page, action, PAINT].append(painted)
                    times[page, action, SERVER].append(wires[name].milliseconds())
    return times


Clicks = list[tuple[str, str, Callable[[], float]]]


def clicks_of_empty(name: str, screen: Page) -> Clicks:
    """To the second page and back, then the other choice."""

    def to(page: str) -> Callable[[], float]:
        return lambda: milliseconds_of_click(screen, EMPTY_LINKS[page])

    switches: Clicks = [(name, "switch", to(page)) for page in ("second", "")]
    return [*switches, (name, "choice", lambda: milliseconds_of_choice(screen))]


def clicks_of_ours(screen: Page) -> Clicks:
    """To every page, and there the other choice."""

    def to(title: str) -> Callable[[], float]:
        return lambda: milliseconds_of_click(screen, f'nav .pages a:text-is("{title}")')

    found: Clicks = []
    for page, title in OURS.items():
        found.append((page, "switch", to(title)))
        found.append((page, "choice", lambda: milliseconds_of_listed_choice(screen)))
    return found


def section(times: Times) -> str:
    """A table of medians for each action, and what became of the goals."""
    medians = {key: median(taken) for key, taken in times.items()}
    text = [f"From the click, median of {ROUNDS}, in Chromium, demo county; in brackets ÷ both empty ones."]
    for action, words in ACTIONS.items():
        rows = [
            [name, *(cell(medians, name, action, how_far) for how_far in GOALS)]
            for name in (SHIPPED, OWN, *OURS)
        ]
        text.append(markdown_table([f"{words}, ms", *GOALS], rows))
    return "\n\n".join([*text, "\n".join(goals(medians))])


def cell(medians: dict[tuple[str, str, str], float], name: str, action: str, how_far: str) -> str:
    taken = medians[name, action, how_far]
    ratios = ", ".join(f"{taken / medians[empty, action, how_far]:.2f}" for empty in (SHIPPED, OWN))
    return f"{taken:.0f} ({ratios})"


def goals(medians: dict[tuple[str, str, str], float]) -> list[str]:
    """Of the slowest of the four pages that the goals are for."""
    found = []
    for empty in (SHIPPED, OWN):
        for how_far, goal in GOALS.items():
            for action, words in ACTIONS.items():
                ratios = {
                    page: medians[page, action, how_far] / medians[empty, action, how_far] for page in LEADERS
                }
                slowest = max(ratios, key=lambda page: ratios[page])
                title = f"{words} {how_far}, slowest ({slowest}) against the {empty}"
                found.append(verdict(title, ratios[slowest], goal))
    return found


if __name__ == "__main__":
    main()
