"""How all townships stand, period by period, where there are too many for whole figures.

What says how they stand is a tenth of a figure's bytes. Once a third period of a type is asked for, somebody
steps through them: the others are read one after the other, the nearest first, each in its turn.
"""

from __future__ import annotations

from threading import Lock, Thread, main_thread
from typing import TYPE_CHECKING

from data.engines.duckdb_engine import SqlError
from metrics.mart_reader import Mart
from pages.shared.kept import Kept
from pages.shared.turns import place

if TYPE_CHECKING:
    from pandas import DataFrame

# a township's figure as far as it says how the township stands
STANDING = (
    *("indicator", "area", "value", "numerator", "denominator"),
    *("county_value", "verdict_county_class", "too_few"),
)
# the same few words again and again: a row takes some forty bytes instead of eighty
_WORDS = {"indicator": "category", "area": "category", "verdict_county_class": "category"}
# of all periods together
MOST_ROWS = 3_000_000
# whoever reads a province of many thousands goes to and fro between so many
FEWEST_PERIODS = 4
# the newest and the one before it are what most readers ask for
PERIODS_BEFORE_ALL = 3


class StandingTables:
    """The columns `STANDING` of one mart's townships. Shared by all readers: nobody changes what comes."""

    def __init__(self, mart: Mart) -> None:
        self._mart = mart
        of_a_period = len(mart.areas()) * len(mart.indicators())
        self._room = MOST_ROWS // max(of_a_period, 1)
        self._parts: Kept[DataFrame] = Kept(max(self._room, FEWEST_PERIODS))
        self._lock = Lock()
        self._asked: dict[str, set[str]] = {}

    def of_period(self, period_type: str, period: str) -> DataFrame:
        """Every township's figures in one period, in the order of `Mart.values`."""
        if self._is_third(period_type, period):
            # no daemon: one that is cut off inside the engine ends the whole process with an error
            Thread(target=self._read_all, args=(period_type, period)).start()
        return self._read(period_type, period)

    def _is_third(self, period_type: str, period: str) -> bool:
        with self._lock:
            asked = self._asked.setdefault(period_type, set())
            before = len(asked)
            asked.add(period)
        return before < PERIODS_BEFORE_ALL <= len(asked)

    def _read(self, period_type: str, period: str) -> DataFrame:
        chosen = {"area_type": "township", "period_type": period_type, "period": period}
        return self._parts.get(
            (period_type, period), lambda: self._mart.values(**chosen, columns=STANDING).astype(_WORDS)
        )

    def _read_all(self, period_type: str, begin: str) -> None:
        """Half of what there is room for, none of a province too large: the rest is left to other types."""
        try:
            for period in _nearest_first(self._mart.periods(period_type), begin)[: self._room // 2]:
                if not main_thread().is_alive():  # the server ends
                    return
                with place():
                    self._read(period_type, period)
        except SqlError:  # the mart was closed meanwhile: nobody will ask any more
            return


def _nearest_first(periods: list[str], begin: str) -> list[str]:
    at = periods.index(begin) if begin in periods else len(periods)
    return sorted(periods, key=lambda period: abs(periods.index(period) - at))
