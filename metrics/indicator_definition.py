"""One indicator: a numerator and a denominator, both sums over rows of a clean table, and what it may say.

The files are `metrics/indicators/*.toml` and, for a county, `indicators/*.toml` of its store; the file name
is the id. Reading and refusing is `indicator_file.py`; here is what the rest of the product works with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.language import pick

INDICATORS_FOLDER = Path(__file__).with_name("indicators")
DOMAINS_FILE = Path(__file__).with_name("domains.toml")

UNITS = ("percent", "per_10k", "per_100k", "count", "days", "yuan")
GOOD = ("high", "low", "neither")
LIMITS = ("wilson", "poisson", "t", "none")
BELOW_COUNTY = ("year", "quarter", "month", "none")
PER_HEAD = {"per_10k": 10_000, "per_100k": 100_000}
# counts stay whole; everything else is read to one decimal, as the bulletins print it
DECIMALS = {"count": 0, "yuan": 0, "percent": 1, "per_10k": 1, "per_100k": 1, "days": 1}
_LIMITS_OF_UNIT = {
    "percent": "wilson",
    "per_10k": "poisson",
    "per_100k": "poisson",
    "days": "t",
    "count": "poisson",
}


@dataclass(frozen=True)
class Counted:
    """Rows of `table`, in the month of their `by` date, satisfying `where` ("" = all): counted or added."""

    table: str
    by: str
    where: str = ""
    sum: str = ""


@dataclass(frozen=True)
class Example:
    """One row of `table` and what it must count for: role (numerator, minus, denominator) → sum."""

    table: str
    row: Mapping[str, Any]
    counts: Mapping[str, float]


@dataclass(frozen=True)
class Indicator:
    """unit: one of UNITS (per_10k and per_100k are yearly rates, yuan is shown in 万元); good: one of GOOD.

    stock: taken at the end of a period; with `minus` it is the running total of numerator minus minus.
    truncate: shown values are cut off after their decimals, not rounded, as the county's bulletin does it.
    provisional_days: figures still move for so many days after their month. is_own: the county's file.
    below_county: breakdowns of townships are shown for whole years, quarters, months, or not at all (none).
    position: order in the catalogue; files without one come last, by id.
    """

    id: str
    names: Mapping[str, str]
    domain: str
    unit: str
    good: str
    numerator: Counted
    denominator: Counted | None = None
    minus: Counted | None = None
    why: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    reviewed: date | None = None
    stock: bool = False
    decimals: int = 1
    truncate: bool = False
    limits: str = "none"
    provisional_days: int | None = None
    breakdown: bool = True
    below_county: str = "year"
    examples: tuple[Example, ...] = ()
    position: int = 0
    is_own: bool = False
    file: str = ""

    @property
    def name(self) -> str:
        """The name in the running language."""
        return pick(self.names) or self.id

    @property
    def is_neutral(self) -> bool:
        """Never coloured, ranked, sorted by, targeted or put in a list."""
        return self.good == "neither"

    @property
    def is_rate(self) -> bool:
        """A value with a denominator, that places of different sizes can be compared by."""
        return self.denominator is not None

    @property
    def is_judged(self) -> bool:
        """May be compared with the county: rates and means that are good one way. No other ever is."""
        return self.is_rate and not self.is_neutral

    @property
    def per(self) -> int | None:
        """Heads of a per-head rate (10,000 or 100,000), else None."""
        return PER_HEAD.get(self.unit)

    @property
    def is_running_total(self) -> bool:
        return self.stock and self.minus is not None

    @property
    def has_breakdown(self) -> bool:
        """Only where numerator and denominator come from the same scan; stocks are not kept by item."""
        sources = {(part.table, part.by) for part in self.parts.values()}
        return self.breakdown and not self.stock and len(sources) == 1

    @property
    def parts(self) -> dict[str, Counted]:
        """Role → what is counted for it: numerator, and minus and denominator where there are any."""
        named = {"numerator": self.numerator, "minus": self.minus, "denominator": self.denominator}
        return {role: part for role, part in named.items() if part is not None}


def default_limits(unit: str, stock: bool) -> str:
    """How a value of the unit gets its limits: none for money and for counts at a period's end."""
    return "none" if unit == "count" and stock else _LIMITS_OF_UNIT.get(unit, "none")


@cache
def domains() -> Mapping[str, Mapping[str, str]]:
    """Domain id → {zh, en}, in the order of the definitions page."""
    return tomllib.loads(DOMAINS_FILE.read_text(encoding="utf-8"))


def domain_name(domain: str) -> str:
    """The domain's name in the running language."""
    return pick(domains().get(domain, {})) or domain
