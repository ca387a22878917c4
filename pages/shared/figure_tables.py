"""Figures of a mart as tables in memory: whoever steps from period to period waits for no query.

Planning one query of `indicator_values` takes longer than reading a thousand of its rows. So a period is read
with all its indicators and areas, and once a third period of a type is asked for, all periods of that type
are read in the background, when it is their turn. Who asks while they are read waits for them: that takes
less than a question of one's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from data.engines.duckdb_engine import SqlError
from metrics.mart_reader import Mart
from pages.shared.kept import Kept
from pages.shared.turns import place, waiting_for_another

if TYPE_CHECKING:
    from pandas import DataFrame

    # code → the rows of it
    Places = Mapping[Any, Any]

# a row takes some 450 bytes; beyond this, periods are read one by one
ROWS_IN_MEMORY = 150_000
PARTS_IN_MEMORY = 200
# the newest and the one before it are what most readers ask for
PERIODS_BEFORE_ALL = 3
LONGEST_WAIT_SECONDS = 5.0


class FigureTables:
    """The figures of one mart. Every table is shared by all readers: take a copy before changing one."""

    def __init__(self, mart: Mart) -> None:
        self._mart = mart
        self._lock = Lock()
        self._parts: Kept[DataFrame] = Kept(PARTS_IN_MEMORY)
        self._places: Kept[Places] = Kept(PARTS_IN_MEMORY)
        # type → all its periods, and where the rows of each period and area lie
        self._whole: dict[str, tuple[DataFrame, dict[str, Places]]] = {}
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._begun: set[str] = set()
        self._loading: dict[str, Event] = {}

    def of_period(self, period_type: str, period: str) -> DataFrame:
        """All indicators and areas in one period, in the order of `Mart.values`."""
        self._load_all_soon(period_type, period)
        return self._part(period_type, "period", period)

    def of_area_in(self, period_type: str, period: str, area: str) -> DataFrame:
        """All indicators of one area in one period, in the order of `Mart.values`."""
        table = self.of_period(period_type, period)
        places = self._places.get((period_type, period), lambda: table.groupby("area").indices)
        return _taken(table, places.get(area))

    def of_area(self, period_type: str, area: str) -> DataFrame:
        """All indicators and periods of one area, in the order of `Mart.values`."""
        return self._part(period_type, "area", area)

    def _part(self, period_type: str, by: str, code: str) -> DataFrame:
        key = (period_type, by, code)
        loading = self._loading.get(period_type)
        if loading and not loading.is_set():
            with waiting_for_another():
                loading.wait(LONGEST_WAIT_SECONDS)
        return self._parts.get(key, lambda: self._read(*key))

    def _read(self, period_type: str, by: str, code: str) -> DataFrame:
        if period_type in self._whole:
            table, places = self._whole[period_type]
            return _taken(table, places[by].get(code))
        return self._mart.values(period_type=period_type, **{by: code})

    def _load_all_soon(self, period_type: str, period: str) -> None:
        with self._lock:
            asked = self._asked[period_type]
            asked.add(period)
            if len(asked) < PERIODS_BEFORE_ALL or period_type in self._begun:
                return
            self._begun.add(period_type)
        if self._rows_of(period_type) <= ROWS_IN_MEMORY:
            # no daemon: one that is cut off inside the engine ends the whole process with an error
            Thread(target=self._load_in_turn, args=(period_type,)).start()

    def _rows_of(self, period_type: str) -> int:
        mart = self._mart
        return len(mart.periods(period_type)) * len(mart.areas()) * len(mart.indicators())

    def _load_in_turn(self, period_type: str) -> None:
        with place():
            self._loading[period_type] = is_loaded = Event()
            self._load_all(period_type, is_loaded)

    def _load_all(self, period_type: str, is_loaded: Event) -> None:
        try:
            table = self._mart.values(period_type=period_type)
            places: dict[str, Places] = {by: dict(table.groupby(by).indices) for by in ("period", "area")}
            self._whole[period_type] = table, places
        except SqlError:  # the mart was closed meanwhile: nobody will ask any more
            return
        finally:
            is_loaded.set()


def _taken(table: DataFrame, places: Any) -> DataFrame:
    """These rows, numbered anew; none where there are no places."""
    return table.take(places if places is not None else []).reset_index(drop=True)
