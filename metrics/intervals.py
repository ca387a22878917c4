"""How far a figure could be from the truth by chance alone: its limits at 95 % and 99.8 %.

One method a unit: Wilson for a share, exact Poisson under 10 events and Byar from 10 on for a count or a rate
per head, Student's t for a mean. The formulas are SQL macros, kept inside the mart beside the sums, so every
reader of the file gets the same limits and none are stored. What SQL has no function for is a table in the
mart: the exact Poisson limits of 0 to 9 events, the t quantiles of 1 to 200 degrees of freedom.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

# level → Φ⁻¹(½ + level/2); `e0` keeps DuckDB from reading them as decimals, twenty times slower
LEVELS = {"95": "1.959963984540054e0", "998": "3.090232306167813e0"}

# an indicator's `limits`: none for money, stocks counted in pieces and activity counts
SHARE, EVENTS, MEAN = "wilson", "poisson", "t"

_FOLDER = Path(__file__).parent

# Wilson 1927, no continuity correction; as fractions of 1. Nothing of nothing has no limits. Clamped: 0 of n
# is exactly 0, n of n exactly 1
_WILSON = """
create or replace {temp} macro wilson_{side}(x, n, z) as
    case
        when coalesce(n <= 0, true) then null
        when x = {edge_count} then {edge}
        else (2e0 * x + z * z {sign} z * sqrt(greatest(z * z + 4e0 * x * (1e0 - x / n), 0e0)))
            / (2e0 * (n + z * z))
    end"""

# Byar's approximation (Breslow & Day 1987), as numbers of events
_BYAR_LOWER = """
create or replace {temp} macro byar_lower(x, z) as
    x * pow(1e0 - 1e0 / (9e0 * x) - z / (3e0 * sqrt(x)), 3)"""
_BYAR_UPPER = """
create or replace {temp} macro byar_upper(x, z) as
    (x + 1e0) * pow(1e0 - 1e0 / (9e0 * (x + 1e0)) + z / (3e0 * sqrt(x + 1e0)), 3)"""

# Hill's expansion of the t quantile around the normal one (Abramowitz & Stegun 26.7.5): relative error under
# 1e-9 above 200 degrees of freedom, under 1e-5 from 19 on; `degrees` may be a fraction
_T_QUANTILE = """
create or replace {temp} macro t_quantile_{level}(degrees) as
    {z} + ({c1}e0 + ({c2}e0 + ({c3}e0 + {c4}e0 / degrees) / degrees) / degrees) / degrees"""

# squared standard error of a mean from the sums of k values: s²/k with ddof 1; NULL for one value
_MEAN_VARIANCE = """
create or replace {temp} macro mean_variance(total, squares, k) as
    case when k > 1 then greatest(squares - total * total / k, 0e0) / (k - 1e0) / k end"""


def limit_columns() -> str:
    """SQL: lower95, upper95, lower998, upper998 of a row that carries what the methods need.

    The row: `limits_method, numerator, denominator, value, per_event` (value of one event), `exact_lower95` …
    (exact Poisson limits, NULL from 10 events on), `t_95`, `t_998` and `standard_error`. In the value's unit.
    """
    return ",\n".join(_limit(side, level) for level in LEVELS for side in ("lower", "upper"))


def _limit(side: str, level: str) -> str:
    sign, z = "-" if side == "lower" else "+", LEVELS[level]
    return f"""    case limits_method
        when '{SHARE}' then 100e0 * wilson_{side}(numerator, denominator, {z})
        when '{EVENTS}' then per_event
            * case when numerator < 10 then exact_{side}{level} else byar_{side}(numerator, {z}) end
        when '{MEAN}' then value {sign} t_{level} * standard_error
    end as {side}{level}"""


def interval_macros(temp: str = "") -> tuple[str, ...]:
    """The macros in the order in which they need each other; `temp="temp"` for a session without a file."""
    return (
        _WILSON.format(temp=temp, side="lower", edge_count="0", edge="0e0", sign="-"),
        _WILSON.format(temp=temp, side="upper", edge_count="n", edge="1e0", sign="+"),
        _BYAR_LOWER.format(temp=temp),
        _BYAR_UPPER.format(temp=temp),
        *(_t_quantile(level, temp) for level in LEVELS),
        _MEAN_VARIANCE.format(temp=temp),
    )


def _t_quantile(level: str, temp: str) -> str:
    z = float(LEVELS[level])
    c1 = (z**3 + z) / 4
    c2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    c3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    c4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return _T_QUANTILE.format(temp=temp, level=level, z=LEVELS[level], c1=c1, c2=c2, c3=c3, c4=c4)


def load_quantiles(engine: DuckDB, fractional_events: list[float]) -> None:
    """Leave `exact_poisson` (events → limits) and `student_t` (degrees → quantiles) in the session.

    `fractional_events`: numbers of events under 10 that are not whole (weighted sums); the table has 0 to 9.
    """
    rows = _table("exact_poisson.csv") + [exact_poisson(events) for events in fractional_events]
    _load(engine, "exact_poisson", "events, lower95, upper95, lower998, upper998", rows)
    _load(engine, "student_t", "degrees, t95, t998", _table("student_t.csv"))


def exact_poisson(events: float) -> list[float]:
    """[events, L95, U95, L99.8, U99.8]: L = ½χ²⁻¹(α/2; 2x), U = ½χ²⁻¹(1 − α/2; 2x + 2), for 0 < x < 10."""
    from scipy.special import gammainccinv, gammaincinv  # weighted counts are rare, and scipy takes 0.4 s

    limits = [events]
    for alpha in (0.05, 0.002):
        limits += [float(gammaincinv(events, alpha / 2)), float(gammainccinv(events + 1, alpha / 2))]
    return limits


def _table(name: str) -> list[list[float]]:
    with (_FOLDER / name).open(encoding="utf-8") as file:
        return [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]


def _load(engine: DuckDB, name: str, columns: str, rows: list[list[float]]) -> None:
    import pyarrow as pa

    engine.load(name, pa.table(dict(zip(columns.split(", "), zip(*rows, strict=True), strict=True))))
