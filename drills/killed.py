"""kill -9 at random moments of 200 publications; after each the store is looked at from end to end."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from data.store import Store
from drills.killing import publish_killed
from drills.report import Outcome, main
from drills.scene import Expected, MonthFile, differs, draw_files, new_store
from metrics.publication import rebuild
from metrics.soundness import repair, soundness_of
from tests.same_marts import differing_tables

TITLE = "随时断电 · Killed at any moment"
KILLS, LANES, SEED = 200, 2, 20251122
REBUILT_EVERY = 10  # kills
MOST_SECONDS = 600  # on a busy machine: fewer kills then, and the report says how many


@dataclass
class Lane:
    """One store and what was done to it."""

    wrong: list[str] = field(default_factory=list)
    where: Counter[str] = field(default_factory=Counter)
    mended: int = 0
    rebuilt: int = 0
    kills: int = 0


def kill(kills: int, seed: int) -> Lane:
    """Kill publications into a store of its own and look after each."""
    dice, lane, began = random.Random(seed), Lane(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="killed-") as folder:
        store, expected = new_store(Path(folder) / "store")
        lasted = _lengths(store, expected, dice)
        for number in range(kills):
            if time.monotonic() - began > MOST_SECONDS:
                break
            files, replaces = draw_files(dice, number), dice.random() < 0.4
            before, files_before = len(store.catalogue.uploads()), set(_files(store))
            ended = publish_killed(store.folder, files, replaces, dice.uniform(0, 1.1 * median(lasted)))
            lasted += [ended.seconds] * bool(ended.acknowledged)
            lane.kills += 1
            lane.where[_where(store, before, files_before, ended.acknowledged)] += 1
            faults = whole(store, expected, files, replaces, before, ended.acknowledged)
            lane.wrong += [f"kill {number}: {each}" for each in faults]
            _verify(store, lane, number)
            if number % REBUILT_EVERY == 0:
                lane.wrong += [f"kill {number}: {each}" for each in not_rebuilt_the_same(store)]
                lane.rebuilt += 1
        publish_killed(store.folder, [MonthFile("2025-03", ("XF-last",))], False, None)
        lane.wrong += left_over(store)
    return lane


def _lengths(store: Store, expected: Expected, dice: random.Random) -> list[float]:
    """How long publications take that nobody kills."""
    lasted = []
    for at in range(3):
        files = draw_files(dice, 9000 + at)
        expected.publish(files, False)
        lasted.append(publish_killed(store.folder, files, False, None).seconds)
    return lasted[1:]  # the first also starts the process that forks


def whole(
    store: Store, expected: Expected, files: list[MonthFile], replaces: bool, before: int, acknowledged: str
) -> list[str]:
    """Either all of the publication or nothing of it, all where it was acknowledged, and right figures."""
    new = len(store.catalogue.uploads()) - before
    faults = []
    if new not in (0, len(files)):
        faults.append(f"{new} of {len(files)} files are in the catalogue")
    if acknowledged and not new:
        faults.append("an acknowledged publication is gone")
    if new:
        expected.publish(files, replaces)
    difference = differs(store, expected.counts())
    return [*faults, difference] if difference else faults


def _verify(store: Store, lane: Lane, number: int) -> None:
    if soundness_of(store).problems:
        left = repair(store).problems
        lane.mended += not left
        lane.wrong += [f"kill {number}: {each}" for each in left]


def not_rebuilt_the_same(store: Store) -> list[str]:
    """Tables of the mart in force that a rebuild from the rows fills with other rows."""
    stood = store.current_mart()
    assert stood is not None
    found = differing_tables(stood, rebuild(store))
    return [f"rebuilt, {count} rows of {name} differ" for name, count in found.items()]


def left_over(store: Store) -> list[str]:
    """Files that nothing names, after a publication had the chance to sweep them away."""
    named = {store.folder / each.parquet for each in store.catalogue.uploads()}
    named |= {store.folder / each.mart for each in store.catalogue.publications()}
    return [f"left over: {path.name}" for path in _files(store) if path not in named]


def _files(store: Store) -> list[Path]:
    return [*store.folder.glob("tables/*/*/*"), *store.folder.glob("marts/*")]


def _where(store: Store, before: int, files_before: set[Path], acknowledged: str) -> str:
    """How far the publication had come, told by what it left."""
    if acknowledged:
        return "已回执 acknowledged"
    if len(store.catalogue.uploads()) > before:
        return "已提交未回执 committed, not acknowledged"
    left = set(_files(store)) - files_before
    marts = [path for path in left if path.parent.name == "marts"]
    if any(path.suffix == ".duckdb" for path in marts):
        return "数据集已写成 mart written"
    if marts:
        return "写数据集时 writing the mart"
    return "行已写 rows written" if left else "核对时 checking"


def drill() -> Outcome:
    """All lanes together."""
    with ProcessPoolExecutor(LANES) as pool:
        lanes = list(pool.map(kill, [KILLS // LANES] * LANES, range(SEED, SEED + LANES)))
    where: Counter[str] = sum((lane.where for lane in lanes), Counter())
    return Outcome(
        "在随机时刻用 SIGKILL 杀死发布（一至三个文件，含整体替换），每次之后都核对整个库。",
        "Publications (one to three files, some replacing) killed at random moments; verified after each.",
        {
            "杀死 kills": sum(lane.kills for lane in lanes),
            "杀在何处 where": dict(where.most_common()),
            "verify --repair 修好 mended by it": sum(lane.mended for lane in lanes),
            "与重算逐表相同 same as a rebuild, table by table": sum(lane.rebuilt for lane in lanes),
        },
        [each for lane in lanes for each in lane.wrong],
    )


if __name__ == "__main__":
    main(TITLE, drill)
