"""Whether the files of a store's folder are those that its catalogue knows: no other is ever swept away.

A folder whose catalogue was lost, or was not copied along, looks like what an interrupted first publication
left: rows and marts that nothing names. The difference is a file that stands there until the first is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

FIRST = ".first-publication"


def refuse_no_store(store: Store) -> None:
    """Refused where there is no folder: whoever mistyped its name must not be told that all is well."""
    if not store.folder.is_dir():
        raise Refused(say("没有这个文件夹，请核对 --store 或 SAFETY_REPORT_STORE。"), where=str(store.folder))


def lost_catalogue(store: Store) -> str:
    """A sentence where rows or marts lie in the folder of a catalogue that knows of none; "" else."""
    if store.catalogue.uploads() or not _holds_files(store) or _is_being_begun(store):
        return ""
    return say(
        "目录 {place} 里一次上传也没有，而这个文件夹里有数据文件：目录丢了，或没有一起拷来。"
        "请把原来的目录放回，或从备份恢复；若确是不要的，请移开 tables 和 marts。",
        place=store.catalogue.database.shown,
    )


def refuse_unless_own(store: Store) -> None:
    """Raise Refused where the catalogue is another's: then no file may be written or swept away."""
    uploads = store.catalogue.uploads()
    if store.catalogue.database.is_in_the_store:
        if lost := lost_catalogue(store):
            raise Refused(lost, where=str(store.folder))
        _note_first(store, is_done=bool(uploads))
    elif not _is_of_these_files(store):
        text = say(
            "目录（{place}）和这个文件夹里的数据文件对不上，没有改动。"
            "请核对 --store 和 catalogue 的设置；"
            "若只是中断的首次发布留下的文件，请移开 tables 和 marts。",
            place=store.catalogue.database.shown,
        )
        raise Refused(text, where=str(store.folder))


def first_is_done(store: Store) -> None:
    """From now on files that nothing names are what a catalogue should know."""
    (store.folder / FIRST).unlink(missing_ok=True)


def _note_first(store: Store, *, is_done: bool) -> None:
    if is_done:
        first_is_done(store)
    else:
        (store.folder / FIRST).touch()


def _is_being_begun(store: Store) -> bool:
    return store.catalogue.database.is_in_the_store and (store.folder / FIRST).exists()


def _is_of_these_files(store: Store) -> bool:
    from data.store import file_sha256

    newest = max(store.catalogue.uploads(), key=lambda upload: upload.id, default=None)
    if newest is None:
        return not _holds_files(store)
    path = store.folder / newest.parquet
    return path.exists() and file_sha256(path) == newest.parquet_sha256


def _holds_files(store: Store) -> bool:
    marts = (path for path in store.folder.glob("marts/*") if path.is_file())
    return any(store.folder.glob("tables/*/*/*.parquet")) or any(marts)
