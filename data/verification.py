"""Is the store sound: catalogue, rows and marts are there, can be read, and are what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.engines.duckdb_engine import SqlError, quoted
from data.engines.mart_connection import open_mart
from data.language import say
from data.own_files import lost_catalogue
from data.refusal import Refused
from data.store import file_sha256

if TYPE_CHECKING:
    from pathlib import Path

    from data.catalogue_records import Upload
    from data.live import LiveData
    from data.store import Store


def damaged_catalogue(store: Store) -> list[str]:
    """A sentence where the catalogue says that it is damaged, or knows nothing of the files beside it."""
    found = store.catalogue.database.damage()
    if not found:
        lost = lost_catalogue(store)
        return [lost] if lost else []
    place = store.catalogue.database.shown
    return [say("目录 {place} 已损坏（{found}），请从备份恢复。", place=place, found=found)]


def damaged_files(store: Store) -> list[str]:
    """One sentence per upload whose rows are missing or changed: they come back from a backup only."""
    return [
        text
        for upload in store.catalogue.uploads()
        if (text := _damage(store.folder / upload.parquet, upload))
    ]


def refuse_damaged_rows(live: LiveData) -> None:
    """Refused, naming each, where rows that figures come from are missing or are not what was written."""
    texts = [text for file in live.files if (text := _damage(file.path, file.upload))]
    if texts:
        raise Refused(
            say("{problems}什么也没有改变；请从备份恢复后再试。", problems=say("；").join(texts) + say("。"))
        )


def damaged_marts(store: Store) -> list[str]:
    """One sentence for a current mart that is missing or cannot be read to its end: `rebuild` mends it."""
    mart = store.current_mart()
    if mart is None:
        return []
    if not mart.exists():
        return [say("数据集 {mart} 不见了，请运行 rebuild。", mart=mart.name)]
    return [say("数据集 {mart} 读不出，请运行 rebuild。", mart=mart.name)] if _is_unreadable(mart) else []


def _is_unreadable(mart: Path) -> bool:
    """Every block has a checksum, which the engine looks at when it reads the block."""
    try:
        with open_mart(mart) as connection:
            for (name,) in connection.rows("select table_name from duckdb_tables()"):
                connection.rows(f"select sum(hash(kept)) from {quoted(name)} as kept")
    except SqlError:
        return True
    return False


def _damage(path: Path, upload: Upload) -> str | None:
    if not path.exists():
        return say("上传{number}的数据文件不见了：{path}", number=upload.id, path=upload.parquet)
    if file_sha256(path) != upload.parquet_sha256:
        return say("上传{number}的数据文件被改动：{path}", number=upload.id, path=upload.parquet)
    return None
