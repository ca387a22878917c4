"""Weights of the safety index by year: what is in force, changing it for one year, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.audit import entry
from data.catalogue import insert
from data.clock import now
from data.grants import ADMIN
from data.language import say
from data.refusal import Refused
from data.staff_records import WeightVersion, insert_numbered
from metrics.index.standard import Domain, Standard
from metrics.index.standard_file import StandardText, read_standard, standard_texts
from metrics.indicator import load_indicators

if TYPE_CHECKING:
    from data.store import Store


def text_in_force(store: Store, year: int) -> StandardText:
    """The file that scores `year`: the county's, else ours; of several the nearest that is not later."""
    found = [each for each in standard_texts(store.folder) if each.year <= year]
    if not found:
        raise Refused(say("{year}年没有评分标准。", year=year))
    return max(found, key=lambda each: (each.is_own, each.year))


def standard_of(store: Store, year: int) -> Standard:
    """The standard that scores `year`."""
    return read_standard(text_in_force(store, year), load_indicators(store.folder))


def weight_history(store: Store) -> tuple[WeightVersion, ...]:
    """Every version that was saved here, oldest first."""
    return store.catalogue.read_added(WeightVersion, "weight_versions", "order by id")


def with_weights(
    store: Store, year: int, domains: Mapping[str, float], indicators: Mapping[str, float]
) -> StandardText:
    """The file of `year` with these weights (domain → weight, indicator → weight; 0: without).

    Everything else is as it was: bands, goal posts, deductions, and the words between. Raises Refused where
    the weights do not make a standard.
    """
    import tomlkit

    before = text_in_force(store, year)
    standard = standard_of(store, year)
    document = tomlkit.parse(before.text)
    for domain in standard.domains:
        _put(document, domain, domains.get(domain.id, domain.weight), indicators)
    text = replace(before, year=year, label=f"scoring/{year}.toml", text=tomlkit.dumps(document), is_own=True)
    read_standard(text, load_indicators(store.folder))
    return text


def save_weights(store: Store, text: StandardText, by: str) -> None:
    """Write the file of a year, remember this version, and compute the scores anew.

    Years before it keep what they had.
    """
    from data.store import settle
    from metrics.publication import rebuild

    store.grant.refuse_unless(ADMIN)
    path = store.folder / "scoring" / f"{text.year}.toml"
    with store.writing():
        path.parent.mkdir(parents=True, exist_ok=True)
        building = path.with_suffix(".building")
        building.write_text(text.text, encoding="utf-8")
        settle(building, path)
        _remember(store, text, by)
    if store.publication():
        rebuild(store, by)


def _remember(store: Store, text: StandardText, by: str) -> None:
    with store.catalogue.writing() as connection:
        insert_numbered(connection, "weight_versions", WeightVersion(None, text.year, text.text, by, now()))
        insert(connection, "audit", [entry(by, "weights", text.year, Path(text.label).name)])


def _put(document: object, domain: Domain, weight: float, indicators: Mapping[str, float]) -> None:
    section = document[domain.id]  # type: ignore[index]
    section["weight"] = _number(weight)
    for name in list(section["indicators"]):
        wanted = indicators.get(name, float(section["indicators"][name]))
        if wanted > 0:
            section["indicators"][name] = _number(wanted)
        else:
            del section["indicators"][name]


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
