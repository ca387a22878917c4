"""Which rows stand: a pure function of the uploads, so that a roll-back needs nothing but itself.

Nothing of this is stored. Take one upload away and what it had replaced or withdrawn stands again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.catalogue_records import CoverageRow, Upload
from data.staff_records import Deadline


@dataclass(frozen=True)
class LiveFile:
    """One standing upload: its Parquet file and the townships that a later `--replace` withdrew from it."""

    upload: Upload
    path: Path
    withdrawn: frozenset[str]


@dataclass(frozen=True)
class LiveData:
    """What a mart is made of.

    `files`: standing uploads in order of upload. `coverage`: the rows of `uploads`, withdrawn ones left out.
    `uploads`: every standing upload, also one whose rows are all withdrawn. `received_coverage`: every
    coverage row of `uploads`, withdrawn ones too, for what came and when still tells how reports are kept.
    `deadlines`: what was decided on when reports are due.
    """

    files: tuple[LiveFile, ...]
    coverage: tuple[CoverageRow, ...]
    uploads: tuple[Upload, ...]
    received_coverage: tuple[CoverageRow, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all standing files, whether or not they stand themselves."""
        return sum(file.upload.rows for file in self.files)

    def of_export(self, export: str) -> tuple[LiveFile, ...]:
        return tuple(file for file in self.files if file.upload.export == export)


def live_data(uploads: Iterable[Upload], coverage: Iterable[CoverageRow], folder: Path) -> LiveData:
    """What stands of `uploads` and their `coverage`; Parquet paths are resolved against `folder`."""
    kept = sorted((each for each in uploads if not each.rolled_back), key=lambda upload: upload.id)
    of_upload = _coverage_by_upload(coverage)
    standing = tuple(_without_replaced_registers(kept, of_upload))
    withdrawn = withdrawn_townships(standing, of_upload)
    files = tuple(LiveFile(u, folder / u.parquet, withdrawn[u.id]) for u in standing)
    rows = (row for upload in standing for row in of_upload.get(upload.id, ()))
    covered = tuple(row for row in rows if row.township not in withdrawn[row.upload])
    received = tuple(row for upload in standing for row in of_upload.get(upload.id, ()))
    return LiveData(files, covered, standing, received)


class LiveOnce:
    """`live_data`, worked out once for as long as it is asked of the same uploads and coverage."""

    def __init__(self) -> None:
        self._known: tuple[object, object, Path, LiveData] | None = None

    def of(self, uploads: tuple[Upload, ...], coverage: tuple[CoverageRow, ...], folder: Path) -> LiveData:
        """As `live_data`: the very same records, not equal ones, have the answer of before."""
        known = self._known
        if known is None or known[0] is not uploads or known[1] is not coverage or known[2] != folder:
            known = (uploads, coverage, folder, live_data(uploads, coverage, folder))
            self._known = known
        return known[3]


def withdrawn_townships(
    standing: Sequence[Upload], of_upload: Mapping[int, Sequence[CoverageRow]]
) -> dict[int, frozenset[str]]:
    """Upload id → townships that a later standing `--replace` of the same export and month covers."""
    later: dict[tuple[str, object], set[str]] = {}
    withdrawn: dict[int, frozenset[str]] = {}
    for upload in reversed(standing):
        slot = (upload.export, upload.month)
        withdrawn[upload.id] = frozenset(later.get(slot, ()))
        if upload.replaces:
            covered = {row.township for row in of_upload.get(upload.id, ()) if row.township}
            later.setdefault(slot, set()).update(covered)
    return withdrawn


def _without_replaced_registers(
    uploads: Sequence[Upload], of_upload: Mapping[int, Sequence[CoverageRow]]
) -> list[Upload]:
    """A register or a list of targets covers no township: a later `--replace` takes its whole place."""
    replaced: set[tuple[str, object]] = set()
    kept = []
    for upload in reversed(uploads):
        slot = (upload.export, upload.month)
        covers_nobody = not any(row.township for row in of_upload.get(upload.id, ()))
        if not (covers_nobody and slot in replaced):
            kept.append(upload)
        if covers_nobody and upload.replaces:
            replaced.add(slot)
    return kept[::-1]


def _coverage_by_upload(coverage: Iterable[CoverageRow]) -> dict[int, list[CoverageRow]]:
    grouped: dict[int, list[CoverageRow]] = {}
    for row in coverage:
        grouped.setdefault(row.upload, []).append(row)
    return grouped
