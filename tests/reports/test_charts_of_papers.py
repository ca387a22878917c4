"""Charts as data and as SVG: the range of an axis, points that say something, a text alternative."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from xml.etree import ElementTree

import pytest

from charts.figure_words import word_width
from charts.measure import Measure
from metrics.signal_queries import SignalPoint
from reports.chart_data import cell_format, control_chart, number_format
from reports.chart_html import chart_html
from reports.chart_marks import with_marks
from reports.chart_picture import chart_picture
from reports.chart_range import number_of, tick_format, value_range
from reports.chart_svg import chart_svg
from reports.facts import Facts
from reports.slides_county import county_chart
from reports.story import Chart, Series

PATROLS = Measure("patrol_coverage", "治安巡防任务完成率", "percent", "high")
AIMS = {f"{year}-{month:02}": aim for year, aim in ((2023, 90.0), (2024, 95.0)) for month in range(1, 13)}
CLOSED = Measure("resolution_rate", "化解率", "percent", "high")
SEVEN_MONTHS = [(2023, 10), (2023, 11), (2023, 12), (2024, 1), (2024, 2), (2024, 3), (2024, 4)]


def a_chart(
    kind: str, values: tuple[float | None, ...], shape: str = '0.0"%"', **more: tuple[str, ...]
) -> Chart:
    names = tuple(f"{n}" for n in range(len(values)))
    return Chart(kind, names, (Series("全县", values, **more),), shape, "说明", "%")


@pytest.mark.parametrize(
    ("kind", "values", "found"),
    [
        ("line", (91.4, 98.7), (90.0, 100.0, 2.0)),
        ("bars", (91.4, 98.7), (0.0, 100.0, 50.0)),
        ("line", (1.0, 1.0), (1.0, 1.5, 0.5)),
        ("line", (0.0, 0.0), (0.0, 0.1, 0.1)),
        ("line", (2.0, 12.0), (0.0, 15.0, 5.0)),
    ],
)
def test_an_axis_begins_where_values_differ_and_bars_begin_at_nothing(
    kind: str, values: tuple[float, ...], found: tuple[float, ...]
) -> None:
    assert value_range(a_chart(kind, values)) == pytest.approx(found)


def test_a_share_never_has_an_axis_beyond_100() -> None:
    assert value_range(a_chart("line", (99.1, 100.0)))[1] == 100.0


@pytest.mark.parametrize("values", [(100.0,), (100.0, 100.0, None, 100.0)])
def test_a_share_that_is_100_throughout_can_be_drawn(values: tuple[float | None, ...]) -> None:
    chart = a_chart("line", values)
    assert value_range(chart) == pytest.approx((50.0, 100.0, 50.0))
    assert "100.0%" in chart_html(chart) and "100.0%" in chart_svg(chart, "按时报送率", "")


@pytest.mark.parametrize(
    "name", ["沙湾镇", "孟连傣族拉祜族佤族自治镇", "孟连傣族拉祜族佤族自治县国营农场管理委员会"]
)
def test_upright_names_have_the_room_that_they_need_above_the_key(name: str) -> None:
    names = tuple(f"{number}{name}" for number in range(10))
    html = chart_html(Chart("dots", names, (Series("全县", (5.0,) * 10),), '0.0"%"', "说明", "%"))
    (room,) = re.findall(r"--bottom:([\d.]+)em", html)
    sizes = {float(size) for size in re.findall(r"upright\" style=\"[^\"]*font-size:([\d.]+)em", html)} or {
        1.0
    }
    assert word_width(names[0]) * max(sizes) <= float(room)


def a_control_chart(values: tuple[float, ...], mean: float, upper: float) -> Chart:
    lines = (
        Series("全县", values),
        *(Series(role, (level,) * len(values), role) for role, level in (("mean", mean), ("upper", upper))),
    )
    return Chart("line", tuple(map(str, range(len(values)))), lines, '0.0"%"', "说明", "%")


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ((86.0,) * 10 + (94.0,) * 20, 90.0),  # room on the mean itself
        ((90.1, 89.9) * 15, 93.0),  # none: above all, over the upper limit
    ],
)
def test_the_name_of_the_mean_stands_on_its_line_wherever_that_covers_no_month(
    values: tuple[float, ...], level: float
) -> None:
    chart = a_control_chart(values, 90.0, 93.0)
    (name,) = re.findall(r'class="mean [a-z]+" style="[^"]*top:([\d.]+)%', chart_html(chart))
    low, high, _ = value_range(chart)
    assert float(name) == pytest.approx(100 * (high - level) / (high - low), abs=0.01)


def test_no_two_ticks_of_an_axis_read_the_same() -> None:
    chart = a_chart("bars", (0.09,))
    ticks = [">0.00%<", ">0.05%<", ">0.10%<", ">0.15%<"]
    assert [tick for tick in ticks if tick in chart_svg(chart, "差错率", "")] == ticks
    assert [tick for tick in ticks if tick in chart_html(chart)] == ticks
    assert tick_format(chart) == '#,##0.00"%"'


def test_the_newest_figure_of_a_picture_stands_behind_its_point_and_inside_the_picture() -> None:
    def newest(*values: float) -> tuple[float, str]:
        drawn = ElementTree.fromstring(chart_svg(a_chart("line", values, "#,##0"), "受理诉求件次", ""))
        label = [each for each in drawn.iter() if each.get("font-weight") == "bold"][-1]
        return float(label.get("x", "0")), label.get("text-anchor", "start")

    months = (1005.0,) * 29
    (behind, anchor), (above, middle) = newest(*months, 897), newest(*months, 8_970_000_000)
    assert (anchor, middle) == ("start", "middle")
    assert behind == above > 1100


def test_no_line_leads_over_a_month_of_which_nothing_is_known() -> None:
    drawn = ElementTree.fromstring(
        chart_svg(a_chart("line", (5.0, 6.0, None, 7.0, 8.0, 9.0)), "重复访占比", "")
    )
    lines = [each.get("points", "") for each in drawn.iter() if each.tag.endswith("polyline")]
    assert [len(each.split()) for each in lines] == [2, 3]


def a_point(month: str, value: float, **more: str) -> SignalPoint:
    limits = {"mean": 85.0, "lower_limit": 79.0, "upper_limit": 92.0, "rule": None, "direction": None}
    rest = {"variation": None, "assurance": None, "point_type": None, "is_alert": False, "trial": False}
    return SignalPoint(
        "patrol_coverage",
        "county",
        month,
        value,
        **{**limits, **rest, "reason": None, "rebase_reason": None, **more},
    )


def test_a_month_of_which_nothing_is_known_keeps_its_place_in_a_paper() -> None:
    known = [a_point(month, 88.0) for month in ("2023-10", "2023-11", "2023-12", "2024-03", "2024-04")]
    chart = control_chart(known, PATROLS, AIMS)
    assert chart.months == tuple(f"{year}-{month:02}" for year, month in SEVEN_MONTHS)
    lines = {each.role: each.values for each in chart.series}
    assert lines["value"] == (88.0, 88.0, 88.0, None, None, 88.0, 88.0)
    assert lines["upper"][3:5] == (None, None) and lines["target"] == (90.0,) * 3 + (95.0,) * 4


def test_a_chart_takes_the_target_of_each_month_from_the_mart(facts: Facts) -> None:
    months = facts.mart.values("resolution_rate", "county", period_type="month")
    held = {m: t for m, t in zip(months["period"], months["target"], strict=True) if t == t}
    assert facts.targets("resolution_rate") == held != {}
    aims = next(
        each
        for each in county_chart(facts, facts.county["resolution_rate"], CLOSED).series
        if each.role == "target"
    )
    assert aims.values == tuple(held.values())


def test_a_survey_of_every_half_year_is_one_line() -> None:
    halves = [a_point(month, 90.0) for month in ("2023-06", "2023-12", "2024-06", "2025-06", "2025-12")]
    chart = control_chart(halves, PATROLS, {})
    assert chart.months == ("2023-06", "2023-12", "2024-06", "2024-12", "2025-06", "2025-12")
    assert chart.series[0].values.index(None) == 3


def test_a_chart_of_three_years_does_not_begin_with_a_gap() -> None:
    months = [f"{year}-{month:02}" for year in (2023, 2025, 2026) for month in range(1, 13)]
    chart = control_chart([a_point(month, 88.0) for month in months], PATROLS, {})
    assert (chart.months[0], len(chart.months)) == ("2025-01", 24)


def test_a_signal_is_a_series_of_its_own_so_that_its_shape_tells_it() -> None:
    chart = a_chart("line", (5.0, 6.0, None), tones=("plain", "better", "plain"))
    marks = list(with_marks(chart))[1:]
    assert [(each.role, each.name, each.values) for each in marks] == [
        ("better", "改善信号", (None, 6.0, None))
    ]


def test_a_picture_says_what_it_shows_and_escapes_what_it_is_given() -> None:
    svg = chart_svg(a_chart("line", (5.0, 6.0)), "<b>&", "2025年")
    drawn = ElementTree.fromstring(svg)
    assert drawn.attrib["aria-label"] == "说明"
    assert "<b>" not in svg


def test_the_picture_of_an_indicator_is_the_same_every_time(facts: Facts) -> None:
    first = chart_picture(facts, "repeat_visit_share", ".svg")
    assert first == chart_picture(facts, "repeat_visit_share", ".svg")
    assert facts.edition.definitions.encode() in first


@pytest.mark.parametrize(
    ("indicator", "title"),
    [
        ("fraud_loss", "电信网络诈骗涉案金额（万元）"),
        ("mean_days_to_close", "平均办理天数（天）"),
        ("resolution_rate", "化解率"),
    ],
)
def test_a_picture_names_the_unit_of_its_numbers(facts: Facts, indicator: str, title: str) -> None:
    assert f">{title}</text>" in chart_picture(facts, indicator, ".svg").decode()


def test_a_figure_is_rounded_as_on_the_pages() -> None:
    for value, shown in ((6.25, "6.3%"), (0.04, "<0.1%"), (99.96, ">99.9%"), (0.0, "0.0%")):
        assert number_of(a_chart("line", (value,)), value) == shown
        assert f">{escape(shown)}<" in chart_svg(a_chart("line", (value, value)), "", "")


def test_a_share_that_is_not_whole_never_reads_0_or_100_in_a_spreadsheet() -> None:
    share = Measure("rejected", "数据差错率", "percent", "low")
    assert cell_format(0.04, share) == '"<0.1%"'
    assert cell_format(99.96, share) == '">99.9%"'
    assert {cell_format(value, share) for value in (0.0, 5.25, 100.0, None)} == {'#,##0.0"%"'}


def test_a_value_that_is_cut_off_on_the_pages_is_never_rounded_up_in_papers() -> None:
    share = Measure("closed", "办结率", "percent", "high", decimals=0, truncate=True)
    assert cell_format(98.98, share) == '"98%"'
    assert (
        number_of(replace(a_chart("line", (98.98,)), number_format=number_format(share)), 98.98) == "98.98%"
    )
