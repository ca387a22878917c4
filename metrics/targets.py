"""Targets by indicator and year: what holds, what held before, and setting them like any other upload."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from data.audit import record
from data.clock import today
from data.export_format import load_exports
from data.forms import form_csv
from data.grants import ADMIN
from data.language import say
from data.refusal import Refused
from metrics.publication import FileToCheck, Options, Publication
from metrics.whole_files import publish_whole

if TYPE_CHECKING:
    from data.live import LiveFile
    from data.store import Store

EXPORT = "targets"


@dataclass(frozen=True)
class Target:
    """What an indicator should reach in a year, in its unit; `warning`: where concern begins."""

    indicator: str
    year: int
    target: float
    warning: float | None = None


@dataclass(frozen=True)
class TargetVersion:
    """A target as one upload set it."""

    target: Target
    upload: int
    by: str
    at: datetime


def target_history(store: Store) -> list[TargetVersion]:
    """Every target that was set and not withdrawn, oldest first: the last of an indicator and year holds."""
    files = sorted(
        store.live().of_export(EXPORT), key=lambda file: (file.upload.month or date.min, file.upload.id)
    )
    return [
        TargetVersion(_target(row), f.upload.id, f.upload.by, f.upload.at) for f in files for row in _rows(f)
    ]


def target_years(store: Store) -> list[int]:
    """The years that have targets, newest first."""
    return sorted({each.target.year for each in target_history(store)}, reverse=True)


def set_targets(store: Store, targets: Iterable[Target], by: str) -> Publication:
    """Publish these targets: they hold from now on, and what they take the place of stays in the history.

    Raises Refused where one is for an unknown or a neutral indicator.
    """
    store.grant.refuse_unless(ADMIN)
    wanted = list(targets)
    if not wanted:
        raise Refused(say("没有要改的目标值。"))
    export = load_exports(store.folder)[EXPORT]
    cells = map(_cells, wanted)
    content = form_csv(export, [[row.get(column, "") for column in export.columns] for row in cells])
    name = say("目标值-{years}.csv", years="-".join(str(y) for y in sorted({t.year for t in wanted})))
    done = publish_whole(store, FileToCheck(name, content, EXPORT, _month(store)), Options(by))
    for each in wanted:
        detail = f"{each.year}: {_text(each.target)} / {_text(each.warning)}"
        record(store.catalogue, by, "targets", each.indicator, detail)
    return done


def _month(store: Store) -> date:
    """Of two uploads the one of the later month holds: a new one must not lie before any other."""
    months = [file.upload.month for file in store.live().of_export(EXPORT) if file.upload.month]
    return max([today().replace(day=1), *months])


def _rows(file: LiveFile) -> list[dict[str, Any]]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(file.path) as parquet:
        return sorted(parquet.read().to_pylist(), key=lambda row: int(row["row"]))


def _target(row: dict[str, Any]) -> Target:
    return Target(row["indicator"], int(row["year"]), float(row["target"]), row.get("warning"))


def _text(number: float | None) -> str:
    return "" if number is None else f"{number:.12g}"


def _cells(target: Target) -> dict[str, str]:
    numbers = {"target": _text(target.target), "warning": _text(target.warning)}
    return {"indicator": target.indicator, "year": str(target.year)} | numbers
