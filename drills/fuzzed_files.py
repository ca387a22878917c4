"""Hundreds of thousands of mangled files and cells through the door: no crash, no hang, no row lost."""

from __future__ import annotations

import random
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data.refusal import Refused
from data.store import Store
from drills.guided import guided
from drills.mangling import MANGLES, mangled_cells, seeds
from drills.reading_cases import drawn_cell, judged, opened, read, shortened, valued
from drills.report import Outcome, main
from drills.scene import new_store
from metrics.publication import FileToCheck, Options, publish
from metrics.soundness import soundness_of

TITLE = "乱改的文件 · Mangled files"
SEED, SLOW_SECONDS = 20251124, 10
BYTES, CELLS, WORKBOOKS = MANGLES
# layer → what is drawn, what must hold, how many
COUNTS = {"整份核对，字节 checked": 6_000, "整份核对，单元格 checked": 2_000, "读取，字节 read": 30_000}
COUNTS |= {"读取，单元格 read": 6_000, "工作簿 workbooks": 3_000, "单元格的值 values of cells": 160_000}
PUBLISHED = 20
PARTS = 4  # of each layer, so that both processes have work to the end


@dataclass
class Part:
    """Cases of one layer and what went wrong."""

    layer: str
    cases: int = 0
    wrong: list[str] = field(default_factory=list)


class TooSlow(Exception):
    """A case took longer than any may."""


def draw(layer: str, dice: random.Random) -> Iterator[tuple[object, Callable[..., str]]]:
    """Cases of a layer, without end, each with what must hold of it."""
    if layer.startswith("单元格"):
        while True:
            yield drawn_cell(dice), valued
    which = WORKBOOKS if "workbooks" in layer else CELLS if "单元格" in layer else BYTES
    must = opened if which == WORKBOOKS else judged if "checked" in layer else read
    found, mangle = MANGLES[which]
    for_start = found()
    while True:
        yield mangle(dice.choice(for_start), dice), must


def try_all(layer: str, part: int, count: int) -> Part:
    """Try so many cases of a layer."""
    done = Part(layer)
    signal.signal(signal.SIGALRM, _too_slow)
    for case, must in draw(layer, random.Random(f"{SEED} {layer} {part}")):
        if done.cases >= count:
            return done
        done.cases += 1
        wrong = tried(case, must)
        if wrong:
            shown = shortened(case) if isinstance(case, bytes) else repr(case)[:120]
            done.wrong.append(f"{layer}: {wrong}: {shown}")
    return done


def tried(case: object, must: Callable[..., str]) -> str:
    """What is wrong with a case: a crash, a hang, or what must hold and does not."""
    signal.alarm(SLOW_SECONDS)
    try:
        return must(case)
    except Refused:
        return ""
    except TooSlow:
        return f"took longer than {SLOW_SECONDS} s"
    except Exception as error:
        return f"{type(error).__name__} {error}"
    finally:
        signal.alarm(0)


def _too_slow(*_: object) -> None:
    raise TooSlow


def published_whole(count: int) -> Part:
    """Mangled files into a store, in pairs: both or none, and nothing wrong with it afterwards."""
    dice, part = random.Random(SEED), Part("发布 published")
    with tempfile.TemporaryDirectory(prefix="mangled-") as folder:
        store, _ = new_store(Path(folder) / "store")
        for _ in range(count):
            part.cases += 1
            part.wrong += _published(store, [mangled_cells(dice.choice(seeds()), dice) for _ in range(2)])
        part.wrong += soundness_of(Store(store.folder)).problems
    return part


def _published(store: Store, contents: list[bytes]) -> list[str]:
    before = len(store.catalogue.uploads())
    day = date(2026, 2, 3)
    files = [FileToCheck(f"{at}.csv", each, None, day, day) for at, each in enumerate(contents)]
    try:
        answer = publish(store, files, Options())
    except Refused:
        return _unless(len(store.catalogue.uploads()) == before, "refused, and yet uploads are there")
    new, should = len(store.catalogue.uploads()) - before, sum(each.is_new for each in answer.results)
    return _unless(new == (0 if answer.refused else should), f"{new} uploads instead of {should}")


def _unless(holds: bool, wrong: str) -> list[str]:
    return [] if holds else [wrong]


def drill() -> Outcome:
    """All layers on two processes, then a fuzzer that follows the coverage where there is one."""
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(published_whole, PUBLISHED)]
        jobs += [
            pool.submit(try_all, layer, at, n // PARTS) for layer, n in COUNTS.items() for at in range(PARTS)
        ]
        parts = [job.result() for job in jobs]
    cases: dict[str, int] = {}
    for part in parts:
        cases[part.layer] = cases.get(part.layer, 0) + part.cases
    outcome = Outcome(
        "把真实文件和测试文件的字节、单元格、工作簿的部件乱改后交上："
        "不崩溃、不卡住、行数对得上、不发布一半。",
        "Real files and those of the tests with bytes, cells and parts of workbooks mangled: "
        "no crash, no hang, "
        "every row accounted for, nothing published by halves.",
        {"例数 cases": sum(cases.values()), **cases},
        [wrong for part in parts for wrong in part.wrong],
    )
    return guided(outcome)


if __name__ == "__main__":
    main(TITLE, drill)
