"""The process that reads one uploaded file: `python -m data.reading_child`, started by `reading_apart`.

It binds itself to its limits before it looks at a byte, writes no file, and says nothing on stderr: the text
of an error might quote a cell.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from data.grid import Unreadable
from data.language import use_language
from data.reading import read_bytes
from data.reading_limits import Limits, too_large
from data.reading_wire import as_json, read_frame, understood, write_frame, write_reading


def main() -> None:
    """Answer one order with the rows or with the reason of a refusal."""
    source, answer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    name, wanted, limits, language = understood(read_frame(source)[1])
    use_language(language)
    bind(limits)

    def progress(done: int, total: int) -> None:
        write_frame(answer, b"P", as_json([done, total]))
        answer.flush()

    try:
        content = read_frame(source)[1]
        write_reading(answer, read_bytes(content, name, wanted, limits, progress))
    except Unreadable as error:
        refuse(answer, error)
    except MemoryError:
        refuse(answer, too_large("reading_memory_mb", limits.reading_memory_mb))
    answer.flush()


def refuse(answer: BinaryIO, error: Unreadable) -> None:
    """Send the reason."""
    write_frame(answer, b"E", as_json([error.message, error.rule]))


def bind(limits: Limits) -> None:
    """Let the system enforce memory, time and that nothing is written; Windows has the parent's clock."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.reading_memory_mb << 20
    wishes = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: limits.reading_seconds + 1}
    for kind, most in (wishes | {resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}).items():
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or most <= hard:
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
