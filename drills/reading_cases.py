"""One mangled file, cell or workbook through the door: what must hold whatever it is."""

from __future__ import annotations

import io
import math
import os
import random
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from data.cell_text import Wrong
from data.cells import read_boolean, read_count, read_id, read_money, read_number, read_year
from data.checks import CheckContext, Checked, check_file
from data.day_text import read_date, read_month
from data.grid import Unreadable, Wanted
from data.reading import read_grid
from data.recognition import candidates, recognise, wanted_in
from data.refusal import Refused
from drills.mangling import ODD_TEXTS, workbooks
from tests.data.door import context

READERS: tuple[Callable[[str], Any], ...] = (
    *(read_year, read_count, read_money, read_number, read_boolean, read_id, read_date, read_month),
)
SIGNS = "0123456789０９.,-/年月日:： eE%+¥元'\"=()一二十廿零٣²½\u200b\u202e\ufeff\x00甲A"
MEMORY_MB, SECONDS = 1024, 10  # of a workbook's own process, as in the product


@dataclass(frozen=True)
class Door:
    """What files are checked by."""

    context: CheckContext
    wanted: Wanted


@cache
def door() -> Door:
    """The small county of the tests."""
    by = context()
    return Door(by, wanted_in(candidates(by.exports, None)))


def judged(content: bytes) -> str:
    """Check it; every record is accepted, refused or explained. What is wrong, or nothing."""
    answer = check_file(content, "报表.csv", door().context)
    if answer.export is None or not answer.rows_in:
        return ""
    grid = read_grid(content, "报表.csv", door().wanted)
    found = recognise(grid, candidates(door().context.exports, None)).headings
    under = len(grid.rows) - 1 - found.last
    return unaccounted(answer, under)


def unaccounted(answer: Checked, under: int) -> str:
    """How the rows that are told differ from the `under` records under the headings."""
    if answer.rows_in != under:
        return f"{under} rows in, {answer.rows_in} accounted for"
    if answer.rows is not None and answer.rows.num_rows != answer.rows_accepted:
        return f"{answer.rows_accepted} rows accepted, {answer.rows.num_rows} there"
    named = len({finding.row for finding in answer.errors if finding.row})
    if named < answer.rows_rejected:
        return f"{answer.rows_rejected} rows refused, {named} named"
    return ""


def read(content: bytes) -> str:
    """Read it: a grid, or a refusal."""
    try:
        read_grid(content, "报表.csv", door().wanted)
    except Unreadable:
        return ""
    return ""


def drawn_cell(dice: random.Random) -> str:
    """A text as nobody types it."""
    if dice.random() < 0.1:
        return dice.choice(ODD_TEXTS)
    return "".join(dice.choice(SIGNS) for _ in range(dice.randint(1, 12)))


def valued(text: str) -> str:
    """Every reader of values: a value of its kind that can be stored, or `Wrong`."""
    for reader in READERS:
        if not text.strip():
            continue
        value = reader(text)
        if isinstance(value, Wrong | str | bool) or value is None:
            continue
        if isinstance(value, float | int) and not (math.isfinite(value) and abs(value) < 1e300):
            return f"{reader.__name__} reads {text[:20]!r} as {value}"
    return ""


def opened(content: bytes) -> str:
    """Read a workbook in a limited process of its own, as the product does: it may end, and only it."""
    warm_up()
    child = os.fork()
    if not child:
        _open_and_leave(content)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM):
        return f"took longer than {SECONDS} s"
    return "another exception" if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 3 else ""


@cache
def warm_up() -> None:
    """Load what reads workbooks once, not in every child."""
    for content in workbooks()[-1:]:
        read_grid(content, "报表.xlsx", door().wanted)


def _open_and_leave(content: bytes) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(3 * SECONDS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        read_grid(content, "报表.xlsx", door().wanted)
    except (Refused, MemoryError):
        os._exit(1)
    except Exception:
        os._exit(3)
    except BaseException:  # the reader of values gives up: so does the process, and the file is refused
        os._exit(2)
    os._exit(0)


def shortened(content: bytes) -> str:
    """The beginning of a file that did harm, to find it again."""
    return repr(io.BytesIO(content).read(120))
