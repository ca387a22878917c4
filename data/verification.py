"""Is the store sound: every file that the catalogue names is there, and is what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import say
from data.store import file_sha256

if TYPE_CHECKING:
    from data.catalogue_records import Upload
    from data.store import Store


def damaged_files(store: Store) -> list[str]:
    """One sentence per upload whose rows are missing or changed, and one for a missing mart."""
    problems = [text for upload in store.catalogue.uploads() if (text := _damage(store, upload))]
    mart = store.current_mart()
    if mart is not None and not mart.exists():
        problems.append(say("数据集 {mart} 不见了，请运行 rebuild。", mart=mart.name))
    return problems


def _damage(store: Store, upload: Upload) -> str | None:
    path = store.folder / upload.parquet
    if not path.exists():
        return say("上传{number}的数据文件不见了：{path}", number=upload.id, path=upload.parquet)
    if file_sha256(path) != upload.parquet_sha256:
        return say("上传{number}的数据文件被改动：{path}", number=upload.id, path=upload.parquet)
    return None
