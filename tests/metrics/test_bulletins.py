"""Bulletins that local governments printed: roll-up, denominators, rounding and changes as they did them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.engines.duckdb_engine import DuckDB
from metrics.changes import change_macros
from metrics.intervals import interval_macros
from metrics.rounding import half_up, shown, shown_share
from tests.metrics.tiny_mart import figure, months, tiny_mart, town

FOLDER = Path(__file__).parent.parent / "bulletins"


def rows_of(name: str) -> list[list[str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.reader(file))[1:]


def percent_change(now: float, base: float) -> float:
    with DuckDB() as engine:
        for macro in (*interval_macros("temp"), *change_macros("temp")):
            engine.execute(macro)
        return float(engine.rows("select change_of('count', ?::double, ?::double)", [now, base])[0][0])


def test_weinan_truncates_whole_percents() -> None:
    for name, total, _, closed, printed in rows_of("weinan_2021q4_closing_rate"):
        assert shown_share(int(closed), int(total), 0, truncate=True) + "%" == printed, name


def test_weinan_adds_its_offices_before_it_divides(tmp_path: Path) -> None:
    *offices, total = rows_of("weinan_2021q4_closing_rate")
    figures = [row for o in offices for row in months("rate", o[0], "2021-12", (int(o[3]), int(o[1])))]
    county = figure(tiny_mart(tmp_path, figures, areas=[town(o[0]) for o in offices]), "2021-12")
    assert (county.numerator, county.denominator) == (int(total[3]), int(total[1]))
    assert county.value == pytest.approx(100 * 973 / 983)


def test_ziyang_counts_all_who_were_not_dissatisfied_among_those_reached() -> None:
    for name, _, _, _, dissatisfied, _, _, reached, printed in rows_of("ziyang_2022-09_satisfaction_1"):
        content = int(reached) - int(dissatisfied)
        assert shown_share(content, int(reached), 2) == printed.split("%")[0], name


def test_ziyang_prints_shares_of_those_visited() -> None:
    for name, count, printed, _ in rows_of("ziyang_2022-09_satisfaction_2"):
        assert shown_share(int(count), 521, 2) + "%" == printed, name


def test_lianyungang_caps_what_was_closed_beyond_what_was_due() -> None:
    for name, _, due, closed, on_time, printed, printed_on_time, *_ in rows_of(
        "lianyungang_urban_2017-03_closing"
    ):
        assert shown_share(int(closed), int(due), 2, capped=True) + "%" == printed, name
        assert shown_share(int(on_time), int(due), 2, capped=True) + "%" == printed_on_time, name


def test_lianyungang_prints_shares_to_two_decimals() -> None:
    (row,) = rows_of("lianyungang_2017-04_totals")
    received, due = int(row[1]), int(row[2])
    assert [shown_share(int(row[n]), due, 2) + "%" for n in (3, 5)] == [row[4], row[6]]
    for n in range(7, len(row), 2):
        assert shown_share(int(row[n]), received, 2) + "%" == row[n + 1]


def test_huzhou_prints_changes_in_percent_with_an_arrow() -> None:
    for name, now, month_before, on_month, year_before, on_year in rows_of("huzhou_2022-08_changes"):
        for base, printed in ((month_before, on_month), (year_before, on_year)):
            change = percent_change(int(now), int(base))
            arrow = "↑" if change > 0 else "↓"
            assert f"{arrow}{shown(abs(change), 2)}%" == printed, name


def test_yichun_prints_shares_that_need_not_add_up_to_100() -> None:
    rows = rows_of("yichun_2023-05_shares")
    printed = [shown_share(int(count), 38_447, 2) for _, count, _ in rows]
    assert [f"{share}%" for share in printed] == [share for *_, share in rows]
    assert half_up(sum(map(float, printed[:6])), 2) == 100.01


def test_hanzhong_has_offices_too_small_to_judge(tmp_path: Path) -> None:
    rows = rows_of("hanzhong_2022-08_status")
    assert all(int(total) == int(done) + int(running) + int(late) for _, total, done, running, late in rows)
    figures = [row for o in rows for row in months("rate", o[0], "2022-08", (int(o[2]), int(o[1])))]
    mart = tiny_mart(tmp_path, figures, areas=[town(o[0]) for o in rows])
    table = mart.values("rate", area_type="township").set_index("area")
    small = {name for name, total, *_ in rows if int(total) < 20}
    assert set(table.index[table["too_few"]]) == small
    assert set(table.loc[sorted(small), "verdict_county"]) == {"not compared"}
