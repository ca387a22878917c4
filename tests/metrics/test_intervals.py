"""The limits of a figure, against the golden files and against scipy."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri, stdtrit

from data.engines.duckdb_engine import DuckDB
from metrics.intervals import exact_poisson, interval_macros, limit_columns, load_quantiles

GOLDEN = Path(__file__).parent.parent / "golden"
NAMES = ("lower95", "upper95", "lower998", "upper998")


def golden(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return float(text) if text not in ("", "NA") else None


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDB]:
    with DuckDB() as session:
        for macro in interval_macros("temp"):
            session.execute(macro)
        load_quantiles(session, [])
        yield session


# the columns that the mart's views compute limits from
PREPARED = """
    with sums as (
        select i, '{method}' as limits_method, x as numerator, n as denominator, q as squares
        from (values {values}) as t (i, x, n, q)
    ),
    prepared as (
        select
            sums.*,
            numerator / denominator as value,
            {per!r}::double / denominator as per_event,
            sqrt(mean_variance(numerator, squares, denominator)) as standard_error,
            coalesce(student_t.t95, t_quantile_95(denominator - 1)) as t_95,
            coalesce(student_t.t998, t_quantile_998(denominator - 1)) as t_998,
            e.lower95 as exact_lower95, e.upper95 as exact_upper95,
            e.lower998 as exact_lower998, e.upper998 as exact_upper998
        from sums
        left join exact_poisson as e on e.events = numerator
        left join student_t on degrees = denominator - 1
    )"""


def limits(engine: DuckDB, method: str, rows: list[tuple[float, float, float]], per: float = 1) -> list[Any]:
    """The four limits of figures (numerator, denominator, squares), as the mart's views compute them."""
    values = ", ".join(
        f"({i}, {x!r}::double, {n!r}::double, {q!r}::double)" for i, (x, n, q) in enumerate(rows)
    )
    prepared = PREPARED.format(method=method, values=values, per=per)
    found = engine.rows(f"{prepared} select {limit_columns()} from prepared order by i")
    return [dict(zip(NAMES, row, strict=True)) for row in found]


def close(found: float | None, expected: float | None, relative: float = 1e-12) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=relative, abs_tol=1e-12)


def test_shares_have_the_limits_of_the_golden_file(engine: DuckDB) -> None:
    for row in golden("proportions_wilson_rgrid"):
        x, n, z = float(row["x"]), float(row["n"]), float(ndtri(0.5 + float(row["confidence"]) / 2))
        found = engine.rows("select wilson_lower(?, ?, ?), wilson_upper(?, ?, ?)", [x, n, z, x, n, z])[0]
        assert close(found[0], float(row["lower"])), row
        assert close(found[1], float(row["upper"])), row


def test_counts_have_the_limits_of_the_golden_file(engine: DuckDB) -> None:
    for row in golden("counts_byar_vs_exact_rgrid"):
        x, level = float(row["x"]), row["confidence"]
        if x >= 10:
            z = float(ndtri(0.5 + float(level) / 2))
            found = engine.rows("select byar_lower(?, ?), byar_upper(?, ?)", [x, z, x, z])[0]
            expected = (row["byars_lower"], row["byars_upper"])
        else:
            four = limits(engine, "poisson", [(x, 1, 0)])[0]
            suffix = {"0.95": "95", "0.998": "998"}[level]
            found = (four[f"lower{suffix}"], four[f"upper{suffix}"])
            expected = (row["exact_lower"], row["exact_upper"])
        assert all(close(a, number(b)) for a, b in zip(found, expected, strict=True)), row


def test_rates_have_the_limits_of_the_golden_file(engine: DuckDB) -> None:
    rows = [row for row in golden("rates_byar_exact_rgrid") if row["confidence"] in ("0.95", "0.998")]
    assert len(rows) > 50
    for row in rows:
        suffix = "95" if row["confidence"] == "0.95" else "998"
        found = limits(engine, "poisson", [(float(row["x"]), float(row["n"]), 0)], float(row["multiplier"]))[
            0
        ]
        assert close(found[f"lower{suffix}"], float(row["lower"])), row
        assert close(found[f"upper{suffix}"], float(row["upper"])), row


def test_means_have_the_limits_of_the_golden_file(engine: DuckDB) -> None:
    values: dict[str, list[float]] = {}
    for row in golden("means_t_rgrid_inputs"):
        values.setdefault(row["series"], []).append(float(row["value"]))
    for row in golden("means_t_rgrid_expected"):
        series = values[row["series"]]
        sums = (sum(series), float(len(series)), sum(value**2 for value in series))
        found = limits(engine, "t", [sums])[0]
        suffix = "95" if row["confidence"] == "0.95" else "998"
        assert close(found[f"lower{suffix}"], number(row["lower"]), 1e-10), row
        assert close(found[f"upper{suffix}"], number(row["upper"]), 1e-10), row


def test_the_exact_limits_of_small_counts_come_from_a_table_that_the_formula_gives(engine: DuckDB) -> None:
    for events, *stored in engine.rows("select * from exact_poisson where events > 0"):
        assert stored == pytest.approx(exact_poisson(events)[1:], rel=1e-14)


def test_a_small_count_that_is_not_whole_has_exact_limits_too(engine: DuckDB) -> None:
    load_quantiles(engine, [2.5])
    found = limits(engine, "poisson", [(2.5, 1, 0)])[0]
    assert list(found.values()) == pytest.approx(exact_poisson(2.5)[1:])
    assert found["lower998"] < found["lower95"] < 2.5 < found["upper95"] < found["upper998"]


@pytest.mark.parametrize("degrees", [1, 2, 3, 19, 50, 199, 200, 201, 202, 500, 2000, 10**5, 10**7])
def test_the_quantiles_of_student_are_those_of_scipy(engine: DuckDB, degrees: int) -> None:
    found = engine.rows(
        """
        select coalesce(t95, t_quantile_95(d)), coalesce(t998, t_quantile_998(d))
        from (select ?::double as d) left join student_t on degrees = d""",
        [degrees],
    )[0]
    assert found[0] == pytest.approx(-stdtrit(degrees, 0.025), rel=1e-9)
    assert found[1] == pytest.approx(-stdtrit(degrees, 0.001), rel=1e-9)


def test_the_limits_of_none_and_of_all_are_exactly_0_and_100(engine: DuckDB) -> None:
    for n in (1, 3, 10, 997, 10**7):
        none, every = limits(engine, "wilson", [(0, n, 0), (n, n, 0)])
        assert none["lower95"] == none["lower998"] == 0 < none["upper95"]
        assert every["upper95"] == every["upper998"] == 100 > every["lower95"]


def test_a_mean_of_one_value_has_no_limits(engine: DuckDB) -> None:
    assert set(limits(engine, "t", [(7, 1, 49)])[0].values()) == {None}


def test_nothing_divided_by_nothing_has_no_limits(engine: DuckDB) -> None:
    found = engine.rows("select wilson_lower(1, 0, 2e0), wilson_upper(1, 0, 2e0), wilson_lower(null, 5, 2e0)")
    assert found == [(None, None, None)]


counts = st.integers(0, 500)
shares = st.lists(st.tuples(counts, st.integers(1, 500)).map(lambda t: (min(t), max(*t, 1))), min_size=1)


@settings(deadline=None, max_examples=15)
@given(shares)
def test_limits_contain_the_share_and_widen_with_confidence(
    engine: DuckDB, figures: list[tuple[int, int]]
) -> None:
    for (x, n), found in zip(figures, limits(engine, "wilson", [(x, n, 0) for x, n in figures]), strict=True):
        share = 100 * x / n
        ordered = [found[name] for name in ("lower998", "lower95")] + [share]
        ordered += [found[name] for name in ("upper95", "upper998")]
        assert ordered == sorted(ordered)
        assert 0 <= ordered[0] < ordered[-1] <= 100


@settings(deadline=None, max_examples=15)
@given(shares)
def test_limits_of_a_share_shrink_as_cases_are_added(engine: DuckDB, figures: list[tuple[int, int]]) -> None:
    few = limits(engine, "wilson", [(x, n, 0) for x, n in figures])
    many = limits(engine, "wilson", [(4 * x, 4 * n, 0) for x, n in figures])
    for before, after in zip(few, many, strict=True):
        assert after["upper95"] - after["lower95"] < before["upper95"] - before["lower95"]


@settings(deadline=None, max_examples=15)
@given(st.lists(counts, min_size=1))
def test_limits_contain_the_count_and_widen_with_confidence(engine: DuckDB, events: list[int]) -> None:
    for x, found in zip(events, limits(engine, "poisson", [(x, 1, 0) for x in events]), strict=True):
        assert found["lower998"] <= found["lower95"] <= x < found["upper95"] < found["upper998"]


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 100), min_size=2, max_size=40))
def test_limits_contain_the_mean_and_shrink_as_values_are_repeated(engine: DuckDB, days: list[int]) -> None:
    def of(values: list[int]) -> dict[str, float]:
        return limits(engine, "t", [(sum(values), len(values), sum(day**2 for day in values))])[0]

    found, repeated, mean = of(days), of(days * 3), sum(days) / len(days)
    assert found["lower998"] <= found["lower95"] <= mean <= found["upper95"] <= found["upper998"]
    assert repeated["upper95"] - repeated["lower95"] <= found["upper95"] - found["lower95"]
