"""The desk where files arrive: each is checked against the store and against the files beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from data.check_lookups import Lookups
from data.checks import CheckContext, Checked, Finding, check_file, check_kept
from data.clock import today
from data.export_format import load_lists
from data.grid import Progress
from data.kept_sheet import Cell, KeptSheet
from data.language import say
from data.live_register import REGISTER_EXPORT, register_with
from data.month_in_name import warned_of_month_in_name
from data.month_to_come import judged_by_month_to_come
from data.own_townships import only_own
from data.personal import scrubbed_file_name
from data.same_rows import warned_of_same_rows
from data.stock_lookup import StockLookup
from data.unreported_months import warned_of_unreported_months

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB
    from data.export_parts import Export
    from data.store import Store


@dataclass(frozen=True)
class FileToCheck:
    """One file with what was said about it; None: to be told from the file (`received`: today).

    Here file names come in, so here a personal part of one is hidden: nothing behind ever sees it.
    kept: what an earlier check read of it, with `corrections` by hand; then `content` is not read.
    keeps_sheet: whether the answer should have it, for a draft. is_typed: a person has typed `month`.
    """

    name: str
    content: bytes
    export: str | None = None
    month: date | None = None
    received: date | None = None
    covers: str | None = None
    kept: KeptSheet | None = field(default=None, repr=False)
    corrections: Mapping[Cell, str] = field(default_factory=dict)
    keeps_sheet: bool = False
    is_typed: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", scrubbed_file_name(self.name))


@dataclass(frozen=True)
class Rulebook:
    """What files are checked by. `indicators`: id or name → id; `neutral`: ids that may have no target."""

    exports: Mapping[str, Export]
    indicators: Mapping[str, str] = field(default_factory=dict)
    neutral: frozenset[str] = frozenset()


def check_files(
    store: Store,
    files: Sequence[FileToCheck],
    rulebook: Rulebook,
    engine: DuckDB,
    progress: Progress | None = None,
    forced: bool = False,
) -> list[Checked]:
    """Check every file, in the order given; nothing is written. `engine` may read the store.

    progress: told (rows done, rows in all). forced: to an admin a locked month is but a warning.
    Where one of them is a new township register, the others are checked against that register.
    """
    checked = _check_each(store, files, rulebook, engine, progress, forced)
    return warned_of_unreported_months(checked, store.live(), rulebook.exports)


def _check_each(
    store: Store,
    files: Sequence[FileToCheck],
    rulebook: Rulebook,
    engine: DuckDB,
    progress: Progress | None,
    forced: bool,
) -> list[Checked]:
    desk = _Desk(store, rulebook, engine, progress=progress, forced=forced)
    # without covers: the codes that only a register brings are unknown until it is read
    first = {
        at: desk.check(replace(file, covers=None), remembers=file.covers is None)
        for at, file in enumerate(files)
        if file.export in (None, REGISTER_EXPORT)
    }
    registers = {at: each for at, each in first.items() if _is_register(each)}
    if registers:
        desk = _Desk(store, rulebook, engine, list(registers.values()), progress, forced)
    plain = registers or {at: each for at, each in first.items() if files[at].covers is None}
    return [plain.get(at) or desk.check(file) for at, file in enumerate(files)]


def context_at_desk(store: Store, file: FileToCheck, rulebook: Rulebook, engine: DuckDB) -> CheckContext:
    """What a file would be checked by, for whoever looks at it before it is checked."""
    return _Desk(store, rulebook, engine).context(file)


class _Desk:
    def __init__(
        self,
        store: Store,
        rulebook: Rulebook,
        engine: DuckDB,
        registers: Sequence[Checked] = (),
        progress: Progress | None = None,
        forced: bool = False,
    ) -> None:
        live = store.live()
        self._rulebook = rulebook
        self._uploads, self._folder = live.uploads, store.folder
        self._register = register_with(live, registers)
        self._lists = load_lists(store.folder)
        self._locked, self._forced = store.locked_months(), forced
        self._own = store.grant.townships
        self._settings = store.settings
        self._progress = progress
        self._lookups = Lookups(live, rulebook.exports, engine, self._register)
        self._stocks = StockLookup(live, rulebook.exports, engine)

    def check(self, file: FileToCheck, remembers: bool = True) -> Checked:
        judged = judged_by_month_to_come(warned_of_month_in_name(self._judged(file)), file.is_typed)
        checked = self._refuse_locked(judged)
        if self._own is not None:
            checked = only_own(checked, self._own, self._register)
        checked = warned_of_same_rows(checked, self._uploads, self._folder)
        if remembers and not checked.refused:
            self._lookups.remember(checked)
            self._stocks.remember(checked)
        return checked

    def _judged(self, file: FileToCheck) -> Checked:
        if file.kept is None:
            return check_file(file.content, file.name, self.context(file))
        return check_kept(file.kept, file.corrections, file.name, self.context(file))

    def context(self, file: FileToCheck) -> CheckContext:
        return CheckContext(
            exports=self._rulebook.exports,
            register=self._register,
            received=file.received or today(),
            export_id=file.export,
            month=file.month,
            covers=file.covers,
            lists=self._lists,
            known=self._lookups.known,
            usual_rows=self._lookups.usual_rows,
            usual_by_township=self._lookups.usual_by_township,
            last_closing=self._stocks.last_closing,
            open_cases=self._stocks.open_cases,
            indicators=self._rulebook.indicators,
            neutral_indicators=self._rulebook.neutral,
            settings=self._settings,
            progress=self._progress,
            keeps_sheet=file.keeps_sheet,
            own=self._own,
        )

    def _refuse_locked(self, checked: Checked) -> Checked:
        months = {part.month for part in checked.coverage} | {checked.month}
        locked = sorted(month for month in months if month in self._locked)
        if not locked:
            return checked
        found = say("、").join(f"{month:%Y-%m}" for month in locked)
        if self._forced:
            expected = say("没有锁定的月份；由管理员在锁定后更正，会注明修订")
            finding = Finding(None, "", "", found, expected, "locked_month")
            return replace(checked, warnings=(finding, *checked.warnings))
        expected = say("没有锁定的月份；如需更正，请由管理员更正，或先解除锁定")
        finding = Finding(None, "", "", found, expected, "locked_month")
        return replace(checked, rows=None, errors=(finding, *checked.errors))


def _is_register(checked: Checked) -> bool:
    return checked.export is not None and checked.export.id == REGISTER_EXPORT and not checked.refused
