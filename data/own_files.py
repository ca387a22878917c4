"""Whether the files of a store's folder are those that its catalogue knows: no other is ever swept away.

A folder whose catalogue was lost, or was not copied along, looks like what an interrupted first publication
left: rows and marts that nothing names. The difference is a file that stands there until the first is done.
And a catalogue of last week, put back alone, takes all that came since for such leavings: the number of the
newest publication stands beside the files, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

FIRST = ".first-publication"
NEWEST = ".newest-publication"


def refuse_no_store(store: Store) -> None:
    """Refused where there is no folder: whoever mistyped its name must not be told that all is well."""
    if not store.folder.is_dir():
        raise Refused(say("没有这个文件夹，请核对 --store 或 SAFETY_REPORT_STORE。"), where=str(store.folder))


def lost_catalogue(store: Store) -> str:
    """A sentence where rows or marts lie in a folder whose catalogue is gone or older; "" else."""
    if store.catalogue.uploads():
        return _outdated(store)
    if not _holds_files(store) or _is_being_begun(store):
        return ""
    return say(
        "目录 {place} 里一次上传也没有，而这个文件夹里有数据文件：目录丢了，或没有一起拷来。"
        "请把原来的目录放回，或从备份恢复；若确是不要的，请移开 tables 和 marts。",
        place=store.catalogue.database.shown,
    )


def _outdated(store: Store) -> str:
    publication = store.publication()
    if publication is None or publication.id >= _newest(store.folder) or not (left := store.unnamed_files()):
        return ""
    return say(
        "目录 {place} 只到第{n}次发布，这个文件夹里的数据文件已到第{newest}次：目录是旧的。"
        "请把新的目录放回，或从备份恢复（restore --replace）；"
        "若确要从旧的目录接着用，请移开它不认识的{count}个文件，例如{file}。",
        place=store.catalogue.database.shown,
        n=publication.id,
        newest=_newest(store.folder),
        count=len(left),
        file=left[0].relative_to(store.folder).as_posix(),
    )


def _newest(folder: Path) -> int:
    """The number of the newest publication, as the folder knows it; 0 for one that was not told."""
    try:
        return int((folder / NEWEST).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def note_newest(folder: Path, publication: int) -> None:
    """That publication is in force: from now on an older catalogue is none for this folder."""
    (folder / NEWEST).write_text(str(publication), encoding="ascii")


def refuse_unless_own(store: Store) -> None:
    """Raise Refused where the catalogue is another's: then no file may be written or swept away."""
    if store.catalogue.database.is_in_the_store:
        if lost := lost_catalogue(store):
            raise Refused(lost, where=str(store.folder))
        _note_first(store, is_done=bool(store.catalogue.uploads()))
    elif outdated := _outdated(store):
        raise Refused(outdated, where=str(store.folder))
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
