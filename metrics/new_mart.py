"""Standing rows → a new mart file: one engine session from the Parquet files to the finished mart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.deadlines import decided_deadlines
from data.engines.duckdb_engine import DuckDB, SqlError, is_damage, threads_for
from data.export_format import load_exports
from data.language import language
from data.replaced_rows import count_replaced_rows
from data.settings import IN_DUCKDB
from data.store import settle
from metrics.chart_settings import load_chart_settings
from metrics.counted_rows import count_rows
from metrics.index.stored import StoredStandard, load_into_session, load_standards
from metrics.indicator import load_indicators
from metrics.mart import Foundations, write_mart
from metrics.open_overdue import load_open_overdue
from metrics.questions import load_questions
from metrics.receipts import definitions_of as numbered
from metrics.renewal import MART_FORMAT

if TYPE_CHECKING:
    from data.catalogue_records import Upload
    from data.export_parts import Export
    from data.live import LiveData
    from data.store import Store
    from metrics.counted_rows import Counted
    from metrics.indicator_definition import Indicator

# what a mart keeps beside its figures: table of the session → how it is sorted
COMPANIONS = {
    "scoring_standards": "is_own, year",
    "questions": "township, subject, question",
    "open_overdue": "township, table_name, due_on, case_id",
}


@dataclass(frozen=True)
class Definitions:
    """Exports, indicators and scoring standards of a store: read and checked once for a whole publication."""

    exports: Mapping[str, Export]
    indicators: Mapping[str, Indicator]
    standards: tuple[StoredStandard, ...] = ()


def definitions_of(store: Store) -> Definitions:
    """Ours and the county's own. Raises Refused for a file that is wrong."""
    return _read_definitions(store.folder, language(), _stamp(store.folder))


@lru_cache(maxsize=4)
def _read_definitions(folder: Path, spoken: str, stamp: tuple[object, ...]) -> Definitions:
    """Read once for as long as no file of the county's changes: a history is hundreds of publications."""
    exports = load_exports(folder)
    indicators = load_indicators(folder, exports)
    return Definitions(exports, indicators, load_standards(folder, indicators))


def _stamp(folder: Path) -> tuple[object, ...]:
    """Another whenever a TOML file of the county's is another."""
    found = sorted((*folder.glob("*.toml"), *folder.glob("*/*.toml")))
    stats = [(path, path.stat()) for path in found]
    return tuple((path, each.st_mtime_ns, each.st_size, each.st_ino) for path, each in stats)


def session_of(store: Store, *folders: Path) -> DuckDB:
    """A session that may open the store's tables and marts, and these folders; the caller closes it."""
    opened = [store.folder / "tables", store.folder / "marts", *folders]
    threads, settings = threads_for(store.live().rows), store.settings
    if settings.engine != IN_DUCKDB:
        from data.engines.rows_on_spark import session_on_spark

        return session_on_spark(settings.engine, settings.files, store.folder, opened, threads)
    return DuckDB(opened, threads=threads)


def build_new_mart(
    engine: DuckDB,
    store: Store,
    definitions: Definitions,
    live: LiveData,
    path: Path,
    new: Sequence[Upload] = (),
    before: Path | None = None,
) -> dict[int, int]:
    """Write the mart of `live` to the new file `path`; it has its name only once it is whole.

    engine: a session that may open all these files. before: the mart of what stands now, to go on from.
    Gives for every upload of `new` how many standing rows it replaced or withdrew.
    """
    live = replace(live, deadlines=decided_deadlines(store))
    building = _Building(engine, store, definitions, live, path.with_suffix(".building"), tuple(new))
    last = before if before and before.exists() else None
    try:
        replaced = building.build(last)
    except SqlError as error:
        if last is None or not is_damage(error):
            raise
        replaced = building.build(None)  # a last mart that cannot be read is no reason not to publish
    settle(building.path, path)
    return replaced


@dataclass(frozen=True)
class _Building:
    """One mart in the making, at `path`."""

    engine: DuckDB
    store: Store
    definitions: Definitions
    live: LiveData
    path: Path
    new: tuple[Upload, ...]

    def build(self, last: Path | None) -> dict[int, int]:
        engine, store, definitions, live = self.engine, self.store, self.definitions, self.live
        self.path.unlink(missing_ok=True)
        with engine.attached_last(last):
            counted = count_rows(engine, store, definitions, live, last is not None)
            replaced = _replaced(engine, definitions.exports, live, self.new)
            _load_companions(engine, store, definitions, live)
            write_mart(self.path, engine, _foundations(store, definitions, live, last, counted))
        return replaced


def _load_companions(engine: DuckDB, store: Store, definitions: Definitions, live: LiveData) -> None:
    load_open_overdue(engine)
    load_into_session(engine, definitions.standards)
    load_questions(engine, live, definitions.indicators, store.catalogue.locks())


def _foundations(
    store: Store, definitions: Definitions, live: LiveData, before: Path | None, counted: Counted
) -> Foundations:
    county = {f"county_{code}": name for code, name in store.settings.county.items()}
    return Foundations(
        definitions=numbered(definitions.indicators, definitions.exports, store.folder),
        live=live,
        info={"format": MART_FORMAT} | county,
        charts=load_chart_settings(store.folder),
        companions=COMPANIONS,
        before=before,
        row_sums=counted,
    )


def _replaced(
    engine: DuckDB, exports: Mapping[str, Export], live: LiveData, new: Sequence[Upload]
) -> dict[int, int]:
    counts: dict[int, int] = {}
    for export_id in dict.fromkeys(upload.export for upload in new):
        of_export = [upload for upload in new if upload.export == export_id]
        counts |= count_replaced_rows(engine, exports[export_id], of_export, live)
    return counts
