"""Whether a page costs the same with a hundred million rows behind the mart, and with four hundred townships.

`python -m benchmarks.flat`: pages that are ready, pages that nobody has asked for yet, a choice in Chromium.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.demo import demo_store
from benchmarks.grown_stores import grown
from benchmarks.reader_tab import Tab, open_tab
from benchmarks.report import PROJECT, markdown_table, verdict, write_section
from benchmarks.served import chromium, milliseconds_of_click, milliseconds_of_listed_choice, opened, serving

ROUNDS = 6
ROUNDS_IN_CHROMIUM = 12
GOAL = 1.2
ROWS, TOWNSHIPS = 2_000, 17  # times the demo's: a hundred million rows, 408 townships
SMALL, LONG, WIDE = "24 townships, demo", "100M rows", "408 townships"
# page → its name in the navigation, and two choices that are ready after the first round
PAGES = {
    "overview": ("", "总览", ("", "period=2025-11")),
    "indicator": ("indicator", "指标", ("", "indicator=resolution_rate")),
    "township": ("township", "乡镇", ("", "township=999901003")),
    "index": ("index", "平安指数", ("", "period=2025-11")),
}
# no page asks for a month that another has read, nor for one that is ready below
FIRST_MONTH = 6
# 平安指数 gets the months beside ready while one is looked at
BESIDE_ON, LOOKED_AT_SECONDS = "index", 8.0
# of many townships it comes in two steps, and asks again for the second
UNFINISHED, ASKED_AGAIN_SECONDS = "data-again", 0.02
WORDS = {
    "ready": "at the server, page ready",
    "new": "at the server, month nobody has asked for",
    "whole": "at the server, the same with its intervals and ranks",
    "beside": f"at the server, the next month after {LOOKED_AT_SECONDS:.0f} seconds",
    "choice": "choice in Chromium, to the last paint",
}
Times = dict[tuple[str, str, str], list[float]]  # (store, what, page) → milliseconds


def main() -> None:
    """Serve the three side by side, measure in turn, write the section."""
    with TemporaryDirectory(prefix="flat-") as folder, ExitStack() as running:
        stores = made(Path(folder))
        addresses = {
            name: running.enter_context(
                serving(PROJECT / "dashboard.py", PROJECT, {"SAFETY_REPORT_STORE": str(store)})
            )
            for name, store in stores.items()
        }
        times: Times = {}
        asyncio.run(at_the_server(addresses, times))
        in_chromium(addresses, times)
    text = section(times)
    print(text)
    write_section("Pages against rows and townships", text)


def made(folder: Path) -> dict[str, Path]:
    """The demo county, and what it grows into."""
    store = demo_store()
    return {
        SMALL: store,
        LONG: grown(store, folder / "long", rows=ROWS),
        WIDE: grown(store, folder / "wide", townships=TOWNSHIPS),
    }


async def at_the_server(addresses: Mapping[str, str], times: Times) -> None:
    """Pages that are ready, and pages of months that nobody has asked for."""
    async with AsyncExitStack() as tabs:
        opened_tabs = {name: await tabs.enter_async_context(open_tab(a)) for name, a in addresses.items()}
        for place, page in enumerate(PAGES):
            for round_number in range(ROUNDS + 1):
                month = FIRST_MONTH + place + len(PAGES) * round_number
                for name, tab in opened_tabs.items():
                    kept = times if round_number else {}
                    await _ask_new(tab, (name, page), _chosen(month), kept)
                    await _ask(tab, (name, page), [("ready", choice) for choice in PAGES[page][2]], kept)
                if page == BESIDE_ON:
                    await asyncio.sleep(LOOKED_AT_SECONDS)
                    for name, tab in opened_tabs.items():
                        beside = [("beside", _chosen(month + 1))]
                        await _ask(tab, (name, page), beside, times if round_number else {})


def _chosen(month: int) -> str:
    """The address's word for a month, counted from the first of 2023."""
    return f"period={2023 + month // 12}-{month % 12 + 1:02d}"


async def _ask(tab: Tab, at: tuple[str, str], asked: Sequence[tuple[str, str]], times: Times) -> None:
    name, page = at
    for what, query in asked:
        answer = await tab.run(PAGES[page][0], query)
        assert not answer.exceptions, answer.exceptions
        times.setdefault((name, what, page), []).append(answer.seconds * 1000)


async def _ask_new(tab: Tab, at: tuple[str, str], query: str, times: Times) -> None:
    """A month that nobody has asked for: until there is something to read, and until nothing is missing."""
    began, page = time.perf_counter(), PAGES[at[1]][0]
    answer = await tab.run(page, query)
    times.setdefault((at[0], "new", at[1]), []).append(answer.seconds * 1000)
    while UNFINISHED in answer.drawn:
        await asyncio.sleep(ASKED_AGAIN_SECONDS)
        answer = await tab.run(page, query)
    assert not answer.exceptions, answer.exceptions
    if at[1] == BESIDE_ON:
        times.setdefault((at[0], "whole", at[1]), []).append((time.perf_counter() - began) * 1000)


def in_chromium(addresses: Mapping[str, str], times: Times) -> None:
    """A choice on each page, to the last paint."""
    with chromium() as browser:
        screens = {name: opened(browser, address) for name, address in addresses.items()}
        for page, (_, title, _) in PAGES.items():
            for screen in screens.values():
                milliseconds_of_click(screen, f'nav .pages a:text-is("{title}")')
            for round_number in range(ROUNDS_IN_CHROMIUM + 2):
                for name, screen in screens.items():
                    taken = milliseconds_of_listed_choice(screen)
                    if round_number > 1:  # after that both choices are ready
                        times.setdefault((name, "choice", page), []).append(taken)


def section(times: Times) -> str:
    """Medians with ratios to the demo as it is, and what became of the goal."""
    rows, goals = [], []
    for what, title in WORDS.items():
        for page in [page for page in PAGES if (SMALL, what, page) in times]:
            found = {name: median(times[name, what, page]) for name in (SMALL, LONG, WIDE)}
            ratios = {name: taken / found[SMALL] for name, taken in found.items()}
            shown = [f"{taken:.0f} ({ratios[name]:.2f})" for name, taken in found.items()]
            rows.append([title, page, *shown])
            goals += [(ratios[name], f"{page}, {title}, {name}") for name in (LONG, WIDE)]
    table = markdown_table(["milliseconds (÷ demo)", "page", SMALL, LONG, WIDE], rows)
    worst = {what: max(each for each in goals if title in each[1]) for what, title in WORDS.items()}
    verdicts = [verdict(f"largest ratio, {name}", ratio, GOAL) for ratio, name in worst.values()]
    return (
        f"Medians of {ROUNDS} at the server and {ROUNDS_IN_CHROMIUM} in Chromium, three servers in turn. The "
        f"sums are the demo county's, those of {ROWS:,} times its rows, and of {TOWNSHIPS} times its "
        "townships.\n\n"
        f"{table}\n\n" + "\n".join(verdicts)
    )


if __name__ == "__main__":
    main()
