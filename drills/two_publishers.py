"""Several publish at once, the clock is set back, and the order in which files reach the disk is traced."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from data.store import Store
from drills.killing import publish_killed
from drills.report import PROJECT, Outcome, main
from drills.scene import Expected, MonthFile, differs, new_store
from drills.tracing import CALLS, calls_of, out_of_order
from metrics.soundness import soundness_of

TITLE = "同时发布、时钟倒拨、落盘次序 · Two publishers, the clock set back, the order of writing"
PUBLISHERS, TIMES = 4, 5
PUBLISH = """
import sys
from pathlib import Path
from data.store import Store
from drills.scene import MonthFile, publish_files
published = publish_files(Store(sys.argv[1]), [MonthFile(sys.argv[2], tuple(sys.argv[3:]))])
print(published.mart.name)
"""


def at_once(store: Store, expected: Expected) -> list[str]:
    """Each publishes several times; all of it must be there."""
    files = [
        [[MonthFile(f"2025-0{3 + who % 4}", (f"XF-{who}-{time}", f"XF-{who}"))] for time in range(TIMES)]
        for who in range(PUBLISHERS)
    ]

    def publish(own: list[list[MonthFile]]) -> list[str]:
        return [publish_killed(store.folder, each, False, None).acknowledged for each in own]

    with ThreadPoolExecutor(PUBLISHERS) as pool:
        acknowledged = [name for names in pool.map(publish, files) for name in names]
    for own in files:
        for each in own:
            expected.publish(each, False)
    wrong = [] if all(acknowledged) else [f"{acknowledged.count('')} publications were not acknowledged"]
    if len(set(acknowledged)) != PUBLISHERS * TIMES:
        wrong.append("two publications have the same mart")
    return wrong + looked_at(store, expected)


def looked_at(store: Store, expected: Expected) -> list[str]:
    """What is wrong with the store."""
    difference = differs(store, expected.counts())
    return [*soundness_of(store).problems, *([difference] if difference else [])]


def clock_set_back(store: Store, expected: Expected) -> list[str]:
    """A publication on a clock that stands years before the last one: it still comes after it."""
    mart, last = store.current_mart(), store.publication()
    file = MonthFile("2025-05", ("XF-yesterday",))
    done = _publish(store, file, "faketime", "2019-03-01 08:00:00")
    if done.returncode:
        return [done.stderr[-300:]]
    expected.publish([file], False)
    now = store.publication()
    assert mart and last and now
    wrong = [] if now.id == last.id + 1 and now.mart != last.mart else ["it did not come after the last one"]
    wrong += [] if now.at < last.at else ["the clock was not set back"]
    return wrong + looked_at(store, expected)


def order_of_writing(store: Store, expected: Expected) -> list[str]:
    """A publication into a month that has no folder yet, traced."""
    file = MonthFile("2025-06", ("XF-traced",))
    trace = store.folder.parent / "trace.txt"
    done = _publish(store, file, "strace", "-f", "-y", "-s", "0", "-e", f"trace={CALLS}", "-o", str(trace))
    if done.returncode:
        return [done.stderr[-300:]]
    expected.publish([file], False)
    calls = calls_of(trace.read_text(errors="replace").splitlines(), str(store.folder))
    wrong = out_of_order(calls)
    if sum(call.what == "rename" for call in calls) < 2:
        wrong.append("the trace shows neither rows nor a mart")
    return wrong + looked_at(store, expected)


def first_publication_traced(folder: Path) -> list[str]:
    """The very first publication makes every folder."""
    trace, store = folder / "first.txt", Store(folder / "first")
    script = "import sys, pathlib; from drills.scene import new_store; new_store(pathlib.Path(sys.argv[1]))"
    command = [
        "strace",
        "-f",
        "-y",
        "-s",
        "0",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(trace),
        sys.executable,
        "-c",
        script,
    ]
    subprocess.run(
        [*command, str(store.folder)], cwd=PROJECT, env=_environment(), check=True, capture_output=True
    )
    return out_of_order(calls_of(trace.read_text(errors="replace").splitlines(), str(folder)))


def _publish(store: Store, file: MonthFile, *under: str) -> subprocess.CompletedProcess[str]:
    command = [*under, sys.executable, "-c", PUBLISH, str(store.folder), file.month, *file.cases]
    return subprocess.run(command, cwd=PROJECT, env=_environment(), capture_output=True, text=True)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(PROJECT)}


def drill() -> Outcome:
    """One store for all of it."""
    outcome = Outcome(
        "四个进程同时各发布五次；时钟拨回2019年再发布；"
        "跟踪一次发布的系统调用，看文件是否先落盘、后改名、最后提交。",
        "Four processes publish five times each at once; a publication on a clock set back to 2019; the "
        "calls of a publication traced: flushed, then named, then committed.",
    )
    with tempfile.TemporaryDirectory(prefix="publishers-") as folder:
        store, expected = new_store(Path(folder) / "store")
        outcome.wrong += at_once(store, expected)
        outcome.figures["同时发布 published at once"] = PUBLISHERS * TIMES
        for program, part in (("faketime", clock_set_back), ("strace", order_of_writing)):
            if shutil.which(program):
                outcome.wrong += part(store, expected)
                outcome.figures[program] = "做了 done"
            else:
                outcome.skipped.append(f"{part.__name__}: {program} is not installed")
        if shutil.which("strace"):
            outcome.wrong += first_publication_traced(Path(folder))
    return outcome


if __name__ == "__main__":
    main(TITLE, drill)
