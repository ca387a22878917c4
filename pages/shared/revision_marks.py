"""Which revisions concern the figures that are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from charts.markup import Html
from charts.revision_words import revisions_html
from charts.text import month_of
from data.revisions import revisions
from data.staff_records import SEPARATOR, Revision
from data.store import Store
from metrics.mart_reader import Mart
from metrics.period_spans import months_of
from pages.shared.branch import places_here
from pages.shared.cached_reads import indicators, path_in_force, the_exports, the_store
from pages.shared.figures import COUNTY, names_of_areas
from pages.shared.kept import Kept

_REVISIONS: Kept[tuple[Revision, ...]] = Kept(4)
_STAMPS: Kept[int] = Kept(4)


def revisions_of_indicator(mart: Mart, indicator: str, period_type: str, period: str, area: str) -> Html:
    """What was revised of the reports that an indicator counts, in these months; of one township or all."""
    tables = _tables_of(mart, indicator)
    return _shown(mart, _found(tables, period_type, period, area))


def revisions_of_township(mart: Mart, township: str, period_type: str, period: str) -> Html:
    """What was revised of any report of a township in these months."""
    return _shown(mart, _found(None, period_type, period, township))


def _found(tables: Collection[str] | None, period_type: str, period: str, area: str) -> list[Revision]:
    months = {month_of(month) for month in months_of(period_type, period)}
    return [each for each in _here() if _concerns(each, tables, months, area)]


def _here() -> list[Revision]:
    """Those of the branch that is shown and of what the reader may see, with the areas on the screen."""
    places = places_here(the_store())
    if places is None:
        return list(all_revisions())
    told = ((each, {places[code] for code in each.codes if code in places}) for each in all_revisions())
    return [
        replace(each, townships=SEPARATOR.join(sorted(areas)))
        for each, areas in told
        if areas or not each.codes
    ]


def _concerns(each: Revision, tables: Collection[str] | None, months: set[date], area: str) -> bool:
    exports = the_exports()
    table = exports[each.export].table if each.export in exports else each.export
    of_area = area == COUNTY or area.startswith("kind:") or not each.codes or area in each.codes
    return each.month in months and of_area and (tables is None or table in tables)


def all_revisions() -> tuple[Revision, ...]:
    """Every revision that holds; they change with a publication and with nothing else.

    While a page is made of a mart that is only coming, they are still those of the mart in force.
    """
    store = the_store()
    return _REVISIONS.get(_publication(store), lambda: revisions(store))


def revisions_stamp() -> int:
    """Changes with the revisions that hold."""
    return _STAMPS.get(_publication(the_store()), lambda: hash(all_revisions()))


def _publication(store: Store) -> tuple[str, Path | None]:
    return str(store.folder), path_in_force(store)


def _tables_of(mart: Mart, indicator: str) -> frozenset[str]:
    table = indicators(mart)
    row = table[table["indicator"] == indicator]
    names = ("numerator_table", "minus_table", "denominator_table")
    return frozenset(str(row.iloc[0][name]) for name in names if len(row) and row.iloc[0][name])


def _shown(mart: Mart, found: list[Revision]) -> Html:
    titles = {name: export.name for name, export in the_exports().items()}
    return revisions_html(found, titles, names_of_areas(mart))
