"""Readers who click through the pages, each in a session of its own, and look at what they get."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.reader_tab import Answer, Tab, open_tab
from data.demo.county import TOWNSHIPS

# page → what it must show, either of them; how often it is opened, and the choices that are made there
KNOWN = {
    "": ('class="heat"',),
    "indicator": ('class="rank',),
    "township": ('class="profile',),
    # the month that is published meanwhile begins a year that has no targets yet
    "index": ('class="index-grid', "没有平安指数"),
    "compare": ('class="choosers"',),
    "alerts": ('class="alerts-grid',),
    "quality": ('class="quality-grid',),
}
WEIGHTS = {"": 30, "indicator": 25, "township": 20, "index": 10, "compare": 3, "alerts": 6, "quality": 6}
PERIODS = ("", "", "", "period=2025-11", "by=year&period=2025", "by=quarter&period=2025-Q4")
INDICATORS = (
    "petitions_received",
    "repeat_visit_share",
    "resolution_rate",
    "closed_within_30d",
    "satisfaction_rate",
)


@dataclass(frozen=True)
class Click:
    """One click and its answer. `at`: when, by the clock of this process; `stated`: the edition shown."""

    page: str
    at: float
    seconds: float
    size: int
    stated: str


@dataclass
class Crowd:
    """`cookies`: one a reader. After `click_for` it knows all clicks and what went wrong."""

    address: str
    cookies: Sequence[str]
    think: float
    clicks: list[Click] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    published_from: float = 0.0
    published_to: float = 0.0
    stale: int = 0
    _known: set[tuple[str, bytes]] = field(default_factory=set)

    async def click_for(self, seconds: float, between: Callable[[], Awaitable[None]] | None = None) -> None:
        """Everybody comes within the first pause, and clicks until the time is over; half-way `between`."""
        end = time.perf_counter() + seconds
        readers = [self._read(number, cookie, end) for number, cookie in enumerate(self.cookies)]
        await asyncio.gather(*readers, self._publish(seconds / 2, between))

    async def _publish(self, wait: float, between: Callable[[], Awaitable[None]] | None) -> None:
        if between is None:
            return
        await asyncio.sleep(wait)
        self.published_from = time.perf_counter()
        await between()
        self.published_to = time.perf_counter()

    async def _read(self, number: int, cookie: str, end: float) -> None:
        random = Random(number)
        await asyncio.sleep(random.random() * max(self.think, len(self.cookies) / 50))
        try:
            async with open_tab(self.address, cookie) as tab:
                while time.perf_counter() < end:
                    await self._click(tab, random)
                    await asyncio.sleep(random.uniform(0.5, 1.5) * self.think)
        except Exception as error:
            self.errors.append(f"{type(error).__name__} {error}")

    async def _click(self, tab: Tab, random: Random) -> None:
        page = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        began = time.perf_counter()
        answer = await tab.run(page, query_for(page, random))
        self._look_through(page, answer)
        click = Click(page, began, answer.seconds, answer.size, answer.stated)
        self.clicks.append(click)

    def _look_through(self, page: str, answer: Answer) -> None:
        """No exception, and the page's own content; the same content is looked through once."""
        key = (page, answer.digest)
        if key in self._known:
            return
        self._known.add(key)
        is_known = any(words in answer.drawn for words in KNOWN[page])
        if answer.exceptions or not is_known or not answer.stated:
            self.errors.append(f"{page or 'overview'}: {answer.exceptions or 'not its content'}")

    def published_words(self) -> str:
        """What became of the publication: how long it took, and whether anybody was left behind."""
        if not self.published_to:
            return ""
        after = [each for each in self.clicks if each.at > self.published_to]
        editions = sorted({each.stated.partition(" · ")[0] for each in after})
        taken = self.published_to - self.published_from
        shown = ", ".join(editions)
        words = f"A month was published meanwhile in {taken:.1f} s"
        return f"{words}; all {len(after)} clicks after it showed {shown}."


def query_for(page: str, random: Random) -> str:
    """The choices of one click, as the address has them."""
    choices = [random.choice(PERIODS)]
    if page == "indicator":
        choices.append(f"indicator={random.choice(INDICATORS)}")
    if page == "township":
        choices.append(f"township={random.choice(TOWNSHIPS).code}")
    return "&".join(filter(None, choices))
