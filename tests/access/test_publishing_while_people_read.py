"""A month is published while people read: no page is torn, and everybody sees it at the next click."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from re import search

import pytest

from benchmarks.reader_tab import Answer, Tab, open_tab
from data.store import Store
from tests.access.served import run_apart, served
from tests.source_tree import PROJECT
from tests.store_builder import new_store, petitions

INDICATOR = "petitions_received"
PAGES = ("", "indicator", "township", "index", "quality", "alerts", "compare")
READERS = 12
LAST_MONTH = 5
# mart → the requests of 2025 that it knows: two of January, then of every month two more than its number
COUNTED = {2: 2, 3: 6, 4: 11, 5: 17, 6: 24}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store", petitions("2025-01", "1,甲镇,03", "2,乙乡,04"))


@pytest.fixture
def servers(store: Store, tmp_path: Path) -> Iterator[list[str]]:
    """Two processes over one store."""
    with ExitStack() as running:
        yield [running.enter_context(served(store.folder, tmp_path / f"{n}.log")) for n in range(2)]


def edition(answer: Answer) -> int:
    """The number of the mart that the top bar states."""
    found = search(r"数据第(\d+)版", answer.stated)
    assert found, answer.stated
    return int(found[1])


async def publish(folder: Path, tmp_path: Path, month: int) -> None:
    """`manage.py publish` in a process of its own: month after month one request more."""
    rows = [f"{month}-{n},甲镇,{n + 1:02d}" for n in range(month + 2)]
    file = tmp_path / f"{month}.csv"
    file.write_text(petitions(f"2025-{month:02d}", *rows), encoding="utf-8")
    command = [sys.executable, "manage.py", "publish", str(file), "--received", "2025-12-01", "--store"]
    process = await asyncio.create_subprocess_exec(
        *command, str(folder), cwd=PROJECT, env={**os.environ}, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    said, failed = await process.communicate()
    assert process.returncode == 0, (said + failed).decode()


async def read(tab: Tab, number: int, done: asyncio.Event) -> list[Answer]:
    """Page after page until `done`; between the others the indicator's year, whose figure is known."""
    found = []
    while not done.is_set():
        page = PAGES[(number + len(found)) % len(PAGES)] if len(found) % 2 else "indicator"
        query = f"indicator={INDICATOR}&by=year&period=2025&view=compare" if page == "indicator" else ""
        found.append(await tab.run(page, query))
        await asyncio.sleep(0.05)
    return found


@pytest.mark.integration
def test_nobody_sees_half_a_publication_and_everybody_the_new_one_at_the_next_click(
    store: Store, servers: list[str], tmp_path: Path
) -> None:
    async def all_of_it() -> tuple[list[list[Answer]], list[Answer]]:
        done = asyncio.Event()
        async with AsyncExitStack() as opened:
            places = [servers[n % len(servers)] for n in range(READERS)]
            tabs = [await opened.enter_async_context(open_tab(place)) for place in places]
            reading = [asyncio.create_task(read(tab, n, done)) for n, tab in enumerate(tabs)]
            for month in range(2, LAST_MONTH + 1):
                await publish(store.folder, tmp_path, month)
            done.set()
            seen = [await each for each in reading]
            return seen, [await tab.run() for tab in tabs]

    seen, next_clicks = run_apart(all_of_it())
    for answers in seen:
        assert not [answer.exceptions for answer in answers if answer.exceptions]
        editions = [edition(answer) for answer in answers]
        assert editions == sorted(editions)
        figures = [(figure_of_the_county(answer), COUNTED[edition(answer)]) for answer in answers]
        assert {shown for shown, _ in figures} - {None}
        assert all(shown in (None, counted) for shown, counted in figures)
    assert {edition(answer) for answer in next_clicks} == {max(COUNTED)}
    assert len({edition(answer) for answers in seen for answer in answers}) > 1


def figure_of_the_county(answer: Answer) -> int | None:
    """The county's count of 2025 on the page of an indicator; None on other pages."""
    found = search(r'class="origin"><b>[^<]*</b><span>[^<]*<b>(\d+)', answer.drawn)
    return int(found[1]) if found else None
