"""What one run of a page asks for many times, asked once: who reads, which mart stands, what was chosen.

It costs less, and no page is torn in two: where a publication ends in the middle of a run, the top bar, the
page and an open receipt still read one mart. The next click asks anew. A dialog or a fragment runs without
the frame, and asks every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Value = TypeVar("Value")
_known: ContextVar[dict[str, Any] | None] = ContextVar("known", default=None)


@contextmanager
def one_run(**known: Any) -> Iterator[None]:
    """Inside, `once` remembers. `known`: what it need not ask."""
    before = _known.set(known)
    try:
        yield
    finally:
        _known.reset(before)


def once(name: str, ask: Callable[[], Value]) -> Value:
    """What `ask` gives; inside `one_run` what it gave first."""
    known = _known.get()
    if known is None:
        return ask()
    if name not in known:
        known[name] = ask()
    value: Value = known[name]
    return value


def forget(name: str) -> None:
    """Ask anew: it was changed here."""
    known = _known.get()
    if known is not None:
        known.pop(name, None)
