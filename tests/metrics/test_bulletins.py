"""Bulletins that local governments printed: roll-up, denominators, rounding and changes as they did them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from charts.measure import Measure, measures_of
from charts.text import number_text, plain_number
from data.engines.duckdb_engine import DuckDB
from metrics.changes import change_macros
from metrics.intervals import interval_macros
from metrics.rounding import half_up
from tests.metrics.tiny_mart import definition, figure, months, tiny_mart, town

FOLDER = Path(__file__).parent.parent / "bulletins"


def rows_of(name: str) -> list[list[str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.reader(file))[1:]


def percent_change(now: float, base: float) -> float:
    with DuckDB() as engine:
        for macro in (*interval_macros("temp"), *change_macros("temp")):
            engine.execute(macro)
        return float(engine.rows("select change_of('count', ?::double, ?::double)", [now, base])[0][0])


def share(numerator: str | int, denominator: str | int) -> str:
    """As a page prints a share to two decimals."""
    measure = Measure("rate", "", "percent", "high", decimals=2)
    return number_text(100 * int(numerator) / int(denominator), measure) + "%"


def test_weinan_adds_its_offices_before_it_divides_and_cuts_decimals_off(tmp_path: Path) -> None:
    *offices, total = rows_of("weinan_2021q4_closing_rate")
    figures = [row for o in offices for row in months("rate", o[0], "2021-12", (int(o[3]), int(o[1])))]
    cut_off = definition(decimals=0, truncate=True)
    mart = tiny_mart(tmp_path, figures, [cut_off], areas=[town(o[0]) for o in offices])
    county = figure(mart, "2021-12")
    assert (county.numerator, county.denominator) == (int(total[3]), int(total[1]))
    assert county.value == pytest.approx(100 * 973 / 983)
    measure = measures_of(mart.indicators())["rate"]
    for office, *_, printed in offices:
        assert number_text(figure(mart, "2021-12", office).value, measure) + "%" == printed, office
    assert number_text(county.value, measure) + "%" == total[-1]


def test_ziyang_counts_all_who_were_not_dissatisfied_among_those_reached() -> None:
    for name, _, _, _, dissatisfied, _, _, reached, printed in rows_of("ziyang_2022-09_satisfaction_1"):
        content = int(reached) - int(dissatisfied)
        assert share(content, reached) == printed.split("%")[0] + "%", name


def test_ziyang_prints_shares_of_those_visited() -> None:
    for name, count, printed, _ in rows_of("ziyang_2022-09_satisfaction_2"):
        assert share(count, 521) == printed, name


def test_lianyungang_caps_what_was_closed_beyond_what_was_due() -> None:
    for name, _, due, closed, on_time, printed, printed_on_time, *_ in rows_of(
        "lianyungang_urban_2017-03_closing"
    ):
        assert share(min(int(closed), int(due)), due) == printed, name
        assert share(min(int(on_time), int(due)), due) == printed_on_time, name


def test_lianyungang_prints_shares_to_two_decimals() -> None:
    (row,) = rows_of("lianyungang_2017-04_totals")
    received, due = int(row[1]), int(row[2])
    assert [share(row[n], due) for n in (3, 5)] == [row[4], row[6]]
    for n in range(7, len(row), 2):
        assert share(row[n], received) == row[n + 1]


def test_huzhou_prints_changes_in_percent_with_an_arrow() -> None:
    for name, now, month_before, on_month, year_before, on_year in rows_of("huzhou_2022-08_changes"):
        for base, printed in ((month_before, on_month), (year_before, on_year)):
            change = percent_change(int(now), int(base))
            arrow = "↑" if change > 0 else "↓"
            assert f"{arrow}{plain_number(abs(change), 2)}%" == printed, name


def test_yichun_prints_shares_that_need_not_add_up_to_100() -> None:
    rows = rows_of("yichun_2023-05_shares")
    printed = [share(count, 38_447) for _, count, _ in rows]
    assert printed == [percent for *_, percent in rows]
    assert half_up(sum(float(each.rstrip("%")) for each in printed[:6]), 2) == 100.01


def test_hanzhong_has_offices_too_small_to_judge(tmp_path: Path) -> None:
    rows = rows_of("hanzhong_2022-08_status")
    assert all(int(total) == int(done) + int(running) + int(late) for _, total, done, running, late in rows)
    figures = [row for o in rows for row in months("rate", o[0], "2022-08", (int(o[2]), int(o[1])))]
    mart = tiny_mart(tmp_path, figures, areas=[town(o[0]) for o in rows])
    table = mart.values("rate", area_type="township").set_index("area")
    small = {name for name, total, *_ in rows if int(total) < 20}
    assert set(table.index[table["too_few"]]) == small
    assert set(table.loc[sorted(small), "verdict_county"]) == {"not compared"}
