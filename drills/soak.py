"""Readers for twenty minutes, a publication every minute, a restart in between: `python -m drills.soak`.

Memory, threads and descriptors of the server are looked at every few seconds; a line is laid through them,
and its slope is what is reported. A reader who is shown an error, or not the page's own content, is counted;
that a connection breaks while the server is restarted is not, for the page opens it again.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import click
import psutil
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from benchmarks.crowd import Crowd
from benchmarks.crowded_store import cookies_for, filled_store, petitions
from benchmarks.load import percentile
from benchmarks.reader_tab import open_tab
from benchmarks.report import PROJECT
from data.store import Store

RESULT = PROJECT / "docs" / "soak.md"
LOOK_SECONDS = 5.0
# what is read for the first time is kept; after this much of a stretch it has been
SETTLING = 0.4
NAMES = {"memory": "memory, MB", "threads": "threads", "files": "descriptors"}


@dataclass(frozen=True)
class Look:
    """What the server used at a moment. `at`: seconds; `life`: which of its lives."""

    at: float
    life: int
    memory: float
    threads: float
    files: float


@dataclass
class Server:
    """The dashboard on one port, to be ended and begun anew."""

    store: Store
    port: int
    life: int = 0
    is_away: bool = False

    def begin(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={self.port}"]
        environment = {**os.environ, "SAFETY_REPORT_STORE": str(self.store.folder)}
        silent = subprocess.DEVNULL
        self.process = psutil.Popen(command, cwd=PROJECT, env=environment, stdout=silent, stderr=silent)
        self.life += 1
        while not self._is_ready():
            time.sleep(0.2)
        self.is_away = False

    def end(self) -> None:
        self.is_away = True
        self.process.terminate()
        self.process.wait(timeout=90)

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.address}readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def looked_at(self) -> Look:
        with self.process.oneshot():
            memory = self.process.memory_info().rss / 1e6
            return Look(
                time.perf_counter(), self.life, memory, self.process.num_threads(), self.process.num_fds()
            )


@dataclass
class Soaked(Crowd):
    """Readers who open their page again when the line breaks."""

    server: Server | None = None
    opened_again: int = 0

    async def _read(self, number: int, cookie: str, end: float) -> None:
        random = Random(number)
        await asyncio.sleep(random.random() * self.think)
        while time.perf_counter() < end:
            try:
                async with open_tab(self.address, cookie) as tab:
                    while time.perf_counter() < end:
                        await self._click(tab, random)
                        await asyncio.sleep(random.uniform(0.5, 1.5) * self.think)
            except (ConnectionClosed, InvalidHandshake, OSError) as error:
                await self._opens_again(error)
            except Exception as error:
                self.errors.append(f"{type(error).__name__} {error}")
                return

    async def _opens_again(self, error: Exception) -> None:
        if self.server and not self.server.is_away and not self._was_just_away():
            self.errors.append(f"{type(error).__name__} {error}")
        self.opened_again += 1
        await asyncio.sleep(1.0)

    def _was_just_away(self) -> bool:
        return bool(self.server) and time.perf_counter() - self.published_to < 10


@dataclass
class Soak:
    """One soak: who reads, what is published, what was seen."""

    server: Server
    folder: Path
    crowd: Soaked
    seconds: float
    looks: list[Look] = field(default_factory=list)
    publications: int = 0

    async def run(self) -> None:
        helpers = [asyncio.create_task(each) for each in (self._look(), self._publish())]
        # what the crowd calls a publication half-way is the restart here
        await self.crowd.click_for(self.seconds, between=self._restart)
        for each in helpers:
            each.cancel()
        await asyncio.gather(*helpers, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self.server.is_away:
                self.looks.append(self.server.looked_at())

    async def _restart(self) -> None:
        self.server.is_away = True
        await asyncio.to_thread(self.server.end)
        await asyncio.to_thread(self.server.begin)

    async def _publish(self) -> None:
        while True:
            await asyncio.sleep(min(60.0, self.seconds / 5))
            self.publications += 1
            text = petitions() + f"再{self.publications},{petitions().splitlines()[1].partition(',')[2]}\n"
            file = self.folder / "2026-01.csv"
            file.write_text(text, encoding="utf-8")
            said = ["--export", "petitions", "--month", "2026-01", "--received", "2026-02-01", "--replace"]
            command = [sys.executable, "manage.py", "publish", str(file), *said]
            process = await asyncio.create_subprocess_exec(
                *command, "--store", str(self.server.store.folder), cwd=PROJECT, stdout=-3, stderr=-1
            )
            _, words = await process.communicate()
            if process.returncode:
                self.crowd.errors.append(f"publish: {words.decode()[:300]}")


def slope(looks: Sequence[Look], what: str) -> float:
    """By least squares, a minute."""
    values = [(each.at / 60, getattr(each, what)) for each in looks]
    middle_at = sum(at for at, _ in values) / len(values)
    middle = sum(value for _, value in values) / len(values)
    spread = sum((at - middle_at) ** 2 for at, _ in values)
    return sum((at - middle_at) * (value - middle) for at, value in values) / spread if spread else 0.0


def settled(looks: Sequence[Look], life: int) -> list[Look]:
    """The later part of a life of the server."""
    own = [each for each in looks if each.life == life]
    return own[int(len(own) * SETTLING) :]


def report(soak: Soak) -> str:
    """As Markdown."""
    crowd = soak.crowd
    lines = [
        f"{len(crowd.cookies)} readers for {soak.seconds / 60:.0f} minutes, "
        f"{soak.publications} publications, one restart: {len(crowd.clicks)} clicks, "
        f"p50 {percentile(crowd.clicks, 50):.0f} ms, "
        f"p95 {percentile(crowd.clicks, 95):.0f} ms. Errors shown to readers: {len(crowd.errors)}"
        f"{''.join(f'; {each}' for each in crowd.errors[:3])}. Pages that opened their connection again at "
        f"the restart: {crowd.opened_again}; away for {crowd.published_to - crowd.published_from:.1f} s.",
        "",
        "| | at first | at last | slope a minute |",
        "|---|---|---|---|",
    ]
    for life in range(1, soak.server.life + 1):
        looks = settled(soak.looks, life)
        for what, name in NAMES.items() if len(looks) > 2 else ():
            first, last = getattr(looks[0], what), getattr(looks[-1], what)
            title = f"{name}, {'before' if life == 1 else 'after'} the restart"
            lines.append(f"| {title} | {first:.0f} | {last:.0f} | {slope(looks, what):+.2f} |")
    return "\n".join(lines)


def soaked(minutes: float, readers: int) -> Soak:
    """Runs it."""
    with TemporaryDirectory(prefix="soak-") as folder:
        store = filled_store(Path(folder))
        server = Server(store, 8600 + os.getpid() % 300)
        cookies = cookies_for(store, readers)
        server.begin()
        try:
            crowd = Soaked(server.address, cookies, 3.0, server=server)
            soak = Soak(server, Path(folder), crowd, minutes * 60)
            asyncio.run(soak.run())
        finally:
            server.end()
    return soak


@click.command()
@click.option("--minutes", default=20.0, show_default=True)
@click.option("--readers", default=50, show_default=True)
def main(minutes: float, readers: int) -> None:
    """Soak, print, and write docs/soak.md; ends with 1 where a reader was shown an error."""
    soak = soaked(minutes, readers)
    text = report(soak)
    print(text)
    head = f"# Soak\n\n`python -m drills.soak` on a machine of {os.cpu_count()} cores."
    RESULT.write_text(f"{head}\n\n{text}\n", encoding="utf-8")
    sys.exit(bool(soak.crowd.errors))


if __name__ == "__main__":
    main()
