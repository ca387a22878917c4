"""Figures of a mart as tables in memory: whoever steps from period to period waits for no query.

Planning one query of `indicator_values` takes longer than reading a thousand of its rows. So a period is read
with all its indicators and areas, and once a third period of a type is asked for, all periods of that type
are read in the background, when it is their turn. Who asks while they are read waits for them: that takes
less than a question of one's own.

With hundreds of townships a type is too large for that. Then all areas are read as far as it takes to say
how they stand, and whole figures of those areas alone that a page shows: of these, all periods in the
background.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from data.engines.duckdb_engine import SqlError
from metrics.mart_reader import Mart
from pages.shared.kept import Kept
from pages.shared.standing_tables import PERIODS_BEFORE_ALL, StandingTables
from pages.shared.turns import place, waiting_for_another

if TYPE_CHECKING:
    from pandas import DataFrame

    # code → the rows of it
    Places = Mapping[Any, Any]

# a row takes some 450 bytes; beyond this, periods are read one by one
ROWS_IN_MEMORY = 150_000
PARTS_IN_MEMORY = 200
# of a type that is too large: one period of four hundred townships takes ten megabytes
LARGE_PARTS_IN_MEMORY = 48
# some areas whose periods are all kept, where those of all areas are not
SETS_IN_MEMORY = 4
LONGEST_WAIT_SECONDS = 5.0
WHOLE = "county"


class FigureTables:
    """The figures of one mart. Every table is shared by all readers: take a copy before changing one."""

    def __init__(self, mart: Mart) -> None:
        self._mart = mart
        self._places: Kept[Places] = Kept(PARTS_IN_MEMORY)
        self._types: Kept[_Periods] = Kept(PARTS_IN_MEMORY)
        self._sets: Kept[_Periods] = Kept(SETS_IN_MEMORY)
        # of a period, the area and the indicator that were asked for first
        self._first: dict[tuple[str, str, str], str] = {}

    def of_period(self, period_type: str, period: str) -> DataFrame:
        """All indicators and areas in one period, in the order of `Mart.values`."""
        return self._all_areas(period_type).of_period(period)

    def of_area_in(self, period_type: str, period: str, area: str) -> DataFrame:
        """All indicators of one area in one period, in the order of `Mart.values`."""
        return self._one_in(period_type, period, "area", area)

    def of_indicator_in(self, period_type: str, period: str, indicator: str) -> DataFrame:
        """All areas of one indicator in one period, in the order of `Mart.values`."""
        return self._one_in(period_type, period, "indicator", indicator)

    def _one_in(self, period_type: str, period: str, by: str, code: str) -> DataFrame:
        all_areas = self._all_areas(period_type)
        if all_areas.fit_in_memory or self._is_second_in(period_type, period, by, code):
            table, other, at = all_areas.of_period(period), by, code
        else:
            table, other, at = all_areas.of(by, code), "period", period
        key = (period_type, other, code if other == "period" else period)
        places = self._places.get(key, lambda: table.groupby(other).indices)
        return _taken(table, places.get(at))

    def _is_second_in(self, period_type: str, period: str, by: str, code: str) -> bool:
        """Whether it is not the first one that is asked for in the period: then somebody steps through them.

        Whoever steps through the periods of one, as all do with the whole county, reads these at once.
        """
        return code != WHOLE and self._first.setdefault((period_type, period, by), code) != code

    def of_area(self, period_type: str, area: str) -> DataFrame:
        """All indicators and periods of one area, in the order of `Mart.values`."""
        return self._all_areas(period_type).of("area", area)

    def of_areas_in(self, period_type: str, period: str, areas: tuple[str, ...]) -> DataFrame:
        """All indicators of some areas in one period, in the order of `Mart.values`."""
        if self._all_areas(period_type).fit_in_memory:
            table = self.of_period(period_type, period)
            return table[table["area"].isin(areas)]
        chosen = (period_type, areas)
        return self._sets.get(chosen, lambda: _Periods(self._mart, *chosen)).of_period(period)

    def standing(self, period_type: str, period: str) -> DataFrame:
        """Every township's figures in one period with the columns `STANDING`, at least."""
        if self._all_areas(period_type).fit_in_memory:
            table = self.of_period(period_type, period)
            return table[table["area_type"] == "township"]
        return self._standing.of_period(period_type, period)

    @cached_property
    def _standing(self) -> StandingTables:
        return StandingTables(self._mart)

    def _all_areas(self, period_type: str) -> _Periods:
        return self._types.get(period_type, lambda: _Periods(self._mart, period_type))


class _Periods:
    """The periods of one type, of all areas or of some: read one by one, then all of them."""

    def __init__(self, mart: Mart, period_type: str, areas: tuple[str, ...] | None = None) -> None:
        self._mart, self._period_type, self._areas = mart, period_type, areas
        of_a_period = len(mart.areas() if areas is None else areas) * len(mart.indicators())
        self.fit_in_memory = len(mart.periods(period_type)) * of_a_period <= ROWS_IN_MEMORY
        self._parts: Kept[DataFrame] = Kept(PARTS_IN_MEMORY if self.fit_in_memory else LARGE_PARTS_IN_MEMORY)
        self._lock = Lock()
        self._asked: set[str] = set()
        # all of them, and where the rows of each period and area lie
        self._whole: tuple[DataFrame, dict[str, Places]] | None = None
        self._loading: Event | None = None

    def of_period(self, period: str) -> DataFrame:
        """The areas in one period."""
        self._load_all_soon(period)
        return self.of("period", period)

    def of(self, by: str, code: str) -> DataFrame:
        """The rows of a period, or of an area in all periods."""
        if self._loading and not self._loading.is_set():
            with waiting_for_another():
                self._loading.wait(LONGEST_WAIT_SECONDS)
        return self._parts.get((by, code), lambda: self._read(by, code))

    def _read(self, by: str, code: str) -> DataFrame:
        if self._whole:
            table, places = self._whole
            return _taken(table, places[by].get(code))
        return self._values(**{by: code})

    def _values(self, **chosen: str) -> DataFrame:
        if self._areas is None:
            return self._mart.values(period_type=self._period_type, **chosen)
        return self._mart.values(period_type=self._period_type, area=self._areas, **chosen)

    def _load_all_soon(self, period: str) -> None:
        with self._lock:
            before = len(self._asked)
            self._asked.add(period)
            is_third = before < PERIODS_BEFORE_ALL <= len(self._asked)
        if is_third and self.fit_in_memory:
            # no daemon: one that is cut off inside the engine ends the whole process with an error
            Thread(target=self._load_in_turn).start()

    def _load_in_turn(self) -> None:
        with place():
            self._loading = Event()
            try:
                self._load_all()
            except SqlError:  # the mart was closed meanwhile: nobody will ask any more
                return
            finally:
                self._loading.set()

    def _load_all(self) -> None:
        table = self._values()
        self._whole = table, {by: dict(table.groupby(by).indices) for by in ("period", "area")}


def _taken(table: DataFrame, places: Any) -> DataFrame:
    """These rows, numbered anew; none where there are no places."""
    return table.take(places if places is not None else []).reset_index(drop=True)
