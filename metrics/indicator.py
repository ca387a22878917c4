"""The catalogue of indicators: our files and the county's, read by the same rules.

`metrics/indicators/*.toml` and, in a store, `indicators/*.toml`; the file name is the id, and a county's file
stands in for ours of the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.clean_table import CleanTable, clean_tables
from metrics.indicator_definition import (
    GOOD,
    INDICATORS_FOLDER,
    PER_HEAD,
    UNITS,
    Counted,
    Example,
    Indicator,
    domain_name,
    domains,
)
from metrics.indicator_examples import check_examples
from metrics.indicator_file import IndicatorFile

if TYPE_CHECKING:
    from data.export_format import Export

__all__ = [
    "GOOD",
    "PER_HEAD",
    "UNITS",
    "Counted",
    "Example",
    "Indicator",
    "domain_name",
    "domains",
    "load_indicators",
]


def load_indicators(
    county_folder: Path | None = None, exports: Mapping[str, Export] | None = None
) -> dict[str, Indicator]:
    """Indicator id → definition, in the order of the catalogue.

    county_folder: a store; its `exports/` may feed tables of their own, its `indicators/` count them. The
    examples of the county's files are computed here; ours are computed by the tests. Raises Refused.
    """
    if exports is None:
        from data.export_format import load_exports

        exports = load_exports(county_folder)
    tables = clean_tables(exports)
    ours = _read_folder(INDICATORS_FOLDER, "metrics/indicators", tables, is_own=False)
    own = _own_indicators(county_folder, tables) if county_folder else {}
    check_examples(own.values(), tables)
    found = ours | {name: _in_the_place_of(each, ours.get(name)) for name, each in own.items()}
    return {each.id: each for each in sorted(found.values(), key=lambda each: (each.position, each.id))}


def _own_indicators(county_folder: Path, tables: Mapping[str, CleanTable]) -> dict[str, Indicator]:
    label = f"{county_folder.name}/indicators"
    return _read_folder(county_folder / "indicators", label, tables, is_own=True)


def _read_folder(
    folder: Path, label: str, tables: Mapping[str, CleanTable], is_own: bool
) -> dict[str, Indicator]:
    paths = sorted(folder.glob("*.toml"))
    return {
        path.stem: IndicatorFile(path, f"{label}/{path.name}", tables, is_proven=not is_own).indicator(is_own)
        for path in paths
    }


def _in_the_place_of(own: Indicator, ours: Indicator | None) -> Indicator:
    """A county's version of one of our indicators keeps its place in the catalogue."""
    return replace(own, position=min(own.position, ours.position)) if ours else own
