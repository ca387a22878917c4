"""Where a figure comes from: what the mart keeps of definitions, SQL and uploads for its receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.indicator_definition import INDICATORS_FOLDER, Counted, Indicator
from metrics.to_sql import definition_sql

if TYPE_CHECKING:
    import pyarrow as pa

    from data.engines.duckdb_engine import DuckDB
    from data.export_format import Export
    from data.live import LiveData

MONTHS_OF_PERIOD = {"month": 1, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class Definition:
    """One row of the mart's `indicators`: an indicator as its file states it, in catalogue order.

    A `…_where` is the condition as written ("" = every row), a `…_sum` the column added up ("" = rows
    are counted). `every_months`: how often the numerator's table is due (1, 6, 12). `sql`: its sums by
    township and month. `definition`: the text of its file. `reaches_back`: a case may have come with any
    earlier upload, because the figure is not counted by the date that tells the reported month (a case closed
    in June may have come in January). `below_county`: the months that a breakdown of townships is shown in.
    """

    indicator_no: int
    indicator: str
    name_zh: str
    name_en: str
    why_zh: str
    why_en: str
    domain: str
    unit: str
    good: str
    decimals: int
    is_stock: bool
    limits_method: str
    every_months: int
    provisional_days: int | None
    source: str
    reviewed: date | None
    numerator_table: str
    numerator_by: str
    numerator_where: str
    numerator_sum: str
    minus_table: str = ""
    minus_by: str = ""
    minus_where: str = ""
    minus_sum: str = ""
    denominator_table: str = ""
    denominator_by: str = ""
    denominator_where: str = ""
    denominator_sum: str = ""
    reaches_back: bool = False
    below_county: str = "year"
    sql: str = ""
    definition: str = ""
    truncate: bool = False


@dataclass(frozen=True)
class FeedingUpload:
    """An upload that a figure was counted from. `rows`: None for a register that is not read as a whole."""

    upload: int
    export: str
    month: date | None
    file: str
    rows: int | None
    by: str
    at: datetime
    received: date


@dataclass(frozen=True)
class Receipt:
    """Everything behind one figure: counts, definition, the SQL that counted them, the uploads they came in.

    `value` and the counts are None where the figure is missing.
    """

    definition: Definition
    area: str
    area_name: str
    period_type: str
    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    covered: int
    expected: int
    sql: tuple[str, ...]  # one SELECT each for numerator, minus and denominator
    uploads: tuple[FeedingUpload, ...]


def definitions_of(
    indicators: Mapping[str, Indicator], exports: Mapping[str, Export], county_folder: Path | None = None
) -> list[Definition]:
    """The rows of the mart's `indicators`, in catalogue order.

    `exports` tell how often a table is due; `county_folder` holds the files of the county's own indicators.
    """
    return [
        _definition(number, indicator, exports.values(), county_folder)
        for number, indicator in enumerate(indicators.values())
    ]


def _definition(
    number: int, indicator: Indicator, exports: Iterable[Export], county_folder: Path | None
) -> Definition:
    feeding = [export for export in exports if export.table == indicator.numerator.table]
    return Definition(
        indicator_no=number,
        **_stated(indicator),
        **_part("numerator", indicator.numerator),
        **_part("minus", indicator.minus),
        **_part("denominator", indicator.denominator),
        every_months=min((MONTHS_OF_PERIOD[export.every] for export in feeding), default=1),
        reaches_back=_reaches_back(indicator, {export.opening for export in feeding}),
        sql=definition_sql(indicator),
        definition=_text_of(indicator, county_folder),
    )


def _stated(indicator: Indicator) -> dict[str, Any]:
    """What the file says beside its sums."""
    texts = {"name": indicator.names, "why": indicator.why}
    plain = (
        *("domain", "unit", "good", "decimals", "truncate", "provisional_days"),
        *("source", "reviewed", "below_county"),
    )
    return {
        "indicator": indicator.id,
        "is_stock": indicator.stock,
        "limits_method": indicator.limits,
        **{name: getattr(indicator, name) for name in plain},
        **{f"{key}_{code}": text.get(code, "") for key, text in texts.items() for code in ("zh", "en")},
    }


def _reaches_back(indicator: Indicator, openings: set[str]) -> bool:
    counted = [part for part in (indicator.numerator, indicator.minus) if part]
    return bool(openings) and any(part.by not in openings for part in counted)


def _part(role: str, part: Counted | None) -> dict[str, Any]:
    keys = ("table", "by", "where", "sum")
    return {f"{role}_{key}": getattr(part, key) if part else "" for key in keys}


def _text_of(indicator: Indicator, county_folder: Path | None) -> str:
    """The indicator's file, as it was when the mart was written."""
    folder = county_folder / "indicators" if indicator.is_own and county_folder else INDICATORS_FOLDER
    path = folder / f"{indicator.id}.toml"
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


_TYPES = {"int": "int64", "bool": "bool_", "str": "string", "int | None": "int64", "date | None": "date32"}


def definitions_table(definitions: Sequence[Definition]) -> pa.Table:
    """The definitions as one Arrow row each."""
    import pyarrow as pa

    schema = pa.schema([(field.name, getattr(pa, _TYPES[str(field.type)])()) for field in fields(Definition)])
    return pa.Table.from_pylist([vars(definition) for definition in definitions], schema)


# what a township reported before it went into another feeds the other's figures from then on: there the cases
# are closed. Dated on the last day before, so that only what reaches back finds it
HANDED_OVER = """
insert into coverage_sources
select table_name, since - 1, holder, upload, 0, 0, 0
from coverage_sources
join holdings on holdings.township = coverage_sources.township and coverage_sources.month < since
"""


def load_sources(engine: DuckDB, live: LiveData, info: Mapping[str, str]) -> None:
    """Leave `upload_sources`, `coverage_sources` and `mart_info` in the session."""
    engine.load("upload_sources", uploads_table(live))
    engine.load("coverage_sources", coverage_table(live))
    engine.execute(HANDED_OVER)
    engine.load("mart_info", _info_table(info))


def _info_table(info: Mapping[str, str]) -> pa.Table:
    import pyarrow as pa

    return pa.table({"key": pa.array(info, pa.string()), "value": pa.array(info.values(), pa.string())})


def uploads_table(live: LiveData) -> pa.Table:
    """The standing uploads, one row each, as a mart keeps them."""
    import pyarrow as pa

    uploads = live.uploads
    return pa.table(
        {
            "upload": pa.array([u.id for u in uploads], pa.int64()),
            "export": pa.array([u.export for u in uploads], pa.string()),
            "table_name": pa.array([u.table for u in uploads], pa.string()),
            "month": pa.array([u.month for u in uploads], pa.date32()),
            "file": pa.array([u.file for u in uploads], pa.string()),
            "rows_read": pa.array([u.rows_read for u in uploads], pa.int64()),
            "rows": pa.array([u.rows for u in uploads], pa.int64()),
            "rows_rejected": pa.array([u.rows_rejected for u in uploads], pa.int64()),
            "covers": pa.array([u.covers for u in uploads], pa.string()),
            "replaces": pa.array([u.replaces for u in uploads], pa.bool_()),
            "by": pa.array([u.by for u in uploads], pa.string()),
            # the wall clock of the office, without a zone: it is shown, never reckoned with
            "at": pa.array([u.at.replace(tzinfo=None) for u in uploads], pa.timestamp("us")),
            "received": pa.array([u.received for u in uploads], pa.date32()),
            "sha256": pa.array([u.sha256 for u in uploads], pa.string()),
        }
    )


def coverage_table(live: LiveData) -> pa.Table:
    """What they cover, one row per upload, month and township."""
    import pyarrow as pa

    tables = {upload.id: upload.table for upload in live.uploads}
    rows = live.coverage
    return pa.table(
        {
            "table_name": pa.array([tables[row.upload] for row in rows], pa.string()),
            "month": pa.array([row.month for row in rows], pa.date32()),
            "township": pa.array([row.township for row in rows], pa.string()),
            "upload": pa.array([row.upload for row in rows], pa.int64()),
            "rows_read": pa.array([row.rows_read for row in rows], pa.int64()),
            "rows_refused": pa.array([row.rows_refused for row in rows], pa.int64()),
            "rows": pa.array([row.rows for row in rows], pa.int64()),
        }
    )
