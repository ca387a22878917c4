"""A disk that is full at each step of a publication: a small one, with ever more room left."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from data.catalogue_records import Lock
from data.refusal import Refused
from data.store import Store
from drills.report import Outcome, main
from drills.scene import MonthFile, differs, new_store, publish_files
from metrics.soundness import soundness_of

TITLE = "磁盘写满 · Disk full"
DISK_MB = 160  # a county's last marts, some ten times
MOST_NEEDED = 24 << 20  # bytes for one publication
PAGE = 4 << 10
CASES = 1500  # so that their rows alone take several pages
BELOW_ENOUGH = 12  # pages tried below what is enough: there the catalogue finds no room
FIRST_ROOMS = [*range(0, 64 << 10, PAGE), *(1 << power for power in range(16, 23))]


class NoDiskHere(Exception):
    """No small disk can be made on this machine."""


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk in memory of a few MB, mounted for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", folder]
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise NoDiskHere("mount is not there") from error
        if done.returncode:
            raise NoDiskHere(done.stderr.strip())
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@dataclass
class Full:
    """What was tried and found."""

    tried: int = 0
    where: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    enough_kb: int = 0


class Filling:
    """A store on a small disk, and what becomes of publications into it."""

    def __init__(self, disk: Path) -> None:
        self.found, self._disk, self._ballast = Full(), disk, disk / "ballast"
        self._store, self._expected = new_store(disk / "store")

    def leave(self, room: int) -> None:
        """Fill the disk but for so many bytes."""
        self._ballast.unlink(missing_ok=True)
        fill = shutil.disk_usage(self._disk).free - room
        if fill > 0:
            with self._ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, fill)

    def publish(self, room: int) -> bool:
        """Try it with so much room; whether it was published."""
        self.found.tried += 1
        self.leave(room)
        before = len(self._store.catalogue.uploads())
        case = f"XF-{self.found.tried}"
        many = tuple(f"XF-{at * 7919 % 99991}-{at}" for at in range(CASES))
        files = [MonthFile("2025-03", (f"{case}-a", *many)), MonthFile("2025-04", (f"{case}-b",))]
        try:
            publish_files(self._store, files)
        except Refused as refused:
            self.found.where[_step(refused)] += 1
        except Exception as error:
            self.found.wrong.append(f"{room >> 10} KB: {type(error).__name__} {error}")
        new = len(self._store.catalogue.uploads()) - before
        if new:
            self._expected.publish(files, False)
        self.look(room, new)
        return new > 0

    def look(self, room: int, new: int) -> None:
        """Nothing half, the right figures, and no room taken by what failed."""
        wrong = self.found.wrong
        if new not in (0, 2):
            wrong.append(f"{room >> 10} KB: {new} of 2 files are in the catalogue")
        difference = differs(self._store, self._expected.counts())
        if difference:
            wrong.append(f"{room >> 10} KB: {difference}")
        left = [path.name for path in self._disk.rglob("*.building")]
        wrong.extend(f"{room >> 10} KB: {name} was left" for name in left)

    def lock(self) -> None:
        """What people do beside publishing is refused in words, too."""
        self.leave(0)
        try:
            self._store.catalogue.lock(Lock(date(2025, 3, 1), "小王", datetime(2025, 12, 1)))
        except Refused:
            self.found.where["加锁 a lock"] += 1
        else:
            self.found.wrong.append("a lock was set on a full disk")

    def empty(self) -> None:
        """With room again everything works, and nothing is wrong with the store."""
        self._ballast.unlink(missing_ok=True)
        if not self.publish(DISK_MB << 20):
            self.found.wrong.append("with room again nothing could be published")
        self.found.wrong += soundness_of(Store(self._store.folder)).problems


def _step(refused: Refused) -> str:
    """Which step found no room, told by the error behind the refusal."""
    behind = refused.__cause__
    if behind is None or "磁盘" not in str(refused):
        return f"说错了原因 {refused}"
    if type(behind).__module__ == "sqlite3":
        return "目录或指针 catalogue, pointer"
    is_mart = "/marts/" in str(behind) or "duckdb" in type(behind).__module__
    return "数据集 mart" if is_mart else "数据行 rows"


def fill(disk: Path) -> Full:
    """Publish with ever more room, then close to what is just enough, then with plenty."""
    filling = Filling(disk)
    for room in FIRST_ROOMS:
        filling.publish(room)
    little, enough = FIRST_ROOMS[-1], MOST_NEEDED
    while enough - little > 4 * PAGE:
        middle = (little + enough) // 2
        if filling.publish(middle):
            enough = middle
        else:
            little = middle
    for pages in range(BELOW_ENOUGH):
        filling.publish(enough - pages * PAGE)
    filling.lock()
    filling.found.enough_kb = enough >> 10
    filling.empty()
    return filling.found


def drill() -> Outcome:
    """On a disk of its own, in a process of its own."""
    outcome = Outcome(
        "在一块小磁盘上发布，留下的空间从零到够用：每一步都会碰到写满。"
        "之后旧状态照样可看，腾出空间即可再发布。",
        "Publishing on a small disk with ever more room left: every step finds it full. "
        "The old state stays in sight.",
    )
    try:
        with small_disk() as disk, ProcessPoolExecutor(1) as pool:
            found = pool.submit(fill, disk).result()
    except NoDiskHere as reason:
        outcome.skipped.append(f"小磁盘 a small disk: {reason}")
        return outcome
    outcome.wrong = found.wrong
    outcome.figures = {
        "试发布 publications tried": found.tried,
        "写满在何处 full at": dict(found.where),
        "够用的空间 room that was enough, KB": found.enough_kb,
    }
    return outcome


if __name__ == "__main__":
    main(TITLE, drill)
