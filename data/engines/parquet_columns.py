"""Whether Parquet files have the same columns: to plan a query the engine then opens one, not all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMAS_KEPT = 5_000


def have_same_columns(paths: Sequence[Path]) -> bool:
    """Whether all have the same names and types, in the same order; not where one cannot be read.

    Of a damaged file the engine itself says what is wrong.
    """
    if len(paths) < 2:
        return True
    try:
        first = _schema_of(paths[0])
        return all(_schema_of(path).equals(first) for path in paths[1:])
    except (OSError, ValueError):  # pyarrow's own errors are of these
        return False


def _schema_of(path: Path) -> pa.Schema:
    found = path.stat()
    return _read_schema(path, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=SCHEMAS_KEPT)
def _read_schema(path: Path, inode: int, changed_at: int) -> pa.Schema:
    """Read once: a file of a store is never rewritten, and one of the same name is another file."""
    from pyarrow.parquet import ParquetFile  # read_schema would bring the dataset machinery and pandas along

    with ParquetFile(path) as parquet:
        return parquet.schema_arrow
