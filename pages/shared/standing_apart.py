"""What 总览 says of single townships. Not in the page itself, which is run anew at every click."""

from __future__ import annotations

from dataclasses import dataclass

from charts.measure import Measure
from metrics.findings import Apart

Catalogue = dict[str, Measure]


@dataclass(frozen=True)
class Standing:
    """The townships that stand clearly apart from the county; `period`: type and name of their figures."""

    found: list[Apart]
    catalogue: Catalogue
    names: dict[str, str]
    period: tuple[str, str]
