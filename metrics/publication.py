"""Files → a new mart → the pointer moves: what the command line and the upload page both call.

Everything runs through one path: `check` stops before anything is written, `publish` goes on. A publication
holds the store's writer lock from the first check to the commit, so what was checked is what is published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.catalogue import Change
from data.catalogue_records import PublicationRow
from data.clock import now
from data.coming_mart import let_servers_get_ready
from data.engines.duckdb_engine import DuckDB
from data.file_desk import FileToCheck, Rulebook, check_files
from data.findings import Checked
from data.grants import ADMIN
from data.kept_findings import findings_to_keep
from data.language import say
from data.live import LiveData, live_data
from data.refusal import Refused
from data.revisions import checked_reason, rollback_of, writer_of
from data.staging import Sender, Staged, stage
from data.store import Store
from data.verification import refuse_damaged_rows
from metrics.guarded_changes import (
    end_without_change,
    refuse_force,
    refuse_unseen,
    rolled_back_upload,
    with_company,
)
from metrics.new_mart import Definitions, build_new_mart, definitions_of, session_of

__all__ = [
    "FileToCheck",
    "Options",
    "Publication",
    "check",
    "preview",
    "publish",
    "rebuild",
    "roll_back",
    "rulebook_of",
]

Progress = Callable[[str], None]
RowsDone = Callable[[int, int], None]
ROWS_LOOKED_AT = 1_000_000  # their files have a checksum in some hundredths of a second


@dataclass(frozen=True)
class Options:
    """`replace`: withdraw what that export and month held for the covered townships. `by`: who.

    `reason`: why published figures are changed. `forced`: an admin changes a locked month. `seen`: the newest
    upload that the person knew of; None: not asked. `drafts`: they end with the publication. `scheduled`: the
    number of the publication that is done by this. Raises Refused for a reason that names a person.
    """

    by: str = ""
    replace: bool = False
    reason: str = ""
    forced: bool = False
    seen: int | None = None
    drafts: tuple[int, ...] = ()
    scheduled: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", checked_reason(self.reason))

    def sender(self, store: Store) -> Sender:
        """Who it is, for the catalogue."""
        return Sender(store.grant.signature(self.by), now(), store.next_publication(), self.replace)


@dataclass(frozen=True)
class Publication:
    """What became of every file, in the order given, and the mart that stands now (None: none yet)."""

    results: tuple[Staged, ...]
    mart: Path | None

    @property
    def refused(self) -> bool:
        """Nothing was published, because at least one file was refused as a whole."""
        return any(result.checked.refused for result in self.results)


def check(
    store: Store, files: Sequence[FileToCheck], rows_done: RowsDone | None = None, forced: bool = False
) -> list[Checked]:
    """What publishing these files would find; nothing is written. `rows_done`: told (done, of all)."""
    with session_of(store) as engine:
        return _check(engine, store, files, definitions_of(store), rows_done, forced)


def publish(
    store: Store,
    files: Sequence[FileToCheck],
    options: Options,
    progress: Progress = lambda step: None,
    rows_done: RowsDone | None = None,
) -> Publication:
    """Check the files and publish them together: one mart, or nothing where one is refused as a whole."""
    with store.writing(), session_of(store).ready() as engine:
        progress(say("核对文件"))
        definitions = definitions_of(store)
        checked = _check(engine, store, files, definitions, rows_done, options.forced)
        if any(each.refused for each in checked):
            return Publication(tuple(Staged(each) for each in checked), store.current_mart())
        refuse_unseen(store, checked, options.seen)
        store.sweep()
        progress(say("写入数据"))
        staged = stage(store, list(zip(files, checked, strict=True)), options.sender(store), store.folder)
        change = with_company(store, _change(staged), options)
        if not change.uploads:
            end_without_change(store, options)
            return Publication(staged, store.current_mart())
        progress(say("计算指标"))
        mart, replaced = _move_pointer(engine, store, definitions, "publish", options.by, change, progress)
    return Publication(_counted(staged, replaced), mart)


def preview(
    store: Store, files: Sequence[FileToCheck], options: Options, folder: Path
) -> tuple[list[Checked], Path | None]:
    """The checks, and the mart as it would be, written under `folder`; None where nothing would change."""
    with session_of(store, folder) as engine:
        definitions = definitions_of(store)
        checked = _check(engine, store, files, definitions, forced=options.forced)
        if any(each.refused for each in checked):
            return checked, None
        staged = stage(store, list(zip(files, checked, strict=True)), options.sender(store), folder)
        change = _change(staged)
        mart = folder / "preview.duckdb"
        if change.uploads:
            live = _live_after(store, _with_paths_in(folder, change))
            build_new_mart(engine, store, definitions, live, mart, before=store.current_mart())
    return [each.checked for each in staged], mart if change.uploads else None


def roll_back(store: Store, upload: int, by: str = "", reason: str = "", forced: bool = False) -> Path:
    """Withdraw one upload; what it had replaced stands again. The new mart.

    reason: why. forced: an admin takes it out of a locked month.
    """
    with store.writing(), session_of(store) as engine:
        gone, is_late = rolled_back_upload(store, upload, forced)
        by = store.grant.signature(by)
        found = rollback_of(gone, store.catalogue.coverage(), checked_reason(reason), is_late, by, now())
        change = Change(rolled_back=(upload,), along=(writer_of(found),))
        return _move_pointer(engine, store, definitions_of(store), "rollback", by, change)[0]


def rebuild(store: Store, by: str = "") -> Path:
    """Compute the mart anew from what stands, as after a change of indicators or settings. The new mart."""
    store.grant.refuse_unless(ADMIN)
    with store.writing(), session_of(store) as engine:
        if not store.publication():
            raise Refused(say("库中还没有数据，请先发布文件。"))
        return _move_pointer(engine, store, definitions_of(store), "rebuild", by, Change())[0]


def _check(
    engine: DuckDB,
    store: Store,
    files: Sequence[FileToCheck],
    definitions: Definitions,
    rows_done: RowsDone | None = None,
    forced: bool = False,
) -> list[Checked]:
    refuse_force(store, forced)
    _look_at_what_stands(store)
    return check_files(store, files, rulebook_of(definitions), engine.here(), rows_done, forced)


def rulebook_of(definitions: Definitions) -> Rulebook:
    """What files are checked by."""
    indicators = definitions.indicators
    names = {name: each.id for each in indicators.values() for name in each.names.values()}
    neutral = frozenset(each.id for each in indicators.values() if each.is_neutral)
    return Rulebook(definitions.exports, names | {each: each for each in indicators}, neutral)


def _change(staged: Sequence[Staged]) -> Change:
    new = [each for each in staged if each.is_new]
    uploads = tuple(each.upload for each in new if each.upload)
    coverage = tuple(row for each in new for row in each.coverage)
    findings = tuple(
        row for each in new if each.upload for row in findings_to_keep(each.upload.id, each.checked)
    )
    return Change(uploads, coverage, findings=findings)


def _move_pointer(
    engine: DuckDB,
    store: Store,
    definitions: Definitions,
    what: str,
    by: str,
    change: Change,
    progress: Progress = lambda step: None,
) -> tuple[Path, dict[int, int]]:
    mart = store.next_mart()
    live = _live_after(store, change)
    # to rebuild is to trust nothing that was computed before
    before = store.current_mart() if what != "rebuild" else None
    if what != "publish":
        refuse_damaged_rows(live)
    replaced = build_new_mart(engine, store, definitions, live, mart, change.uploads, before)
    let_servers_get_ready(store.folder, mart, lambda: progress(say("让正在看的页面先就绪")))
    name = mart.relative_to(store.folder).as_posix()
    row = PublicationRow(store.next_publication(), name, what, store.grant.signature(by), now())
    store.commit(row, change)
    return mart, replaced


def _look_at_what_stands(store: Store) -> None:
    """A flipped bit is no error to whoever reads; beyond some rows only `verify` and a rebuild look."""
    live = store.live()
    if live.rows <= ROWS_LOOKED_AT:
        refuse_damaged_rows(live)


def _live_after(store: Store, change: Change) -> LiveData:
    coverage = (*store.catalogue.coverage(), *change.coverage)
    return live_data(change.after(store.catalogue.uploads()), coverage, store.folder)


def _with_paths_in(folder: Path, change: Change) -> Change:
    uploads = tuple(replace(each, parquet=str(folder / each.parquet)) for each in change.uploads)
    return replace(change, uploads=uploads)


def _counted(staged: Sequence[Staged], replaced: dict[int, int]) -> tuple[Staged, ...]:
    return tuple(
        replace(each, replaced=replaced.get(each.upload.id, 0)) if each.is_new and each.upload else each
        for each in staged
    )
