"""How often the alarm with two keys cries wolf: `python -m benchmarks.two_keys`.

Key one: the last 12 months are worse than the county. Key two: they are worse than the 12 months before.
The same counties of 24 townships as in benchmarks/false_alarms.py, in which nothing ever changes; in some
the townships are alike, in others they differ for good, as real ones do, so that key one is often turned.
Seeded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.false_alarms import CATALOGUE, SEED, TOWNSHIPS, Kind
from metrics.verdicts import TOO_FEW

MONTHS, YEAR, COUNTIES = 60, 12, 40
FIRST = 2 * YEAR  # the first month with two whole years behind it
Z95, Z998 = 1.959963984540054, 3.090232306167813
SPREAD_OF_DAYS = 12.0  # standard deviation of 20 days, as in the other study
CHOSEN = "two_keys or run"
Draw = np.random.Generator


@dataclass(frozen=True)
class Sums:
    """Cases that went wrong (or days) and all cases, township × month, over `length` months each."""

    bad: np.ndarray
    cases: np.ndarray


@dataclass(frozen=True)
class Keys:
    """Township × month: standard errors worse than the county, and than a year before; NaN = too few."""

    than_county: np.ndarray
    than_last_year: np.ndarray


def _both(keys: Keys, than_last_year: float) -> np.ndarray:
    return (keys.than_county > Z998) & (keys.than_last_year > than_last_year)


RULES: dict[str, Callable[[Keys], np.ndarray]] = {
    "worse than the county at 95 %": lambda keys: keys.than_county > Z95,
    "worse than the county at 99.8 %": lambda keys: keys.than_county > Z998,
    "both keys at 95 %": lambda keys: (keys.than_county > Z95) & (keys.than_last_year > Z95),
    "county 99.8 %, last year 95 %": lambda keys: _both(keys, Z95),
    "the same, in the third month in a row (run)": lambda keys: in_a_row(_both(keys, Z95), 3),
    "both keys at 99.8 % (two_keys)": lambda keys: _both(keys, Z998),
    CHOSEN: lambda keys: _both(keys, Z998) | in_a_row(_both(keys, Z95), 3),
}


def in_a_row(says: np.ndarray, months: int) -> np.ndarray:
    """Township × month: it has spoken in this month and the ones before, `months` in all."""
    found = says.copy()
    for back in range(1, months):
        found[:, back:] &= says[:, :-back]
        found[:, :back] = False
    return found


def county(draw: Draw, kind: Kind, sizes: np.ndarray, differ: float) -> Sums:
    """One indicator in one county; `differ`: standard deviation of the townships' log odds (days: log)."""
    own = np.exp(draw.normal(0, differ, (TOWNSHIPS, 1)))
    cases = draw.poisson(kind.cases * sizes[:, None], (TOWNSHIPS, MONTHS)).astype(float)
    if kind.unit == "days":
        return Sums(draw.gamma(np.maximum(cases * 2.8, 1e-9), kind.level * own / 2.8), cases)
    bad = 1 - kind.level if kind.good == "high" else kind.level
    odds = bad / (1 - bad) * own
    return Sums(draw.binomial(cases.astype(int), odds / (1 + odds)).astype(float), cases)


def rolling(sums: Sums, length: int) -> Sums:
    """Sums over this month and the `length` − 1 before it; 0 where there are fewer."""

    def over(values: np.ndarray) -> np.ndarray:
        total = np.cumsum(values, axis=1)
        total[:, length:] -= total[:, :-length].copy()
        return total

    return Sums(over(sums.bad), over(sums.cases))


def keys_of(kind: Kind, monthly: Sums) -> Keys:
    """Both keys of every township and month."""
    year = rolling(monthly, YEAR)
    before = Sums(*(np.roll(part, YEAR, axis=1) for part in (year.bad, year.cases)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return Keys(_above_county(kind, year), _above_before(kind, year, before))


def _above_county(kind: Kind, sums: Sums) -> np.ndarray:
    level = sums.bad.sum(0) / sums.cases.sum(0)
    found = (sums.bad / sums.cases - level) / np.sqrt(_variance(kind, level) / sums.cases)
    return np.where(sums.cases >= TOO_FEW, found, np.nan)


def _above_before(kind: Kind, now: Sums, then: Sums) -> np.ndarray:
    pooled = _variance(kind, (now.bad + then.bad) / (now.cases + then.cases))
    error = np.sqrt(pooled / now.cases + pooled / then.cases)
    found = (now.bad / now.cases - then.bad / then.cases) / error
    return np.where((now.cases >= TOO_FEW) & (then.cases >= TOO_FEW), found, np.nan)


def _variance(kind: Kind, level: np.ndarray) -> np.ndarray:
    # score tests: their intervals are Wilson's, and over 12 months the t of a mean is near the normal
    return np.full_like(level, SPREAD_OF_DAYS**2) if kind.unit == "days" else level * (1 - level)


def begun(says: np.ndarray) -> int:
    """How often it begins to speak after the first two years."""
    return int((says[:, FIRST:] & ~says[:, FIRST - 1 : -1]).sum())


def alarms(differ: float, busyness: float, counties: int = COUNTIES) -> dict[str, tuple[float, float]]:
    """Rule → (alarms that begin, alarms that stand), a county and month."""
    draw = np.random.default_rng(SEED)
    found = {name: np.zeros(2) for name in RULES}
    for _ in range(counties):
        sizes = np.exp(draw.normal(0, 0.6, TOWNSHIPS))
        sizes *= busyness / sizes.mean()
        for kind in (each for each in CATALOGUE if each.unit != "count"):
            keys = keys_of(kind, county(draw, kind, sizes, differ))
            for name, rule in RULES.items():
                says = rule(keys)
                found[name] += (begun(says), says[:, FIRST:].sum())
    months = counties * (MONTHS - FIRST)
    return {name: (begin / months, stand / months) for name, (begin, stand) in found.items()}


def main() -> None:
    """Print every table of the study."""
    for title, differ, busyness in (
        ("Townships alike, 270 requests a month", 0.0, 1),
        ("Townships differ for good, 270 requests a month", 0.3, 1),
        ("Townships differ for good, five times as busy", 0.3, 5),
    ):
        print(f"\n### {title}\n\n| rule | begin a county-month | stand |\n|---|---:|---:|")
        for name, (begin, stand) in alarms(differ, busyness).items():
            print(f"| {name} | {begin:.2f} | {stand:.2f} |")


if __name__ == "__main__":
    main()
