"""Where a cluster finds the Parquet files of a store, and what columns they have."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    import pyarrow as pa

THREADS = 8
# what Hadoop would take for a pattern of many names
_PATTERN = str.maketrans({each: f"\\{each}" for each in "{}[]*?\\^"})
_WORDS = {
    "string": "string",
    "large_string": "string",
    "date32[day]": "date",
    "int64": "bigint",
    "int32": "int",
    "int16": "smallint",
    "int8": "tinyint",
    "uint8": "smallint",
    "uint16": "int",
    "uint32": "bigint",
    "double": "double",
    "float": "float",
    "bool": "boolean",
    "null": "int",
}

# a file's columns in their order: (name, type in Spark's words)
Types = tuple[tuple[str, str], ...]


class ParquetUrls:
    """Paths under the folder of a store → addresses under `base`, as "s3a://bucket/store"; "" = the paths."""

    def __init__(self, folder: Path, base: str = "") -> None:
        self._folder = folder.resolve()
        self._base = (base or f"file://{self._folder.as_posix()}").rstrip("/")

    def of(self, path: Path) -> str | None:
        """The address of a file; None where it lies outside of the store, where no other machine sees it."""
        resolved = path.resolve()
        if not resolved.is_relative_to(self._folder):
            return None
        return f"{self._base}/{resolved.relative_to(self._folder).as_posix()}".translate(_PATTERN)


def files_by_types(paths: Sequence[Path]) -> dict[Types, list[Path]]:
    """The files that have the same columns, together: an export may have got another column since."""
    grouped: dict[Types, list[Path]] = {}
    # most of the time goes into waiting for the disk
    with ThreadPoolExecutor(THREADS) as pool:
        for path, types in zip(paths, pool.map(_types_of, paths), strict=True):
            grouped.setdefault(types, []).append(path)
    return grouped


def _types_of(path: Path) -> Types:
    from pyarrow.parquet import ParquetFile  # read_table would bring the dataset machinery and pandas along

    with ParquetFile(path) as parquet:
        return tuple((field.name, _type_of(field.type, path)) for field in parquet.schema_arrow)


def _type_of(kind: pa.DataType, path: Path) -> str:
    name = str(getattr(kind, "value_type", kind))
    if name.startswith("decimal128"):
        return name.replace("128", "")
    if name not in _WORDS:
        raise Refused(say("引擎 Spark 读不了类型为{found}的列", found=name), where=str(path))
    return _WORDS[name]
