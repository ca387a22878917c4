"""Many people at once: `python -m benchmarks.load --sessions 500 --processes 4 --seconds 60`.

Every reader has a session and a websocket of its own and speaks as a browser does: a click on one of the
pages, what came is looked through, a pause to think. Half-way a month is published by another process.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import click

from benchmarks.crowd import WEIGHTS, Click, Crowd
from benchmarks.crowded_store import cookies_for, filled_store, publishing
from benchmarks.proxy import behind_nginx
from benchmarks.reader_tab import open_tab
from benchmarks.report import PROJECT, markdown_table, verdict, write_section
from benchmarks.served import Served, serving_process

GOAL_P95_SECONDS = 0.5


@click.command()
@click.option("--sessions", default=200, show_default=True)
@click.option("--think", default=3.0, show_default=True, help="seconds between an answer and the next click")
@click.option("--seconds", default=60.0, show_default=True, help="how long they click")
@click.option("--processes", default=1, show_default=True, help="more than one stand behind nginx")
@click.option("--section", default="", help="the title of a section of docs/benchmarks.md to write")
def main(sessions: int, think: float, seconds: float, processes: int, section: str) -> None:
    """Measure, print, and write the section if one is named."""
    text = measured(sessions, think, seconds, processes)
    print(text)
    if section:
        write_section(section, text)


def measured(sessions: int, think: float, seconds: float, processes: int) -> str:
    """What became of so many readers, as Markdown."""
    with TemporaryDirectory(prefix="load-") as folder, ExitStack() as running:
        store = filled_store(Path(folder))
        environment = {"SAFETY_REPORT_STORE": str(store.folder)}
        servers = [
            running.enter_context(serving_process(PROJECT / "dashboard.py", PROJECT, environment))
            for _ in range(processes)
        ]
        addresses = [server.address for server in servers]
        address = running.enter_context(behind_nginx(addresses)) if processes > 1 else addresses[0]
        cookies = cookies_for(store, sessions)
        warm_up(addresses, cookies)
        crowd = Crowd(address, cookies, think)
        used = [Used(server) for server in servers]
        began = time.perf_counter()
        asyncio.run(crowd.click_for(seconds, between=lambda: publishing(store, Path(folder))))
        elapsed = time.perf_counter() - began
        return report(crowd, used, elapsed, processes)


def few() -> None:
    """Fifty readers for half a minute: the part of `make bench`; what more do is in docs/serving.md."""
    write_section("Fifty people at once", measured(50, 3.0, 30.0, 1))


def warm_up(addresses: Sequence[str], cookies: Sequence[str]) -> None:
    """Somebody has read the pages before: what is measured is not the first click after a start."""

    async def read_all() -> None:
        for address in addresses:
            async with open_tab(address, cookies[0]) as tab:
                for page in WEIGHTS:
                    await tab.run(page)

    asyncio.run(read_all())


class Used:
    """Processor and memory of one server since this was made, before anybody came."""

    def __init__(self, server: Served) -> None:
        self._process = server.process
        self._processor = self._seconds()
        self._memory = self._process.memory_info().rss

    def _seconds(self) -> float:
        spent = self._process.cpu_times()
        return float(spent.user + spent.system)

    @property
    def seconds(self) -> float:
        return self._seconds() - self._processor

    @property
    def more_memory(self) -> int:
        """Bytes."""
        return int(self._process.memory_info().rss - self._memory)


def report(crowd: Crowd, used: Sequence[Used], elapsed: float, processes: int) -> str:
    """Times, errors, throughput and cost, the publication, the goals."""
    clicks = crowd.clicks
    rows = [row_of("all", clicks)]
    pages = sorted({each.page for each in clicks})
    rows += [row_of(page or "overview", [each for each in clicks if each.page == page]) for page in pages]
    during = [each for each in clicks if crowd.published_from <= each.at <= crowd.published_to]
    rows += [row_of("while a month is published", during)] if during else []
    head = ["", "clicks", "p50, ms", "p95, ms", "slowest, ms", "kB"]
    sessions = len(crowd.cookies)
    memory = sum(each.more_memory for each in used) / sessions / 1e6
    facts = (
        f"{sessions} sessions, {crowd.think:g} s to think, {processes} server process"
        f"{'es behind nginx' if processes > 1 else ''}, "
        f"{len(clicks) / elapsed:.0f} clicks a second, "
        f"{sum(each.seconds for each in used) / max(len(clicks), 1) * 1000:.1f} ms of processor a click, "
        f"{memory:.2f} MB more memory a session (what is kept for all included). "
        f"Errors: {len(crowd.errors)}{''.join(f'; {each}' for each in crowd.errors[:3])}. "
        f"{crowd.published_words()}"
    )
    goal = verdict("p95 of a click, s", percentile(clicks, 95) / 1000, GOAL_P95_SECONDS)
    return f"{facts}\n\n{markdown_table(head, rows)}\n\n{goal}"


def row_of(name: str, clicks: Sequence[Click]) -> list[str]:
    taken = [each.seconds * 1000 for each in clicks]
    size = median(each.size for each in clicks) / 1000
    slowest = max(taken)
    return [
        name,
        str(len(taken)),
        f"{median(taken):.0f}",
        f"{percentile(clicks, 95):.0f}",
        f"{slowest:.0f}",
        f"{size:.0f}",
    ]


def percentile(clicks: Sequence[Click], at: int) -> float:
    """Milliseconds."""
    taken = [each.seconds * 1000 for each in clicks]
    return quantiles(taken, n=100)[at - 1] if len(taken) > 1 else taken[0]


if __name__ == "__main__":
    main()
