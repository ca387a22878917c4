"""Counting the figures that stand once more, from the rows, to see that they follow from them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from data.engines.mart_connection import open_mart
from data.language import say
from metrics.new_mart import build_new_mart, definitions_of, session_of

if TYPE_CHECKING:
    from data.store import Store

_SUMS = """
select indicator, area, period_type, period, numerator, denominator, squares, covered
from period_sums
join indicators using (indicator_no)
join areas using (area_no)
join periods using (period_no)
order by all
"""


def differing_figures(store: Store) -> list[str]:
    """A sentence where the mart that stands does not hold what its rows give now; nothing is written.

    That happens when a definition, a target or a setting changed after the publication.
    """
    mart = store.current_mart()
    if mart is None or not mart.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        counted = Path(folder) / "counted.duckdb"
        with session_of(store, Path(folder)) as engine:
            build_new_mart(engine, store, definitions_of(store), store.live(), counted)
        differing = len(_sums(mart) ^ _sums(counted))
    if not differing:
        return []
    return [say("{count}个数字与重新计算的结果不同，请运行 rebuild。", count=differing)]


def _sums(mart: Path) -> set[tuple[object, ...]]:
    with open_mart(mart) as connection:
        return set(connection.rows(_SUMS))
