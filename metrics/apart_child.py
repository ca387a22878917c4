"""The process that checks and publishes long files: `python -m metrics.apart_child`, started by `apart`.

An order comes in on stdin from our own server, answers go out on stdout; nobody else writes to either.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.language import use_language
from data.refusal import Refused
from data.store import Store
from metrics import publication
from metrics.guarded_changes import Unseen
from metrics.previewed import Previewed, previewed

if TYPE_CHECKING:
    from data.file_desk import FileToCheck
    from data.findings import Checked
    from metrics.publication import Publication

ROWS_BETWEEN = 2_000  # a word on progress for so many rows


def main() -> None:
    """Answer one order."""
    # what prints, prints elsewhere: stdout is for answers
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    what, folder, grant, files, said, spoken = pickle.load(sys.stdin.buffer)
    use_language(spoken)

    def tell(kind: str, content: object) -> None:
        pickle.dump((kind, content), answer)
        answer.flush()

    try:
        tell("done", _WORK[what](Store(folder).granted(grant), files, said, tell))
    except Unseen as refusal:
        tell("unseen", str(refusal))
    except Refused as refusal:
        tell("refused", str(refusal))


def _check(store: Store, files: Sequence[FileToCheck], said: dict[str, Any], tell: Any) -> list[Checked]:
    last = 0

    def rows_done(done: int, total: int) -> None:
        nonlocal last
        if abs(done - last) >= ROWS_BETWEEN or done >= total:
            last = done
            tell("rows", (done, total))

    return publication.check(store, files, rows_done, said["forced"])


def _preview(store: Store, files: Sequence[FileToCheck], said: dict[str, Any], tell: Any) -> Previewed:
    return previewed(store, files, said["options"])


def _publish(store: Store, files: Sequence[FileToCheck], said: dict[str, Any], tell: Any) -> Publication:
    done = publication.publish(store, files, said["options"], lambda step: tell("step", (step,)))
    return replace(
        done, results=tuple(replace(each, checked=_without_rows(each.checked)) for each in done.results)
    )


def _without_rows(checked: Checked) -> Checked:
    rows = None if checked.rows is None else checked.rows.schema.empty_table()
    return replace(checked, rows=rows, sheet=None, returned=None)


_WORK = {"check": _check, "preview": _preview, "publish": _publish}

if __name__ == "__main__":
    main()
