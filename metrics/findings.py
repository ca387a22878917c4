"""What may be said about a period: which changes are beyond noise, and who stands clearly apart.

Facts only; the sentences are made in charts/sentences.py. "Beyond noise" is the difference test at 99.8 %; a
change at 95 % alone is never in a headline, and a neutral indicator is never in any of these lists.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

BASES = ("last_year", "previous")  # the same period last year first: it knows no season


@dataclass(frozen=True)
class RealChange:
    """One indicator of the county that changed beyond noise; `change` as in the mart, `basis`: which past.

    change: None where a total was 0 before, which has no percentage.
    """

    indicator: str
    basis: str
    value: float
    change: float | None
    is_better: bool


@dataclass(frozen=True)
class Apart:
    """One township that differs from the county at 99.8 % in one indicator, with the counts behind it.

    `cases_to_county`: how many more cases, done well, would have put a share level with the county.
    """

    indicator: str
    township: str
    value: float
    numerator: float
    denominator: float
    county_value: float
    is_better: bool
    cases_to_county: int | None


def real_changes(county: DataFrame, good: Mapping[str, str]) -> list[RealChange]:
    """Judged indicators of one period of the county that really changed, worse ones first.

    `county`: rows of `indicator_values`, one an indicator; `good`: indicator → high, low or neither.
    """
    found = []
    for row in county.to_dict("records"):
        direction = good.get(str(row["indicator"]), "neither")
        change = next((c for basis in BASES if (c := _real_change(row, basis, direction))), None)
        if change is not None:
            found.append(change)
    return sorted(found, key=lambda change: change.is_better)


def _real_change(row: Mapping[Any, Any], basis: str, good: str) -> RealChange | None:
    change, value = _number(row.get(f"{basis}_change")), _number(row.get("value"))
    if good not in ("high", "low") or row.get(f"{basis}_change_class") != "real":
        return None
    if value is None or change == 0:
        return None
    is_up = change is None or change > 0  # a total that was 0 can only have risen
    return RealChange(str(row["indicator"]), basis, value, change, is_up == (good == "high"))


def within_noise(county: DataFrame, good: Mapping[str, str]) -> int:
    """How many judged indicators were tested against the past and did not really change."""
    changed = {change.indicator for change in real_changes(county, good)}
    tested = 0
    for row in county.to_dict("records"):
        is_judged = good.get(str(row["indicator"]), "neither") in ("high", "low")
        classes = {row.get(f"{basis}_change_class") for basis in BASES}
        is_noise = bool(classes & {"noise", "possible"}) and "real" not in classes
        tested += is_judged and is_noise and row["indicator"] not in changed
    return tested


def townships_apart(townships: DataFrame, good: Mapping[str, str], units: Mapping[str, str]) -> list[Apart]:
    """Townships beyond 99.8 % of the county, the largest difference in cases first.

    `townships`: rows of `indicator_values` of one period; `units`: indicator → unit.
    """
    # a hundredth of the rows: to make a record of each takes longer than all the rest
    apart = townships["verdict_county_class"].isin(("better_99_8", "worse_99_8"))
    found = [
        _apart(row, good[str(row["indicator"])], units.get(str(row["indicator"]), ""))
        for row in townships[apart].to_dict("records")
        if good.get(str(row["indicator"])) in ("high", "low") and _number(row.get("county_value")) is not None
    ]
    return sorted(found, key=lambda apart: -_weight(apart, units.get(apart.indicator, "")))


def _apart(row: Mapping[Any, Any], good: str, unit: str) -> Apart:
    value, county = float(row["value"]), float(row["county_value"])
    numerator, denominator = float(row["numerator"]), float(row["denominator"])
    is_better = str(row["verdict_county_class"]).startswith("better")
    missing = None
    if unit == "percent" and not is_better:
        missing = math.ceil(round(abs(county / 100 * denominator - numerator), 6))
    return Apart(
        str(row["indicator"]), str(row["area"]), value, numerator, denominator, county, is_better, missing
    )


def _weight(apart: Apart, unit: str) -> float:
    """Roughly how many standard errors: a difference of many cases comes before one of few."""
    difference = abs(apart.value - apart.county_value)
    if unit == "percent":
        share = min(max(apart.county_value / 100, 0.001), 0.999)
        return difference / 100 * math.sqrt(apart.denominator / (share * (1 - share)))
    return difference / max(apart.county_value, 1e-9) * math.sqrt(max(apart.numerator, 1.0))


def _number(value: object) -> float | None:
    if not isinstance(value, (int, float)) or math.isnan(value):
        return None
    return float(value)
