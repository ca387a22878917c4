"""How often the control charts cry wolf, and how soon they see a wolf: `python -m benchmarks.false_alarms`.

Counties of 24 townships in which nothing happens but chance, month after month; every month the charts are
computed anew, as a publication does it, and what the rules say of the newest point is counted. Then the same
with a yearly peak, and with a planted change. Seeded: the figures of docs/statistics.md come out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.engines.duckdb_engine import DuckDB
from metrics.chart_settings import ChartSettings
from metrics.control_charts import control_chart_sql

SEED = 20261121
TOWNSHIPS, HISTORY, WATCHED = 24, 24, 24
MONTHS = HISTORY + WATCHED
FEWEST = ChartSettings().fewest_cases
COUNTIES = 40


@dataclass(frozen=True)
class Kind:
    """A judged indicator: `cases` a township and month; `level`: the share, or the mean number of days."""

    unit: str
    cases: float
    level: float
    good: str


# what a county of 270 requests a month measures every month; percents, mean days and counts that are judged
CATALOGUE = (
    *(Kind("percent", 10, share, "high") for share in (0.92, 0.90, 0.97, 0.95, 0.80, 0.52)),
    *(Kind("percent", 11, share, "low") for share in (0.05, 0.06)),
    Kind("percent", 6.6, 0.92, "high"),
    Kind("percent", 12, 0.96, "high"),
    Kind("percent", 5, 0.40, "high"),
    Kind("percent", 100, 0.90, "high"),
    Kind("percent", 20, 0.90, "high"),
    Kind("days", 11, 20, "low"),
    *(Kind("count", cases, 0, "low") for cases in (6, 2, 0.7)),
)

Draw = np.random.Generator
Row = dict[str, np.ndarray]

# an alarm is what is new this month: the rule speaks of the newest point and did not speak a month ago
OPTIONS: dict[str, Callable[[Row], np.ndarray]] = {
    "all four rules, either direction": lambda row: row["rule_no"] > 0,
    "all four rules, the worse direction": lambda row: (row["rule_no"] > 0) & row["is_worse"],
    "astronomical, worse": lambda row: row["is_outside"] & row["is_worse"],
    "trend, worse": lambda row: (row["trend"] != 0) & row["is_worse"],
    "two_of_three, worse": lambda row: row["in_pair"] & row["is_worse"],
    "shift, worse": lambda row: row["in_shift"] & row["is_worse"],
    "astronomical or shift, worse": lambda row: (row["is_outside"] | row["in_shift"]) & row["is_worse"],
    "astronomical, worse, and 99.8 % by its own count": lambda row: row["is_sure"],
    "astronomical, worse, and by half a limit worse than a year ago": lambda row: (
        row["is_outside"] & row["is_worse"] & (row["since_last_year"] > 0.5)
    ),
    "astronomical, worse, and by a whole limit worse than a year ago": lambda row: (
        row["is_outside"] & row["is_worse"] & (row["since_last_year"] > 1)
    ),
}


@dataclass(frozen=True)
class Series:
    """Simulated months: value, cases and others by series × month; `sign`: 1 where more is worse."""

    value: np.ndarray
    cases: np.ndarray
    rest: np.ndarray
    error: np.ndarray  # standard error of a value by the count behind it, NaN = unknown
    sign: np.ndarray
    is_county: np.ndarray


def simulate(draw: Draw, busyness: float, change: float = 1.0, unit: str = "", peak: float = 1.0) -> Series:
    """One county. `change`: from month HISTORY on so many times as bad; `peak`: every February so many times.

    `unit`: of the indicators that there are; "" = all of them.
    """
    sizes = np.exp(draw.normal(0, 0.6, TOWNSHIPS))
    sizes /= sizes.mean()
    months = np.arange(MONTHS)
    worse = np.where(months >= HISTORY, change, 1.0) * np.where(months % 12 == 1, peak, 1.0)
    parts = [_of_kind(draw, kind, sizes * busyness, worse) for kind in CATALOGUE if unit in ("", kind.unit)]
    return Series(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _of_kind(draw: Draw, kind: Kind, sizes: np.ndarray, worse: np.ndarray) -> tuple[np.ndarray, ...]:
    n = draw.poisson(kind.cases * sizes[:, None], (TOWNSHIPS, MONTHS)).astype(float)
    if kind.unit == "percent":
        bad = 1 - kind.level if kind.good == "high" else kind.level
        x = draw.binomial(n.astype(int), np.clip(bad * worse, 0, 0.95)).astype(float)
        x = n - x if kind.good == "high" else x
    elif kind.unit == "days":
        x = draw.gamma(
            np.maximum(n * 2.8, 1e-9), kind.level * worse / 2.8
        )  # standard deviation 12 of 20 days
    else:
        x = draw.poisson(kind.cases * sizes[:, None] * worse).astype(float)
    x, n = np.vstack([x, x.sum(0)]), np.vstack([n, n.sum(0)])
    return _figures(kind, x, n)


def _figures(kind: Kind, x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, ...]:
    safe = np.where(n > 0, n, np.nan)
    value = {"percent": 100 * x / safe, "days": x / safe}.get(kind.unit, x)
    cases = n if kind.unit == "days" else x
    rest = n - x if kind.unit == "percent" else np.full_like(x, np.inf)
    share = np.clip(value / 100, 0.005, 0.995)
    error = {"percent": 100 * np.sqrt(share * (1 - share) / safe), "days": 12 / np.sqrt(safe)}.get(
        kind.unit, np.sqrt(np.maximum(x, 1))
    )
    sign = np.full(len(x), -1 if kind.good == "high" else 1)
    return value, cases, rest, error, sign, np.arange(len(x)) == TOWNSHIPS


def watch(engine: DuckDB, series: Series) -> Iterator[Row]:
    """The newest point of every charted series, month after month from HISTORY on."""
    for month in range(HISTORY, MONTHS):
        seen = slice(0, month + 1)
        charted = (series.cases[:, seen].mean(1) >= FEWEST) & (series.rest[:, seen].mean(1) >= FEWEST)
        yield _newest(engine, series, month, np.flatnonzero(charted))


def _newest(engine: DuckDB, series: Series, month: int, charted: np.ndarray) -> Row:
    count = month + 1
    table = pa.table(
        {
            "series": np.repeat(charted, count).astype(np.int64),
            "part": np.zeros(len(charted) * count, np.int16),
            "place": np.tile(np.arange(count, dtype=np.int32), len(charted)),
            "step": np.ones(len(charted) * count, np.int32),
            "y": series.value[charted, :count].ravel(),
        }
    )
    engine.load("chart_points", table.filter(pc.is_finite(table["y"])))
    chart = control_chart_sql("chart_points", ChartSettings())
    found = engine.query(f"select * from ({chart}) where place = {month} order by series")
    row = {name: found[name].to_numpy(zero_copy_only=False) for name in found.column_names}
    return row | _judged(series, month, row)


def _judged(series: Series, month: int, row: Row) -> Row:
    who = row["series"]
    is_worse = row["direction"] == series.sign[who]
    error = series.error[who, month]
    # the newest value against the mean of the chart, by the count behind it alone
    is_sure = row["is_outside"] & is_worse & (np.abs(row["y"] - row["mean"]) > 3.09 * error)
    # in widths of a limit: how much worse than the same month of the year before
    year_ago = series.value[who, month - 12]
    worsened = series.sign[who] * (row["y"] - np.where(np.isfinite(year_ago), year_ago, row["mean"]))
    width = np.maximum(row["upper_limit"] - row["mean"], 1e-9)
    return {"is_worse": is_worse, "is_sure": is_sure, "since_last_year": worsened / width}


def alarms(series: Series) -> tuple[dict[str, np.ndarray], float]:
    """Option → (series × watched month) where it begins to speak; and how many series are charted."""
    total = len(series.value)
    spoke = {name: np.zeros((total, WATCHED), bool) for name in OPTIONS}
    charted = 0.0
    with DuckDB() as engine:
        for at, row in enumerate(watch(engine, series)):
            charted += len(row["series"]) / WATCHED
            for name, says in OPTIONS.items():
                spoke[name][row["series"], at] = says(row)
    begins = {name: s & ~np.hstack([np.zeros((total, 1), bool), s[:, :-1]]) for name, s in spoke.items()}
    return begins, charted


def joined(counties: list[Series]) -> Series:
    return Series(
        *(np.concatenate(parts) for parts in zip(*(vars(c).values() for c in counties), strict=True))
    )


def quiet_county(name: str, busyness: float, peak: float = 1.0) -> None:
    """Alarms a county and year where nothing happens, or only what happens every February."""
    draw = np.random.default_rng(SEED)
    begins, charted = alarms(joined([simulate(draw, busyness, peak=peak) for _ in range(COUNTIES)]))
    years = COUNTIES * WATCHED / 12
    print(f"\n### {name}: {charted / COUNTIES:.0f} charted series a county\n")
    print("| rule | alarms a county-year | a county-month |\n|---|---:|---:|")
    for option, found in begins.items():
        print(f"| {option} | {found.sum() / years:.1f} | {found.sum() / years / 12:.2f} |")


def planted(name: str, unit: str, busyness: float, change: float) -> None:
    """Months until a change that stays is seen."""
    draw = np.random.default_rng(SEED + 1)
    series = joined([simulate(draw, busyness, change, unit) for _ in range(COUNTIES // 2)])
    begins, _ = alarms(series)
    is_charted = (series.cases.mean(1) >= FEWEST) & (series.rest.mean(1) >= FEWEST) & ~series.is_county
    print(f"\n### {name} ({is_charted.sum()} charted township series)\n")
    print("| rule | seen within 3 months | 6 months | 12 months | median months |\n|---|---:|---:|---:|---:|")
    for option, found in begins.items():
        seen = found[is_charted]
        first = np.where(seen.any(1), seen.argmax(1) + 1, np.inf)
        within = " | ".join(f"{100 * np.mean(first <= months):.0f} %" for months in (3, 6, 12))
        median = np.median(first)
        print(f"| {option} | {within} | {'over 24' if np.isinf(median) else f'{median:.0f}'} |")


def main() -> None:
    """Print every table of the study."""
    quiet_county("Nothing happens, 270 requests a month", 1)
    quiet_county("Nothing happens, five times as busy", 5)
    quiet_county("A peak every February (half as many again), 270 requests a month", 1, 1.5)
    planted("Shares: half as many again go wrong", "percent", 5, 1.5)
    planted("Shares: twice as many go wrong", "percent", 5, 2.0)
    planted("Counts: half as many again", "count", 5, 1.5)
    planted("Mean days: a fifth longer", "days", 5, 1.2)


if __name__ == "__main__":
    main()
