"""What a check asks the store: where an id lives, and how many rows a month usually has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from data.engines.duckdb_engine import quoted
from data.live import LiveData, LiveFile
from data.township_register import Register

if TYPE_CHECKING:
    import pyarrow as pa

    from data.engines.duckdb_engine import DuckDB
    from data.export_parts import Export
    from data.findings import Checked

# a year of months, so that seasons do not count as surprises; three at least, for two are no habit
USUAL_MONTHS = 12
FEWEST_MONTHS = 3
EMPTY = Register()


class Lookups:
    """Answers from the live rows of the store and from the files of the same publication checked before.

    `known` and `usual_rows` have the shapes that `CheckContext` asks for.
    """

    def __init__(
        self, live: LiveData, exports: Mapping[str, Export], engine: DuckDB, register: Register = EMPTY
    ) -> None:
        self._live = live
        self._register = register
        self._exports = exports
        self._engine = engine
        self._arrived: dict[str, dict[str, str]] = {}
        self._not_yet_asked: dict[str, list[pa.Table]] = {}  # export → the rows of files checked before

    def known(self, export_id: str, ids: Collection[str]) -> Mapping[str, str]:
        """Id → township, of those among `ids` that have a live row."""
        found = self._stored(self._exports[export_id], ids)
        arrived = self._arrived_before(export_id)
        return found | {each: arrived[each] for each in ids if each in arrived} if arrived else found

    def usual_rows(self, export_id: str, month: date, townships: frozenset[str]) -> float | None:
        """Median rows of the last 12 months before `month`, over `townships`; None where under 3 stand."""
        numbers = {upload.id for upload in self._live.uploads if upload.export == export_id}
        rows: dict[date, dict[str | None, int]] = {}
        for part in self._live.coverage:
            if part.upload in numbers and part.month < month and part.township in townships:
                of_month = rows.setdefault(part.month, {})
                of_month[part.township] = max(part.rows, of_month.get(part.township, 0))
        totals = [sum(rows[each].values()) for each in sorted(rows)[-USUAL_MONTHS:]]
        return median(totals) if len(totals) >= FEWEST_MONTHS else None

    def usual_by_township(self, export_id: str, month: date) -> Mapping[str, float]:
        """Township → median rows of its last 12 months before `month`, where at least 3 stand.

        Of the townships in force in `month`: one that went into another has its rows counted there.
        """
        numbers = {upload.id for upload in self._live.uploads if upload.export == export_id}
        most: dict[tuple[str, date], int] = {}
        for part in self._live.coverage:
            if part.upload in numbers and part.month < month and part.township:
                of_month = (part.township, part.month)
                most[of_month] = max(part.rows, most.get(of_month, 0))
        in_force = {township: self._register.in_force(township, month) for township, _ in most}
        rows: dict[str, Counter[date]] = {}
        for (township, each), number in most.items():
            rows.setdefault(in_force[township], Counter())[each] += number
        lasts = {code: [each[m] for m in sorted(each)[-USUAL_MONTHS:]] for code, each in rows.items()}
        return {code: median(last) for code, last in lasts.items() if len(last) >= FEWEST_MONTHS}

    def remember(self, checked: Checked) -> None:
        """Let the files that follow in the same publication see these rows."""
        export = checked.export
        if export and checked.rows is not None and export.id_column and export.township_column:
            kept = checked.rows.select([export.id_column.id, export.township_column.id])
            self._not_yet_asked.setdefault(export.id, []).append(kept)

    def _arrived_before(self, export_id: str) -> Mapping[str, str]:
        # most files are the only one of their export, and are never asked about
        for rows in self._not_yet_asked.pop(export_id, ()):
            self._arrived.setdefault(export_id, {}).update(_as_mapping(rows))
        return self._arrived.get(export_id, {})

    def _stored(self, export: Export, ids: Collection[str]) -> dict[str, str]:
        files = self._live.of_export(export.id)
        if not (ids and export.id_column and export.township_column and files):
            return {}
        self._engine.load("asked", _id_table(ids))
        self._engine.load("withdrawn", _withdrawn_table(files))
        self._engine.load_parquet("stored", [file.path for file in files])
        names = {"id": quoted(export.id_column.id), "township": quoted(export.township_column.id)}
        return _as_mapping(self._engine.query(_STANDING_TOWNSHIPS.format(**names)))


# grain: one row per id that has a row not withdrawn. Files whose smallest and greatest id leave out all that
# is asked for are not read
_STANDING_TOWNSHIPS = """
select
    stored.{id} as id,
    arg_max(stored.{township}, (stored.reported_month, stored.upload, stored.row)) as township
from stored
semi join asked on stored.{id} = asked.id
anti join withdrawn
    on stored.upload = withdrawn.upload and stored.{township} = withdrawn.township
group by stored.{id}
"""


def _id_table(ids: Collection[str]) -> pa.Table:
    import pyarrow as pa

    return pa.table({"id": pa.array(list(ids), pa.string())})


def _as_mapping(rows: pa.Table) -> dict[str, str]:
    """The first of two columns → the second."""
    first, second = (column.to_pylist() for column in rows.columns)
    return dict(zip(first, second, strict=True))


def _withdrawn_table(files: tuple[LiveFile, ...]) -> pa.Table:
    import pyarrow as pa

    pairs = [(file.upload.id, township) for file in files for township in sorted(file.withdrawn)]
    uploads = pa.array([upload for upload, _ in pairs], pa.int64())
    return pa.table({"upload": uploads, "township": pa.array([name for _, name in pairs], pa.string())})
