"""Checked files → Parquet and catalogue rows, ready to be committed by a publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data.catalogue_records import CoverageRow, Upload
from data.findings import Finding
from data.language import say
from data.live import live_data
from data.same_rows import holds_same_rows
from data.store import write_rows

if TYPE_CHECKING:
    from data.file_desk import FileToCheck
    from data.findings import Checked
    from data.store import Store


@dataclass(frozen=True)
class Staged:
    """What became of one file.

    `upload`: the upload that holds these bytes, None where the file was refused. `is_new`: it is this one.
    `replaced`: rows that stood before and that this upload replaced or withdrew.
    """

    checked: Checked
    upload: Upload | None = None
    coverage: tuple[CoverageRow, ...] = ()
    is_new: bool = False
    replaced: int = 0


@dataclass(frozen=True)
class Sender:
    """Who publishes, when, in which publication, and whether what stood is withdrawn (`--replace`)."""

    by: str
    at: datetime
    publication: int
    replaces: bool


def stage(
    store: Store, files: Iterable[tuple[FileToCheck, Checked]], sender: Sender, folder: Path
) -> tuple[Staged, ...]:
    """Write the rows of every file that brings something new under `folder` (the store's, or one to look at).

    A file whose bytes stand already, and read as they did, is recognised under any name and warned about.
    """
    uploads, coverage = list(store.catalogue.uploads()), list(store.catalogue.coverage())
    staged = []
    for file, checked in files:
        same = standing_same_bytes(checked, uploads, coverage, sender.replaces)
        if same and holds_same_rows(_parquet_of(same, sender, store, folder), checked):
            staged.append(Staged(_warned_of_same_bytes(checked, same), same))
            continue
        upload = _upload(file, checked, 1 + max((each.id for each in uploads), default=0), sender)
        new = _staged(checked, write_rows(folder, upload, checked.rows))
        staged.append(new)
        uploads.append(new.upload or upload)
        coverage.extend(new.coverage)
    return tuple(staged)


def standing_same_bytes(
    checked: Checked, uploads: Sequence[Upload], coverage: Sequence[CoverageRow], replaces: bool
) -> Upload | None:
    """The upload that already holds these bytes, so that publishing them again would change nothing.

    That is the last standing upload of this export and month over the same townships, and where `replaces`
    is asked for there is nothing else in that month to withdraw.
    """
    covered = {(part.month, part.township) for part in checked.coverage}
    export = checked.export.id if checked.export else ""
    live = live_data(uploads, coverage, Path())
    slot = [each for each in live.uploads if each.export == export and each.month == checked.month]
    parts = {each.id: {(p.month, p.township) for p in live.coverage if p.upload == each.id} for each in slot}
    sharing = [each for each in slot if parts[each.id] & covered]
    if not sharing or sharing[-1].sha256 != checked.sha256 or parts[sharing[-1].id] != covered:
        return None
    return None if replaces and len(sharing) > 1 and not sharing[-1].replaces else sharing[-1]


def _warned_of_same_bytes(checked: Checked, same: Upload) -> Checked:
    found = say("与上传{number}（{file}）内容完全相同", number=same.id, file=same.file)
    expected = say("新的内容；这份文件没有再次发布")
    others = (each for each in checked.warnings if each.rule != "same_rows")
    return replace(checked, warnings=(*others, Finding(None, "", "", found, expected, "same_bytes")))


def _parquet_of(upload: Upload, sender: Sender, store: Store, folder: Path) -> Path:
    """What this very publication wrote lies in `folder`, which may be that of a preview."""
    return (folder if upload.publication == sender.publication else store.folder) / upload.parquet


def _upload(file: FileToCheck, checked: Checked, number: int, sender: Sender) -> Upload:
    if checked.export is None:
        raise ValueError("a refused file has nothing to stage")
    return Upload(
        id=number,
        export=checked.export.id,
        table=checked.export.table,
        month=checked.month,
        file=checked.file,
        sha256=checked.sha256,
        size=checked.size,
        encoding=checked.encoding,
        rows_read=checked.rows_read,
        rows=checked.rows_accepted,
        rows_rejected=checked.rows_rejected,
        by=sender.by,
        at=sender.at,
        received=checked.received,
        covers=file.covers or checked.export.covers,
        replaces=sender.replaces,
        parquet="",
        parquet_sha256="",
        publication=sender.publication,
    )


def _staged(checked: Checked, upload: Upload) -> Staged:
    rows = tuple(
        CoverageRow(upload.id, part.month, part.township, part.rows_read, part.rows_refused, part.rows)
        for part in checked.coverage
    )
    return Staged(checked, upload, rows, is_new=True)
