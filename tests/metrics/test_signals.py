"""What the mart says of a series: lines, signals, icons, and why some series have none."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.refusal import Refused
from metrics.chart_settings import ChartSettings, Rebase, load_chart_settings
from tests.metrics.tiny_mart import definition, months, tiny_mart

# 24 months of 50 or 54 in 100: every moving range is 4, the mean 52
STEADY = [(54, 100) if month % 2 else (50, 100) for month in range(24)]


def signals(folder: Path, figures: list[tuple], area: str = "A", **more: Any) -> list[dict[str, Any]]:
    with tiny_mart(folder, figures, **more) as mart:
        return [asdict(point) for point in mart.signals(area=area)]


def one(rows: list[dict[str, Any]], key: str) -> Any:
    values = {row[key] for row in rows}
    assert len(values) == 1
    return values.pop()


def test_a_steady_series_has_lines_and_common_cause(tmp_path: Path) -> None:
    rows = signals(tmp_path, months("rate", "A", "2024-01", *STEADY))
    assert len(rows) == 24
    assert one(rows, "mean") == pytest.approx(52)
    assert one(rows, "lower_limit") == pytest.approx(52 - 2.66 * 4)
    assert one(rows, "upper_limit") == pytest.approx(52 + 2.66 * 4)
    assert {row["rule"] for row in rows} == {None}
    assert one(rows, "variation") == "common_cause"
    assert one(rows, "trial") is False
    assert one(rows, "reason") is None


def test_a_month_far_off_is_named_and_gives_the_series_its_icon(tmp_path: Path) -> None:
    rows = signals(tmp_path, months("rate", "A", "2024-01", *STEADY, (20, 100)))
    assert (rows[-1]["rule"], rows[-1]["direction"]) == ("astronomical", "down")
    assert one(rows, "variation") == "special_cause_concern"
    assert rows[-1]["is_alert"]
    assert not any(row["is_alert"] for row in rows[:-1])


def test_the_icons_of_all_areas_read_at_once_are_those_of_their_series(tmp_path: Path) -> None:
    months_of_all = months("rate", "A", "2024-01", *STEADY, (20, 100)) + months(
        "rate", "B", "2024-01", *STEADY
    )
    with tiny_mart(tmp_path, months_of_all) as mart:
        icons = mart.variations()
        assert icons["A"] == {"rate": "special_cause_concern"}
        assert icons["B"] == {"rate": "common_cause"}
        of_points = {(point.area, point.indicator): point.variation for point in mart.signals()}
    found = {(area, indicator): icon for area, own in icons.items() for indicator, icon in own.items()}
    assert found == {series: icon for series, icon in of_points.items() if icon}


def test_a_low_that_comes_every_year_is_a_signal_and_no_alert(tmp_path: Path) -> None:
    year = [(20, 100), *STEADY[:11]]
    rows = signals(tmp_path, months("rate", "A", "2023-01", *year, *year, *year, (20, 100)))
    assert (rows[-1]["rule"], rows[-1]["point_type"]) == ("astronomical", "special_cause_concern")
    assert not rows[-1]["is_alert"]
    (tmp_path / "plain").mkdir()
    plain = ChartSettings(alert_beyond_last_year=False)
    rows = signals(tmp_path / "plain", months("rate", "A", "2023-01", *year, *year, *year), charts=plain)
    assert [row["month"] for row in rows if row["is_alert"]] == ["2023-01", "2024-01", "2025-01"]


def test_a_neutral_series_is_high_or_low_and_never_an_alert(tmp_path: Path) -> None:
    neutral = (definition(good="neither"),)
    rows = signals(tmp_path, months("rate", "A", "2024-01", *STEADY, (20, 100)), definitions=neutral)
    assert one(rows, "variation") == "special_cause_neutral_low"
    assert not any(row["is_alert"] for row in rows)


def test_a_month_with_too_few_cases_is_no_alert(tmp_path: Path) -> None:
    rows = signals(tmp_path, months("rate", "A", "2024-01", *STEADY, (3, 19)))
    assert rows[-1]["rule"] == "astronomical"
    assert not rows[-1]["is_alert"]


def test_a_kind_of_township_has_a_chart_and_never_an_alert(tmp_path: Path) -> None:
    low = [(20, 100)]
    figures = [row for code in "AB" for row in months("rate", code, "2024-01", *STEADY, *low)]
    with tiny_mart(tmp_path, figures) as mart:
        points = {area: mart.signals(area=area) for area in ("county", "kind:town", "A")}
    assert [len(rows) for rows in points.values()] == [25, 25, 25]
    assert {rows[-1].rule for rows in points.values()} == {"astronomical"}
    assert {area: rows[-1].is_alert for area, rows in points.items()} == {
        "county": True,
        "kind:town": False,
        "A": True,
    }


def test_twelve_points_have_no_limits_and_thirteen_have_trial_limits(tmp_path: Path) -> None:
    twelve = signals(tmp_path, months("rate", "A", "2024-01", *STEADY[:12]))
    assert (one(twelve, "reason"), one(twelve, "trial")) == ("short", True)
    assert one(twelve, "variation") is None
    assert one(twelve, "upper_limit") is None
    (tmp_path / "more").mkdir()
    thirteen = signals(tmp_path / "more", months("rate", "A", "2024-01", *STEADY[:13]))
    assert (one(thirteen, "reason"), one(thirteen, "trial")) == (None, True)
    assert one(thirteen, "variation") == "common_cause"


@pytest.mark.parametrize("figure", [(4, 100), (96, 100)], ids=["few cases", "few others"])
def test_fewer_than_five_cases_a_month_are_not_charted(tmp_path: Path, figure: tuple[int, int]) -> None:
    far = (50, 100)
    rows = signals(tmp_path, months("rate", "A", "2024-01", *[figure] * 60, far))
    assert one(rows, "reason") == "few_cases"
    assert {row["rule"] for row in rows} == {None}
    assert one(rows, "variation") is None


def test_a_series_that_never_moves_has_the_mean_for_limits_and_no_signal(tmp_path: Path) -> None:
    rows = signals(tmp_path, months("rate", "A", "2024-01", *[(90, 100)] * 20))
    assert one(rows, "reason") == one(rows, "variation") == "no_variation"
    assert one(rows, "lower_limit") == one(rows, "upper_limit") == one(rows, "mean") == 90


def test_a_missing_month_breaks_the_run(tmp_path: Path) -> None:
    rising = [(50 + month, 100) for month in range(7)]
    whole = signals(tmp_path, months("rate", "A", "2024-01", *STEADY, *rising))
    assert [row["rule"] for row in whole].count("trend") >= 7
    (tmp_path / "gap").mkdir()
    gap = months("rate", "A", "2024-01", *STEADY, *rising[:3], None, *rising[3:])
    other = months("rate", "B", "2024-01", *STEADY, *rising, (50, 100))
    rows = signals(tmp_path / "gap", [*gap, *other])
    assert "trend" not in [row["rule"] for row in rows]
    assert len(rows) == 31


def test_a_countys_total_without_all_reports_is_no_alert(tmp_path: Path) -> None:
    count = (definition(unit="count", good="high"),)
    whole = months("rate", "A", "2024-01", *[300 + month % 2 for month in range(14)])
    partly = months("rate", "B", "2024-01", *[300 + month % 2 for month in range(13)], None)
    rows = signals(tmp_path, [*whole, *partly], area="county", definitions=count)
    assert (rows[-1]["rule"], rows[-1]["point_type"]) == ("astronomical", "special_cause_concern")
    assert not rows[-1]["is_alert"]


def test_days_are_charted_by_the_number_of_cases(tmp_path: Path) -> None:
    days = (definition(unit="days", good="low"),)
    few = [(40 + month % 2, 4, 500) for month in range(20)]
    rows = signals(tmp_path, months("rate", "A", "2024-01", *few), definitions=days)
    assert one(rows, "reason") == "few_cases"


def rebased(month: str, indicator: str = "rate", area: str = "A") -> ChartSettings:
    return ChartSettings(rebases=(Rebase(indicator, area, date.fromisoformat(f"{month}-01"), "新的办法"),))


def test_a_rebase_gives_a_new_mean_and_its_reason(tmp_path: Path) -> None:
    figures = months("rate", "A", "2023-01", *STEADY, *[(x + 20, n) for x, n in STEADY])
    rows = signals(tmp_path, figures, charts=rebased("2025-01"))
    assert [row["mean"] for row in rows] == pytest.approx([52] * 24 + [72] * 24)
    assert [row["rebase_reason"] for row in rows if row["rebase_reason"]] == ["新的办法"]
    assert rows[24]["rebase_reason"]
    assert {row["rule"] for row in rows} == {None}


def test_limits_of_the_first_points_lie_around_the_mean_of_these(tmp_path: Path) -> None:
    """`STEADY` goes on around 52; then everything is twenty points higher."""
    higher = [(done + 20, of) for done, of in STEADY]
    fixed = ChartSettings(fix_after_n=len(STEADY))
    rows = signals(tmp_path, months("rate", "A", "2022-01", *STEADY, *higher), charts=fixed)
    assert one(rows, "mean") == pytest.approx(52)
    assert one(rows, "lower_limit") == pytest.approx(52 - 2.66 * 4)
    assert one(rows, "upper_limit") == pytest.approx(52 + 2.66 * 4)


def test_after_a_rebase_a_short_series_has_no_limits_yet(tmp_path: Path) -> None:
    figures = months("rate", "A", "2023-01", *STEADY, *STEADY[:5])
    rows = signals(tmp_path, figures, charts=rebased("2025-01"))
    assert [row["reason"] for row in rows] == [None] * 24 + ["short"] * 5
    assert one(rows, "variation") is None


@pytest.mark.parametrize(
    ("charts", "said"),
    [
        (rebased("2031-01"), "2023-01"),
        (rebased("2023-05", indicator="rat"), "rate"),
        (rebased("2023-05", area="AA"), "A"),
    ],
)
def test_a_rebase_that_meets_no_point_is_refused(tmp_path: Path, charts: ChartSettings, said: str) -> None:
    with pytest.raises(Refused, match=r"control_charts\.toml.*\[rebase\] 1") as refused:
        signals(tmp_path, months("rate", "A", "2023-01", *STEADY), charts=charts)
    assert said in str(refused.value)


def test_the_countys_file_changes_single_settings(tmp_path: Path) -> None:
    assert load_chart_settings(tmp_path) == ChartSettings()
    own = 'n_trend = 6\n[[rebase]]\nindicator = "rate"\narea = "A"\nmonth = "2025-03"\nreason = "x"\n'
    (tmp_path / "control_charts.toml").write_text(own, encoding="utf-8")
    found = load_chart_settings(tmp_path)
    assert (found.n_trend, found.n_shift) == (6, 7)
    assert found.rebases == (Rebase("rate", "A", date(2025, 3, 1), "x"),)


@pytest.mark.parametrize(
    "text",
    [
        "n_shfit = 6",
        "n_shift = 0",
        "fix_after_n = 5",
        'screening = "no"',
        'alert_rules = ["shfit"]',
        '[[rebase]]\nindicator = "a"\narea = "A"\nmonth = "2025-13"\nreason = "x"',
        '[[rebase]]\nindicator = "a"\narea = "A"\nmonth = "2025-03"\nreason = " "',
        '[[rebase]]\nindicator = "a"\narea = "A"\nmonth = "2025-03"',
    ],
)
def test_a_wrong_setting_is_refused_with_file_and_key(tmp_path: Path, text: str) -> None:
    (tmp_path / "control_charts.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"control_charts\.toml: "):
        load_chart_settings(tmp_path)


def test_assurance_is_measured_by_the_target_of_the_last_year(tmp_path: Path) -> None:
    rows = signals(
        tmp_path,
        months("rate", "A", "2024-01", *STEADY),
        targets=[("rate", 2024, 10, 5), ("rate", 2025, 90, 60)],
    )
    assert one(rows, "assurance") == "consistent_fail"


def test_without_a_target_of_that_year_there_is_no_assurance(tmp_path: Path) -> None:
    rows = signals(tmp_path, months("rate", "A", "2024-01", *STEADY), targets=[("rate", 2019, 10, 5)])
    assert one(rows, "assurance") is None
    assert one(rows, "variation") == "common_cause"
