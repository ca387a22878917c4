"""Work nobody waits for, done beside the pages: one piece at a time, the one that was wanted last first."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from threading import Lock, Thread, main_thread
from typing import Generic, TypeVar

Piece = TypeVar("Piece", bound=Hashable)


class BesidePages(Generic[Piece]):
    """`do` works off what is wanted, on a thread that ends once nothing is left, or the server ends.

    most: of more, what was wanted longest ago is given up. pause: seconds before each piece, in which another
    may be wanted. may_be_cut_off: no server waits with its end for a piece.
    """

    def __init__(
        self, do: Callable[[Piece], None], most: int, pause: float = 0.0, may_be_cut_off: bool = False
    ) -> None:
        self._do, self._most, self._pause, self._may_be_cut_off = do, most, pause, may_be_cut_off
        self._lock = Lock()
        # what was wanted last at the end
        self._wanted: dict[Piece, None] = {}
        self._doing: Piece | None = None
        self._is_at_work = False

    def want(self, pieces: Iterable[Piece]) -> None:
        """Have these done, the last of them first; returns at once."""
        with self._lock:
            for piece in pieces:
                if piece != self._doing:
                    self._wanted.pop(piece, None)
                    self._wanted[piece] = None
            for given_up in list(self._wanted)[: -self._most]:
                del self._wanted[given_up]
            if self._is_at_work or not self._wanted:
                return
            self._is_at_work = True
        self._begin()

    def work_off(self) -> None:
        """Do one piece after the other until none is left."""
        while True:
            time.sleep(self._pause)
            piece = self._next()
            if piece is None:
                return
            self._do(piece)

    def _begin(self) -> None:
        try:
            Thread(target=self.work_off, name="beside pages", daemon=self._may_be_cut_off).start()
        except RuntimeError:  # no thread to be had: whoever wants the next piece tries again
            self._is_at_work = False

    def _next(self) -> Piece | None:
        with self._lock:
            goes_on = bool(self._wanted) and main_thread().is_alive()
            self._doing = self._wanted.popitem()[0] if goes_on else None
            self._is_at_work = goes_on
            return self._doing
