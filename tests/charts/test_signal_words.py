"""Signals in words and lines, from points typed in place."""

from __future__ import annotations

from charts.area_figures import AreaFigure
from charts.control_labels import control_labels
from charts.control_lines import control_traces
from charts.how_to import heat_how_to, ranking_how_to
from charts.measure import Measure
from charts.palette import LIGHT
from charts.past_words import annual_words, monthly_points, season_words, target_words, trend_words
from charts.signal_words import (
    control_example,
    episodes,
    icons_html,
    reason_text,
    rebases_text,
    rules_text,
    settings_text,
    signals_sentence,
)
from charts.trend import trend
from data.language import use_language
from metrics.seasons import ExpectedRange
from metrics.signal_queries import SignalPoint
from metrics.trend_queries import SeriesTrend

SHARE = Measure("resolution_rate", "化解率", "percent", "high")
SETTINGS = {"n_shift": "7", "n_trend": "6", "screening": "true", "fewest_points": "13", "fewest_cases": "5"}


def point(
    month: int, value: float, rule: str | None = None, direction: str | None = None, **more
) -> SignalPoint:
    types = {"up": "special_cause_improvement", "down": "special_cause_concern", None: "common_cause"}
    plain = {
        "mean": 90.0, "lower_limit": 84.0, "upper_limit": 103.0, "variation": "common_cause",
        "assurance": "inconsistent", "point_type": types[direction], "is_alert": False, "trial": False,
        "reason": None, "rebase_reason": None,
    }  # fmt: skip
    values = {**plain, **more}
    return SignalPoint(
        "resolution_rate", "county", f"2025-{month:02}", value, rule=rule, direction=direction, **values
    )


POINTS = [
    point(1, 91),
    point(2, 80, "astronomical", "down"),
    point(3, 95, "shift", "up"),
    point(4, 96, "shift", "up"),
]


def test_a_total_that_lacks_reports_is_not_set_against_the_season() -> None:
    late = AreaFigure("received", "county", "全县", "2025-02", 19.0, covered=4, expected=6, complete=False)
    whole = AreaFigure("received", "county", "全县", "2025-01", 36.0)
    assert monthly_points([whole, late], "count") == [(2025 * 12, 36.0)]
    assert [value for _, value in monthly_points([whole, late], "percent")] == [36.0, 19.0]


def test_months_in_a_row_with_one_signal_are_one_episode() -> None:
    found = episodes(POINTS)
    assert [(each.words, len(each.points), each.tone) for each in found] == [
        ("低于下限", 1, "worse"),
        ("持续偏高", 2, "better"),
    ]


def test_signals_are_named_newest_first_with_their_months() -> None:
    text = str(signals_sentence(POINTS))
    assert text.index("2025年3月至2025年4月（2个月） 持续偏高") < text.index("2025年2月 低于下限")
    assert "没有信号" in signals_sentence(POINTS[:1])


def test_the_settings_are_printed_with_the_rules() -> None:
    text = rules_text(SETTINGS)
    assert settings_text(SETTINGS) == "n_shift=7, n_trend=6, screening=true"
    assert "连续6点同升或同降" in text


def test_why_there_are_no_limits_is_said() -> None:
    assert "不足13个月" in reason_text([point(1, 90, reason="short")], SETTINGS)
    assert "不足5件" in reason_text([point(1, 90, reason="few_cases")], SETTINGS)
    assert reason_text([point(1, 90)], SETTINGS) == ""


def test_a_rebase_says_its_reason() -> None:
    assert rebases_text([point(3, 90, rebase_reason="新办法")]) == "2025年3月起重定基准：新办法。"


def test_icons_have_words() -> None:
    html = str(icons_html([point(1, 90, variation="special_cause_concern", assurance="consistent_fail")]))
    assert "▼" in html and "出现变差信号" in html and "达不到目标" in html
    assert icons_html([point(1, 90, variation=None, assurance=None)]) == ""


def test_the_example_is_a_signal_of_the_chart_or_an_ordinary_month() -> None:
    assert control_example(POINTS, SHARE).endswith(
        "例如2025年4月的96.0%属于“持续偏高”，不像偶然，值得找原因。"
    )
    ordinary = control_example(POINTS[:1], SHARE)
    assert ordinary.endswith("例如2025年1月的91.0%在84.0%至100.0%之间，只是正常波动。")
    assert ordinary.count("。") == 3


def test_limits_are_clipped_on_the_screen_and_each_rebase_has_lines_of_its_own() -> None:
    moved = [
        *POINTS[:2],
        point(3, 95, mean=95.0, lower_limit=91.0),
        point(4, 96, mean=95.0, lower_limit=91.0),
    ]
    lines = [t for t in control_traces(moved, [p.month for p in moved], SHARE, LIGHT) if t["mode"] == "lines"]
    assert [line["y"][0] for line in lines] == [90, 84, 100, 95, 91, 100]


def test_a_signal_is_marked_and_named_on_the_chart() -> None:
    months = [p.month for p in POINTS]
    marks = [t for t in control_traces(POINTS, months, SHARE, LIGHT) if t["mode"] == "markers"]
    assert {t["marker"]["symbol"]: t["x"] for t in marks} == {"triangle-up": [2, 3], "triangle-down": [1]}
    assert "持续偏高" in [label["text"] for label in control_labels(POINTS, months, SHARE, LIGHT, (80, 105))]


def test_no_text_of_a_chart_covers_a_month() -> None:
    """In the first months the values lie on the mean, and the months before the last below it."""
    values = (90.2, 90.4, 90.3, 90.1, 97, 97, 97, 83, 97, 84, 97, 85, 88, 88.5, 89)
    points = [point(number, value, mean=90.0, direction=None) for number, value in enumerate(values, 1)]
    points[-1] = point(15, 89, mean=90.0, rule="shift", direction="down")
    labels = control_labels(points, [p.month for p in points], SHARE, LIGHT, (80, 105))
    mean = next(label for label in labels if "均值" in label["text"])
    assert 3 < mean["x"] < 12
    name = next(label for label in labels if label["text"] == "持续偏低")
    assert (name["xanchor"], name["yshift"] > 0) == ("right", True)


def test_the_name_of_a_signal_does_not_stand_on_the_name_of_a_line() -> None:
    """The third month is near the upper limit, whose name stands at its beginning."""
    values = (99, 92, 98.5, 95, 95.5, *(88, 91) * 6)
    points = [point(number, value, mean=90.0, direction=None) for number, value in enumerate(values, 1)]
    points[2] = point(3, 98.5, mean=90.0, rule="two_of_three", direction="up")
    labels = control_labels(points, [p.month for p in points], SHARE, LIGHT, (78, 102))
    upper = next(label for label in labels if "上限" in label["text"])
    assert upper["x"] < 3
    name = [label["yshift"] for label in labels if label["text"] == "接连逼近上限"]
    assert name in ([], [-18])


def test_two_signals_are_named_only_where_their_names_have_room() -> None:
    """English names are longer: 'close to the lower limit' reaches over seven months of thirty."""
    values = [*(90, 92) * 12, 82, 91, 82, 91, 91, 82]
    points = [point(number, value, mean=90.0) for number, value in enumerate(values, 1)]
    for at in (24, 26, 29):
        points[at] = point(at + 1, 82, "two_of_three", "down", mean=90.0)
    use_language("en")
    labels = control_labels(points, [p.month for p in points], SHARE, LIGHT, (78, 102))
    assert len([label for label in labels if "close to" in label["text"]]) == 1


def test_the_name_of_a_signal_stands_below_the_value_of_its_month() -> None:
    values = (90, 92, 90, 92, 90, 91, 90, 89, 88.5, 88, 87, 79)
    points = [point(number, value, mean=90.0) for number, value in enumerate(values, 1)]
    points[-1] = point(12, 79, "astronomical", "down", mean=90.0)
    series = [AreaFigure("resolution_rate", "county", "全县", p.month, p.value, target=80.0) for p in points]
    notes = trend(series, SHARE, "month", LIGHT, control=points, chosen=points[-1].month).layout.annotations
    shifts = {note.text: note.yshift for note in notes}
    assert (shifts["<b>79.0%</b>"], shifts["低于下限"]) == (-14, -36)


def test_a_trend_with_limits_has_room_for_them() -> None:
    series = [AreaFigure("resolution_rate", "county", "全县", p.month, p.value) for p in POINTS]
    drawn = trend(series, SHARE, "month", LIGHT, control=POINTS)
    low, high = drawn.layout.yaxis.range
    assert low <= 80 and high >= 100


def test_how_far_the_target_is_is_counted_in_cases() -> None:
    figure = AreaFigure(
        "resolution_rate", "county", "全县", value=90.0, numerator=90, denominator=100, target=95.0
    )
    assert target_words(figure, SHARE) == "全县再办好5件即达到目标95.0%。"
    assert target_words(figure, Measure("a", "a", "percent", "neither")) == ""


def test_a_total_that_lacks_reports_is_not_said_to_have_met_its_target() -> None:
    overdue = Measure("overdue", "超期", "count", "low", decimals=0)
    some = AreaFigure("overdue", "county", "全县", numerator=3, target=4, covered=5, expected=7)
    assert target_words(some, overdue) == ""
    assert target_words(some._replace(covered=7), overdue) == "全县已达到目标4件。"
    assert target_words(some._replace(target=1), overdue) == "全县少2件即达到目标1件。"


def test_a_trend_is_told_with_its_test_and_its_slope() -> None:
    rising = SeriesTrend("a", "county", 12, False, 4.46, 12.0, "outlier")
    assert trend_words(rising, SHARE) == "12个月里总体上升，每年约+12.0个百分点（曼-肯德尔检验，p<0.01）。"
    assert "只由某一年造成" in annual_words(rising)
    steady = SeriesTrend("a", "county", 36, True, -1.2, -0.3, None)
    assert trend_words(steady, SHARE) == "36个月里没有单向的走势（季节曼-肯德尔检验，p≥0.01）。"
    untested = SeriesTrend("a", "county", None, None, None, None, None)
    assert trend_words(untested, SHARE) == annual_words(untested) == ""


def test_a_peak_of_the_season_is_said_to_be_one() -> None:
    usual = ExpectedRange(2025 * 12 + 1, 160.0, 155.0, 140.0, 170.0, 2)
    odd = ExpectedRange(2025 * 12 + 2, 160.0, 100.0, 90.0, 110.0, 2)
    count = Measure("petitions_received", "受理诉求件次", "count", "neither", decimals=0)
    assert "不必当作异常" in season_words([usual], count)
    assert (
        season_words([usual, odd], count)
        == "与往年同月不同的月份：2025年3月 160件，高于往年同月的范围（90件至110件）。"
    )
    assert "两个完整年份" in season_words([], count)


def test_how_to_read_is_three_sentences_with_an_example() -> None:
    figure = AreaFigure("a", "1", "甲镇", value=50.0, numerator=2, denominator=4, lower95=15.0, upper95=85.0)
    text = ranking_how_to([figure], SHARE)
    assert text.count("。") == 3
    assert "例如甲镇的50.0%（2/4），真实水平可能在15.0%至85.0%之间。" in text
    assert heat_how_to([(figure, SHARE)]).count("。") == 3
