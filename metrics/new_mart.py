"""Standing rows → a new mart file: one engine session from the Parquet files to the finished mart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.clean_tables import load_clean_tables
from data.deadlines import decided_deadlines
from data.engines.duckdb_engine import DuckDB, threads_for
from data.export_format import load_exports
from data.language import language
from data.live_register import live_register
from data.replaced_rows import count_replaced_rows
from data.settings import IN_DUCKDB
from data.store import settle
from metrics.chart_settings import load_chart_settings
from metrics.index.stored import StoredStandard, load_into_session, load_standards
from metrics.indicator import load_indicators
from metrics.indicator_months import build_indicator_months
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

    engine: a session that may open the files of `live` and the folder of `path`. before: the mart to go on
    from. Gives for every upload of `new` how many standing rows it replaced or withdrew.
    """
    building = path.with_suffix(".building")
    building.unlink(missing_ok=True)
    live = replace(live, deadlines=decided_deadlines(store))
    replaced = _count(engine, store, definitions, live, new)
    load_into_session(engine, definitions.standards)
    load_questions(engine, live, definitions.indicators, store.catalogue.locks())
    write_mart(building, engine, _foundations(store, definitions, live, before))
    settle(building, path)
    return replaced


def _count(
    engine: DuckDB, store: Store, definitions: Definitions, live: LiveData, new: Sequence[Upload]
) -> dict[int, int]:
    """Leave the clean tables and the sums of the months in the session; gives what `new` replaced."""
    load_clean_tables(engine, live, definitions.exports, live_register(live), store.settings)
    replaced: dict[int, int] = {}
    engine.side_by_side(
        [
            lambda session: build_indicator_months(session, definitions.indicators),
            lambda session: replaced.update(_replaced(session, definitions.exports, live, new)),
            load_open_overdue,
        ]
    )
    return replaced


def _foundations(store: Store, definitions: Definitions, live: LiveData, before: Path | None) -> Foundations:
    county = {f"county_{code}": name for code, name in store.settings.county.items()}
    return Foundations(
        definitions=numbered(definitions.indicators, definitions.exports, store.folder),
        live=live,
        info={"format": MART_FORMAT} | county,
        charts=load_chart_settings(store.folder),
        companions=COMPANIONS,
        before=before if before and before.exists() else None,
    )


def _replaced(
    engine: DuckDB, exports: Mapping[str, Export], live: LiveData, new: Sequence[Upload]
) -> dict[int, int]:
    counts: dict[int, int] = {}
    for export_id in dict.fromkeys(upload.export for upload in new):
        of_export = [upload for upload in new if upload.export == export_id]
        counts |= count_replaced_rows(engine, exports[export_id], of_export, live)
    return counts
