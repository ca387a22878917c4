"""Reads of the mart, cached by its path: a new publication is a new path, so nothing old is ever shown.

Each run asks the store which mart is current (one small read), then everything else is answered from memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.export_format import Export, load_exports
from data.grants import VIEWER, Grant
from data.store import Store
from metrics.branch_mart import View, branch_mart, view_of
from metrics.limited_mart import limited_mart
from metrics.mart_queries import first_day
from metrics.mart_reader import Mart
from metrics.questions import Question
from pages.shared.address import in_address
from pages.shared.empty_states import stop_at_empty_store
from pages.shared.figure_tables import FigureTables
from pages.shared.kept import Kept, kept_by_mart
from pages.shared.letting_go import let_go_of_earlier_than
from pages.shared.meeting_choice import frozen_mart
from pages.shared.one_run import once
from pages.shared.reader import the_grant

if TYPE_CHECKING:
    from pandas import DataFrame

Codes = str | tuple[str, ...] | None
# a mart is a read-only file that is never rewritten, so an open one may be shared; the last few stay open for
# readers whose run began before a publication
_MARTS: Kept[Mart] = Kept(3)
# in memory for every branch or set of townships that somebody reads: a few megabytes each
_COPIES: Kept[Mart] = Kept(40)


def the_store() -> Store:
    """The store that this server shows (env SAFETY_REPORT_STORE), in the hands of whoever reads."""
    return once("store", _granted_to_reader)


def _granted_to_reader() -> Store:
    store = _store_in(str(Store().folder))
    return store.granted(the_grant(store))


def granted_store(grant: Grant) -> Store:
    """The store in the hands of `grant`, outside the run of a page."""
    return _store_in(str(Store().folder)).granted(grant)


@lru_cache(maxsize=8)
def _store_in(folder: str) -> Store:
    return Store(folder)


def open_mart() -> Mart:
    """The mart in force; where it has no month yet, shows what to do and ends the run."""
    mart = current_mart()
    return mart if mart and period_names(mart, "month") else stop_at_empty_store(mart is not None)


def current_mart() -> Mart | None:
    """The mart in force as far as the reader may read it, or None before the first publication.

    Inside a meeting it is the one that the meeting stands on.
    """
    return once("mart", _mart_to_read)


def _mart_to_read() -> Mart | None:
    store = the_store()
    path = _path_to_read(store)
    return granted_mart(path, store.grant, in_address("branch")) if path else None


def _path_to_read(store: Store) -> Path | None:
    """Of the mart in force, or of the one that the meeting stands on."""
    return once("path", lambda: frozen_mart(store) or path_in_force(store))


def path_in_force(store: Store) -> Path | None:
    """The file of the mart in force; what was made of the one before it goes where it is new."""
    path = once("pointer", store.current_mart)
    if path:
        let_go_of_earlier_than(path)
    return path


def mart_of(store: Store, branch: str = "") -> Mart | None:
    """The mart in force as far as the grant of `store` goes, or None before the first publication."""
    path = path_in_force(store)
    return granted_mart(path, store.grant, branch) if path else None


def whole_mart(store: Store) -> Mart | None:
    """The mart in force with everything in it: to find the way in, not to show."""
    path = _path_to_read(store)
    return _whole_mart_at(path) if path else None


def _whole_mart_at(path: Path) -> Mart:
    return once(f"whole {path}", lambda: _mart_at(path))


def granted_mart(path: Path, grant: Grant, branch: str = "") -> Mart:
    """The mart at `path` as far as `grant` goes, of several levels as the branch that was asked for.

    Raises NotAllowed for who may read nothing.
    """
    grant.refuse_unless(VIEWER)
    full = _whole_mart_at(path)
    if full.has_branches:
        view = shown_branch(full, grant, branch)
        return _COPIES.get((path, view), lambda: branch_mart(full, view))
    if grant.townships is None:
        return full
    own = grant.townships
    return _COPIES.get((path, own), lambda: limited_mart(full, own))


def _mart_at(path: Path) -> Mart:
    return _MARTS.get(path, lambda: Mart(path))


def shown_branch(full: Mart, grant: Grant, asked: str) -> View:
    """`view_of`, cached."""
    return _view(full, grant.townships, asked)


@kept_by_mart(2_000)
def _view(full: Mart, codes: frozenset[str] | None, asked: str) -> View:
    return view_of(full, codes, asked)


def values(
    mart: Mart,
    *,
    indicator: Codes = None,
    area: Codes = None,
    area_type: str | None = None,
    period_type: str = "month",
    period: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> DataFrame:
    """`Mart.values`, cached: one row per indicator × area × period, columns as in `indicator_values`."""
    if period is not None and isinstance(area, str):
        table = figure_tables(mart).of_area_in(period_type, period, area)
    elif period is not None and isinstance(indicator, str):
        table = figure_tables(mart).of_indicator_in(period_type, period, indicator)
    elif period is not None:
        table = figure_tables(mart).of_period(period_type, period)
    elif isinstance(area, str):
        table = figure_tables(mart).of_area(period_type, area)
    else:
        table = _read(mart, "values", period_type=period_type)
    one_area = None if isinstance(area, str) else area
    return _among(table, {"indicator": indicator, "area": one_area, "area_type": area_type}, start, end)


def _among(table: DataFrame, chosen: Mapping[str, Codes], start: str | None, end: str | None) -> DataFrame:
    """The rows with the chosen codes whose period ends between the months `start` and `end`."""
    if start is end is None and not any(codes is not None for codes in chosen.values()):
        return table.copy(deep=False)
    wanted = table["period_type"].notna()
    for column, codes in chosen.items():
        if codes is not None:
            wanted &= table[column].isin([codes] if isinstance(codes, str) else list(codes))
    if start is not None:
        wanted &= table["period_end"] >= first_day(start)
    if end is not None:
        wanted &= table["period_end"] <= first_day(end)
    return table[wanted].reset_index(drop=True)


@kept_by_mart(2)
def figure_tables(mart: Mart) -> FigureTables:
    """The figures of a mart as tables in memory."""
    return FigureTables(mart)


def indicators(mart: Mart) -> DataFrame:
    """`Mart.indicators()`, cached: definitions in catalogue order."""
    return _read(mart, "indicators")


def areas(mart: Mart) -> DataFrame:
    """`Mart.areas()`, cached: register order."""
    return _read(mart, "areas")


def breakdown(
    mart: Mart, indicator: str, dimension: str, period_type: str, period: str, area: str
) -> DataFrame:
    """`Mart.breakdown`, cached: one row per item."""
    choices = {"indicator": indicator, "dimension": dimension, "area": area}
    return _read(mart, "breakdown", period_type=period_type, period=period, **choices)


def submissions(mart: Mart, month: str) -> DataFrame:
    """`Mart.submissions`, cached: one row per township × export of "2025-12"."""
    return _read(mart, "submissions", month=month)


def dimensions(mart: Mart, indicator: str) -> list[str]:
    """The columns by which an indicator can be broken down."""
    return list(_dimensions(mart, indicator))


@kept_by_mart(200)
def _dimensions(mart: Mart, indicator: str) -> list[str]:
    return mart.dimensions(indicator)


def period_names(mart: Mart, period_type: str) -> list[str]:
    """The periods of one type that the mart has, oldest first."""
    return list(_period_names(mart, period_type))


@kept_by_mart(100)
def _period_names(mart: Mart, period_type: str) -> list[str]:
    return mart.periods(period_type)


@kept_by_mart(4)
def questions_of(mart: Mart) -> list[Question]:
    """`Mart.questions()`, cached."""
    return mart.questions()


def the_exports() -> Mapping[str, Export]:
    """The export formats of this store, the county's own among them, by id."""
    return load_exports(the_store().folder)


def _read(mart: Mart, what: str, **choices: Any) -> DataFrame:
    return _cached_read(mart, what, tuple(choices.items())).copy(deep=False)


# one table for all readers: pandas copies what a page changes in the copy that it gets
@kept_by_mart(2_000)
def _cached_read(mart: Mart, what: str, choices: tuple[tuple[str, Any], ...]) -> DataFrame:
    table: DataFrame = getattr(mart, what)(**dict(choices))
    return table
