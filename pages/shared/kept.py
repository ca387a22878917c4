"""What was made once, for all readers: by a key that is hashed as it is.

`st.cache_resource` does the same, and takes a millisecond a call to make a key of anything at all: a good
part of a click that finds its page ready.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import nullcontext
from functools import wraps
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakSet

from pages.shared.turns import place, waiting_for_another

if TYPE_CHECKING:
    from metrics.mart_reader import Mart

Value = TypeVar("Value")
_EVERY: WeakSet[Kept[Any]] = WeakSet()
# a page that runs makes new ones, while another thread goes through all there are
_EVERY_LOCK = Lock()


class _Era:
    """`now`: how often `new_era` began another."""

    now = 0


_ERA = _Era()


class Kept(Generic[Value]):
    """The `most` values asked for last; two who ask for the same at once wait for one of them to make it.

    in_turn: they take long to make, and wait for their turn.
    """

    def __init__(self, most: int, in_turn: bool = False) -> None:
        self._most, self._in_turn = most, in_turn
        self._lock = Lock()
        # with the era in which each was made
        self._values: OrderedDict[Hashable, tuple[int, Value]] = OrderedDict()
        self._making: dict[Hashable, Event] = {}
        with _EVERY_LOCK:
            _EVERY.add(self)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of `key`, made by `make` where there is none; what that raises is not kept."""
        while True:
            with self._lock:
                if key in self._values:
                    self._values.move_to_end(key)
                    return self._values[key][1]
                maker = self._making.get(key)
                if maker is None:
                    self._making[key] = Event()
                    break
            with waiting_for_another():
                maker.wait()
        try:
            with place() if self._in_turn else nullcontext():
                return self._keep(key, make())
        finally:
            with self._lock:
                self._making.pop(key).set()

    def has(self, key: Hashable) -> bool:
        """Whether the value of `key` is there, which is then as if it had been asked for."""
        with self._lock:
            if found := key in self._values:
                self._values.move_to_end(key)
            return found

    def forget(self) -> None:
        """Make all anew."""
        with self._lock:
            self._values.clear()

    def forget_made_before(self, era: int) -> None:
        """Make anew what was made before `era`."""
        with self._lock:
            for key in [key for key, (made, _) in self._values.items() if made < era]:
                del self._values[key]

    def _keep(self, key: Hashable, value: Value) -> Value:
        with self._lock:
            self._values[key] = (_ERA.now, value)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


def kept_by_mart(most: int) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Decorate `function(mart, *choices)`: found once for a mart, told by its path, and for the choices.

    Shared by all readers: nobody changes what comes. Choices can be hashed; the language is one of them where
    there are words in what comes.
    """

    def decorate(function: Callable[..., Value]) -> Callable[..., Value]:
        kept: Kept[Value] = Kept(most)

        @wraps(function)
        def found(mart: Mart, *choices: Hashable) -> Value:
            return kept.get((str(mart.path), choices), lambda: function(mart, *choices))

        return found

    return decorate


def new_era() -> int:
    """Begin another: what is made from here on can be told from what was made before."""
    _ERA.now += 1
    return _ERA.now


def forget_made_before(era: int) -> None:
    """Make anew what was made before `era`, of every kind."""
    with _EVERY_LOCK:
        every = list(_EVERY)
    for each in every:
        each.forget_made_before(era)
