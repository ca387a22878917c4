"""A mart read by an account for some townships: their figures and the county's, nobody else's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.engines.limited_mart import LimitedMartConnection
from data.grants import COUNTY
from metrics.mart_reader import Mart
from metrics.small_numbers import ITEM_COLUMNS

if TYPE_CHECKING:
    from pandas import DataFrame

    from data.engines.mart_connection import MartConnection


class Only:
    """What `townships` (codes) may read of `full`, whose breakdowns it asks and cuts down."""

    is_limited = True

    def __init__(self, full: Mart, townships: frozenset[str]) -> None:
        listed = ",".join(sorted(townships))
        self.path: Path = full.path.with_name(f"{full.path.name} for {listed}")
        self.connection: MartConnection = LimitedMartConnection(full.path, townships)
        self._full = full
        self._townships = townships

    def breakdown(
        self, indicator: str, dimension: str, period_type: str, period: str, area: str = COUNTY
    ) -> DataFrame:
        """As of any mart; empty for the areas of others. An item that bears another's name is left out."""
        found = self._full.breakdown(indicator, dimension, period_type, period, area)
        if area != COUNTY and area not in self._townships:
            return found.iloc[:0][list(ITEM_COLUMNS)]
        others = self._names_of_others()
        is_others = found["item"].map(lambda item: any(name in str(item) for name in others)).astype(bool)
        return found[~is_others].reset_index(drop=True)

    def dimensions(self, indicator: str) -> list[str]:
        """The breakdowns that an indicator has figures for, by name."""
        return self._full.dimensions(indicator)

    def _names_of_others(self) -> list[str]:
        sql = "select name from areas where area_type = 'township' and not list_contains(?, area)"
        return [name for (name,) in self._full.asked(sql, [sorted(self._townships)])]


def limited_mart(full: Mart, townships: frozenset[str]) -> Mart:
    """`full` as far as an account for these townships may read it."""
    return Mart(full.path, Only(full, townships))
