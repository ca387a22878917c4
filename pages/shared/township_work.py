"""What stands beside a township's figures: its overdue cases, the townships of its size, one domain alone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from charts.area_figures import number
from charts.index_words import kind_words
from charts.markup import Html, tag
from charts.open_work import Neighbour, neighbours_list, overdue_lists
from charts.palette import verdict_of
from charts.profile_table import ProfileRow
from charts.sentences import merger_sentence
from data.language import say
from metrics.indicator import domain_name
from metrics.mart_queries import Choice
from metrics.mart_reader import Mart
from metrics.open_overdue import TABLE, OverdueCase, overdue_of
from pages.shared.address import href, in_address
from pages.shared.cached_reads import areas, figure_tables
from pages.shared.figures import measures, townships
from pages.shared.kept import kept_by_mart
from pages.shared.page_list import existing_pages
from pages.shared.tabs import tabs_html

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

History = tuple[float | None, ...]
# of so many, all histories are read at once in twice the time of one
FEW_TOWNSHIPS = 100
MOST_NEIGHBOURS = 4
# table → the indicator that has no figure where the township has never reported it
OVERDUE = {"petitions": "overdue_requests", "hazards": "hazards_overdue"}
FEWEST_OF_KIND = 3  # with fewer of its own kind, the nearest of any kind stand in


@kept_by_mart(8)
def _overdue(mart: Mart) -> dict[str, list[OverdueCase]]:
    return dict(overdue_of(mart.kept_rows(TABLE, [field.name for field in fields(OverdueCase)])))


def past_values(mart: Mart, area: str, period_type: str, start: str, end: str) -> dict[str, History]:
    """Indicator → its values in one area from the month `start` to `end`, oldest first; None = no figure."""
    asked = area if len(townships(mart)) > FEW_TOWNSHIPS else None
    return _histories(mart, asked, period_type, start, end).get(area, {})


@kept_by_mart(500)
def _histories(
    mart: Mart, area: str | None, period_type: str, start: str, end: str
) -> dict[str, dict[str, History]]:
    return mart.histories(Choice(area=area, period_type=period_type, start=start, end=end))


@kept_by_mart(60)
def values_of_townships(
    mart: Mart, period_type: str, period: str, kind: str = ""
) -> dict[str, tuple[float, ...]]:
    """Indicator → the values of all townships that have one, or of one kind of them, the lowest first."""
    table = figure_tables(mart).standing(period_type, period)
    wanted = table["value"].notna().to_numpy()
    if kind:
        wanted = wanted & table["area"].isin(list(townships(mart, kind))).to_numpy()
    codes, names = table["indicator"].factorize()
    return _in_order(codes[wanted], table["value"].to_numpy()[wanted], list(map(str, names)))


def _in_order(codes: Numbers, values: Numbers, names: list[str]) -> dict[str, tuple[float, ...]]:
    """Name → its values, the lowest first; no name without any. `codes`: which name each value has."""
    import numpy as np

    order = np.lexsort((values, codes))
    bounds = np.searchsorted(codes[order], range(len(names) + 1))
    found = [values[order[first:end]] for first, end in pairwise(bounds)]
    return {name: tuple(each.tolist()) for name, each in zip(names, found, strict=True) if len(each)}


def overdue_of_township(mart: Mart, township: str) -> Html:
    """Case numbers that are past their date on the last published day, whatever the period of the page."""
    reported = _reported_overdue(mart)
    unreported = [table for table, indicator in OVERDUE.items() if (township, indicator) not in reported]
    return tag("div", overdue_lists(_overdue(mart).get(township, []), unreported))


@kept_by_mart(4)
def _reported_overdue(mart: Mart) -> frozenset[tuple[str, str]]:
    """(township, indicator of OVERDUE) that have a figure in any month: one small read for all townships."""
    found = mart.rows(
        ("area", "indicator", "value"),
        Choice(area_type="township", indicator=tuple(OVERDUE.values()), period_type="month"),
    )
    return frozenset((area, indicator) for area, indicator, value in found if value is not None)


def merger_of(mart: Mart, township: str, month: date) -> str:
    """Into which township it had gone by `month`, the last of a period, as a sentence; "" for into none."""
    if found := [(since, holder) for since, holder in _mergers(mart).get(township, ()) if since <= month]:
        names, (since, holder) = townships(mart), max(found)
        return merger_sentence(names[township], since, names.get(holder, holder))
    return ""


@kept_by_mart(8)
def _mergers(mart: Mart) -> dict[str, list[tuple[date, str]]]:
    found: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for township, since, holder in mart.kept_rows("holdings", ["township", "since", "holder"]):
        if holder != township:
            found[township].append((since, holder))
    return found


@kept_by_mart(4)
def kinds_of_areas(mart: Mart) -> dict[str, str]:
    """Township → its kind, "" where the register has none."""
    table = areas(mart)
    kinds = table["kind"].fillna("")
    return dict(zip(table["area"], kinds, strict=True))


def neighbours_of_township(mart: Mart, township: str, of_period: tuple[str, str]) -> Html:
    """The townships nearest in population, of the same kind where there are enough."""
    near = _nearest(mart, township)
    standing, kinds, sizes, names = (
        _standing(mart, of_period, near),
        kinds_of_areas(mart),
        _sizes(mart),
        townships(mart),
    )
    found = [
        Neighbour(area, names[area], kind_words(kinds[area]), sizes[area], *standing.get(area, (0, 0)))
        for area in near
    ]
    has_page = any(entry.file == "compare" for entry in existing_pages())
    together = ",".join([township, *near])
    compare = f"{href('compare')}&areas={together}" if has_page and "?" in href("compare") else ""
    return neighbours_list(found, lambda code: href("township", township=code), compare)


def _nearest(mart: Mart, township: str) -> list[str]:
    """By the ratio of populations; those without a population, or that ended, are nobody's neighbours."""
    kinds, sizes = kinds_of_areas(mart), _sizes(mart)
    known = [area for area in townships(mart) if area in sizes]
    if township not in known:
        return []
    others = [area for area in known if area != township]
    alike = [area for area in others if kinds[area] == kinds[township]]
    among = alike if len(alike) >= FEWEST_OF_KIND else others
    return sorted(among, key=lambda area: abs(math.log(sizes[area] / sizes[township])))[:MOST_NEIGHBOURS]


@kept_by_mart(4)
def _sizes(mart: Mart) -> dict[str, float]:
    """Area → population, where it is known."""
    table = areas(mart)
    found = zip(table["area"], (number(each) for each in table["population"]), strict=True)
    return {area: people for area, people in found if people}


def _standing(mart: Mart, of_period: tuple[str, str], near: list[str]) -> dict[str, tuple[int, int]]:
    """Township of `near` → how many compared figures are better and worse than the county."""
    compared = {measure.id for measure in measures(mart).values() if measure.is_compared}
    table = figure_tables(mart).standing(*of_period)
    table = table[table["area"].isin(near)]
    columns = (table[name].tolist() for name in ("area", "indicator", "too_few", "verdict_county_class"))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for area, indicator, too_few, verdict_class in zip(*columns, strict=True):
        word = verdict_of(verdict_class) if indicator in compared and not too_few else ""
        if word in ("better", "worse"):
            counts[area][word == "worse"] += 1
    return {code: (better, worse) for code, (better, worse) in counts.items()}


def of_domain(rows: Sequence[ProfileRow]) -> tuple[list[ProfileRow], Html]:
    """The rows of `?domain=` (all where it names none), and the links to choose one."""
    domains = {row.measure.domain: domain_name(row.measure.domain) for row in rows}
    chosen = in_address("domain") if in_address("domain") in domains else ""
    links = tabs_html("domain", say("领域"), {"": say("全部领域")} | domains, chosen, "")
    return [row for row in rows if chosen in ("", row.measure.domain)], links
