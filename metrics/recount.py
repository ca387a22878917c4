"""Counting the figures that stand once more, from the rows, to see that they follow from them."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from data.engines.mart_connection import open_mart
from data.language import say
from metrics.new_mart import build_new_mart, definitions_of, session_of
from metrics.receipts import coverage_table, uploads_table

if TYPE_CHECKING:
    import pyarrow as pa

    from data.engines.mart_connection import MartConnection
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


def differing_register(store: Store) -> list[str]:
    """A sentence where the catalogue lists other uploads than the mart that was made of them.

    A database file knows when its pages do not go together, not when a value in one of them is another: a
    month or a withdrawal that changed by itself would be counted as it reads. A mart's pages have
    checksums.
    """
    mart = store.current_mart()
    if mart is None or not mart.exists():
        return []
    live = store.live()
    with open_mart(mart) as connection:
        is_same = _lists(connection, "uploads", uploads_table(live), exactly=True) and _lists(
            connection, "coverage", coverage_table(live), exactly=False
        )
    if is_same:
        return []
    return [say("目录登记的上传与数据集里的不同，目录可能已损坏，请从备份恢复。")]


def _lists(connection: MartConnection, name: str, expected: pa.Table, exactly: bool) -> bool:
    """Whether the mart's table has these rows; not exactly: and others, of townships that merged."""
    kept = connection.query(f"from {name}")
    columns = [column for column in expected.column_names if column in kept.column_names]
    has, should = (_counted_rows(table, columns) for table in (kept, expected))
    if exactly or should - has:
        return has == should
    of_uploads = [_counted_rows(table, ["upload", "month"]) for table in (kept, expected)]
    return of_uploads[0].keys() == of_uploads[1].keys()


def _counted_rows(table: pa.Table, columns: list[str]) -> Counter[tuple[object, ...]]:
    return Counter(zip(*table.select(columns).to_pydict().values(), strict=True))


def _sums(mart: Path) -> set[tuple[object, ...]]:
    with open_mart(mart) as connection:
        return set(connection.rows(_SUMS))
