"""Tasks that need nothing of one another, on two threads: the engine lets Python's lock go while it works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import copy_context
from threading import Thread

Task = Callable[[], object]


def run_side_by_side(tasks: Sequence[Task]) -> None:
    """Run all tasks and wait for them; what the first failing one raised is raised here."""
    waiting = list(tasks)
    failures: list[BaseException] = []
    # the language of messages belongs to the context
    helper = Thread(target=copy_context().run, args=(_work_off, waiting, failures))
    helper.start()
    _work_off(waiting, failures)
    helper.join()
    if failures:
        raise failures[0]


def _work_off(waiting: list[Task], failures: list[BaseException]) -> None:
    """Take task after task, in their order, until none is left or one has failed."""
    while waiting and not failures:
        try:
            task = waiting.pop(0)
        except IndexError:  # the other thread was faster
            return
        try:
            task()
        except BaseException as error:  # raised again in the caller's thread
            failures.append(error)
