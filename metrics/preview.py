"""What a publication would change: the figures of two marts side by side, those that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from metrics.mart_queries import Choice

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from metrics.mart_reader import Mart

KEYS = ["indicator", "area", "period"]
COMPARED = ["numerator", "denominator", "value"]


def changed_figures(before: Mart | None, after: Mart) -> DataFrame:
    """The monthly figures that differ, newest month first, in catalogue order.

    One row per indicator × area × month; columns: indicator, area, period, and numerator, denominator
    and value, each with `_before` and `_after` (NaN where there was no figure). `before` None: the first
    publication.
    """
    new = _monthly(after)
    old = _monthly(before) if before else new.iloc[:0]
    pairs = old.merge(new, on=KEYS, how="outer", suffixes=("_before", "_after"))
    changed = pairs[_differs(pairs)]
    order = {indicator: number for number, indicator in enumerate(after.indicators()["indicator"])}
    position = changed["indicator"].map(order)
    ordered = changed.assign(position=position).sort_values(
        ["period", "position", "area"], ascending=[False, True, True], kind="stable"
    )
    return ordered.drop(columns="position").reset_index(drop=True)


def _monthly(mart: Mart) -> DataFrame:
    # limits and verdicts of 50,000 figures are not asked for, so they are not computed
    rows = mart.rows([*KEYS, *COMPARED], Choice(period_type="month"))
    return pd.DataFrame(rows, columns=[*KEYS, *COMPARED]).astype(dict.fromkeys(COMPARED, "float64"))


def _differs(pairs: DataFrame) -> Series[bool]:
    """Counts that differ, where there is a figure before or after: a value follows from its counts."""
    different = [
        (pairs[f"{name}_before"] != pairs[f"{name}_after"]) & ~_both_missing(pairs, name)
        for name in ("numerator", "denominator")
    ]
    return (different[0] | different[1]) & ~_both_missing(pairs, "value")


def _both_missing(pairs: DataFrame, name: str) -> Series[bool]:
    return pairs[f"{name}_before"].isna() & pairs[f"{name}_after"].isna()
