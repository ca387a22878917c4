"""The process that reads a file: started, timed, listened to and ended here."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread, Timer
from typing import IO

from data.grid import Grid, Progress, Unreadable, Wanted
from data.language import language
from data.reading import broken_workbook
from data.reading_limits import Limits, too_large
from data.reading_wire import from_json, order, read_frame, received_grid, write_frame

PROJECT = Path(__file__).resolve().parent.parent


def read_in_child(
    content: bytes, file_name: str, wanted: Wanted, limits: Limits, progress: Progress | None
) -> Grid:
    """The rows as a child process reads them. Raises Unreadable."""
    child = _Child(limits)
    try:
        return child.grid(content, order(file_name, wanted, limits, language()), progress)
    finally:
        child.end()


@dataclass
class _Child:
    limits: Limits
    timed_out: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "data.reading_child"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._clock = Timer(self.limits.reading_seconds, self._time_is_up)
        self._clock.daemon = True
        self._clock.start()

    def grid(self, content: bytes, what: bytes, progress: Progress | None) -> Grid:
        """Hand the file over and take what comes back."""
        source, answer = self._process.stdin, self._process.stdout
        assert source is not None and answer is not None
        sender = Thread(target=_send, args=(source, what, content), daemon=True)
        sender.start()
        try:
            return self._answer(answer, progress)
        except (EOFError, ValueError) as error:
            raise self._why_it_ended() from error
        finally:
            self._process.kill()
            sender.join()

    def end(self) -> None:
        """Leave nothing running."""
        self._clock.cancel()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _answer(self, answer: IO[bytes], progress: Progress | None) -> Grid:
        while True:
            letter, content = read_frame(answer)
            if letter == b"H":
                return received_grid(answer, content)
            if letter == b"E":
                message, rule = from_json(content)
                raise Unreadable(message, rule)
            if letter == b"P" and progress:
                progress(*from_json(content))

    def _time_is_up(self) -> None:
        self.timed_out.set()
        self._process.kill()

    def _why_it_ended(self) -> Unreadable:
        """A child that was stopped for its time, that could get no more memory, or that broke on the file."""
        code = self._process.wait()
        if self.timed_out.is_set() or code == -24:  # SIGXCPU
            return too_large("reading_seconds", self.limits.reading_seconds)
        if code in (-6, -9, 137):  # a library that gets no memory gives up; so does the system
            return too_large("reading_memory_mb", self.limits.reading_memory_mb)
        return broken_workbook()


def _send(source: IO[bytes], what: bytes, content: bytes) -> None:
    with suppress(OSError):  # a child that has given up no longer listens
        write_frame(source, b"J", what)
        write_frame(source, b"F", content)
        source.flush()
