"""The fictional county through the real door: the past years first, then the newest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused
from metrics.publication import FileToCheck, Options, publish

if TYPE_CHECKING:
    from data.demo import DemoFile
    from data.store import Store

SENDER = "示范"


def publish_demo(store: Store, folder: Path, progress: Callable[[str], None]) -> bool:
    """Write the demo's files under `folder` and publish them; False where the store holds just them already.

    Raises Refused where the store holds anything else.
    """
    from data.demo import write_files

    held = {upload.sha256 for upload in store.catalogue.uploads()}
    files = write_files(folder)
    if held:
        _refuse_other_data(store, files, held)
        return False
    store.folder.mkdir(parents=True, exist_ok=True)
    _write_boundaries(store)
    for years, part in _publications(files):
        progress(say("发布{years}的{count}份文件……", years=years, count=len(part)))
        _publish(store, part)
    return True


def _publications(files: list[DemoFile]) -> list[tuple[str, list[DemoFile]]]:
    """The files of one publication each, under the years that they tell of."""
    newest = max(file.month.year for file in files if file.month)
    earlier = [file for file in files if file.month and file.month.year < newest]
    last = [file for file in files if file not in earlier]
    return [(say("{year}年以前", year=newest), earlier), (say("{year}年", year=newest), last)]


def _publish(store: Store, files: list[DemoFile]) -> None:
    arriving = [
        FileToCheck(
            file.path.name, file.path.read_bytes(), file.export, file.month, file.received, file.covers
        )
        for file in files
    ]
    published = publish(store, arriving, Options(by=SENDER))
    refused = [result.checked.file for result in published.results if result.checked.refused]
    if refused:
        raise Refused(say("示范文件被退回：{files}", files=say("、").join(refused)))


def _refuse_other_data(store: Store, files: list[DemoFile], held: set[str]) -> None:
    if held != {hashlib.sha256(file.path.read_bytes()).hexdigest() for file in files}:
        raise Refused(say("库中已有别的数据，示范县没有发布。"), where=str(store.folder))


def _write_boundaries(store: Store) -> None:
    from data.demo.boundaries import write_boundaries

    write_boundaries(store.folder / "boundaries.geojson")
