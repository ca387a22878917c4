"""Plotly figures: what they draw, and that names from uploads are only names."""

import json
import re

import pandas as pd
import pytest

from charts.area_figures import AreaFigure, area_figures
from charts.funnel import example_sentence, funnel, funnel_sentence, has_funnel
from charts.measure import Measure
from charts.palette import LIGHT
from charts.profile_table import judged_figures
from charts.scale import Scale, scale_for
from charts.sentences import indicator_sentence, ranking_sentence, township_sentence
from charts.trend import trend, trend_sentence
from charts.trend_axes import labels

SHARE = Measure("repeat_visit_share", "重复访占比", "percent", "low")
RATE = Measure("road_deaths_per_100k", "十万人道路交通死亡率", "per_100k", "low")


def township(area: str, x: float, n: float, verdict: str = "similar", **more: object) -> AreaFigure:
    return AreaFigure(
        "repeat_visit_share", area, f"{area}镇", "2025", 100 * x / n, x, n, county_value=5.0,
        verdict_class=verdict, covered=12, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_funnel_names_only_who_is_beyond_it():
    figures = [
        township("甲", 33, 320, "worse_99_8"),
        township("乙", 2, 21),
        township("丙", 3, 260, "better_95"),
    ]
    drawn = funnel(figures, SHARE, 5.0, LIGHT)
    assert [note["text"] for note in drawn.layout.annotations] == ["全县 5.0%", "甲镇"]
    assert len(drawn.data) == 7
    assert funnel_sentence(figures, SHARE) == "重复访占比：甲镇在99.8%界限之外。"


def test_nothing_is_said_of_townships_that_are_not_compared():
    def told(*townships: AreaFigure) -> str:
        said = indicator_sentence(township("全县", 200, 4000), townships, SHARE, "year")
        return re.sub("<[^>]+>", "", str(said))

    few = township("丙", 1, 3, "not compared", too_few=True)
    assert told(few).endswith("各乡镇件数都太少，不作比较。")
    assert told(township("甲", 33, 320, "worse_99_8"), few).endswith("1个乡镇明显较差（甲镇）。")
    level = township("乙", 20, 400)
    assert told(level, few).endswith("1个乡镇与全县没有明显差别，名次先后没有意义。")


def test_the_sentence_tells_of_the_marks_that_may_be_chance():
    figures = [
        township("甲", 33, 320, "worse_95"),
        township("乙", 20, 400),
        township("丙", 3, 260, "better_95"),
    ]
    said = str(indicator_sentence(township("全县", 200, 4000), figures, SHARE, "year"))
    assert "3个乡镇与全县没有明显差别（1个较差，1个较好，可能只是偶然），名次先后没有意义。" in said


@pytest.mark.parametrize(
    ("values", "at", "where"),
    [
        ((1, 2, 3, 4, 5), 4, ("left", 8, 0)),  # the last: in the margin, where no line is
        ((1, 2, 3, 4, 900_000_001), 4, ("right", 0, 14)),  # too long for it, and rises: above, to the left
        ((5, 4, 3, 2, 1), 4, ("left", 8, 0)),
        ((5, 4, 3, 2, 900_000_001), 3, ("center", 0, -14)),  # a valley: below
        ((5, 4, 3, 2, 1), 2, ("left", 0, 14)),  # on the way down: above, to the right
    ],
)
def test_the_value_of_a_period_does_not_lie_on_its_line(
    values: tuple[float, ...], at: int, where: tuple[str, int, int]
):
    received = Measure("received", "受理诉求件次", "count", "neither", decimals=0)
    series = [AreaFigure("received", "county", "全县", f"2025-{n:02d}", v) for n, v in enumerate(values, 1)]
    note = labels(series, [], received, LIGHT, f"2025-{at + 1:02d}", (0, 6))[-1]
    assert (note["xanchor"], note.get("xshift", 0), note.get("yshift", 0)) == where


def test_a_value_too_long_for_the_margin_or_beside_another_label_stands_below():
    target = {"target": 1.2}
    series = [
        AreaFigure("rate", "county", "全县", f"2025-{n}", v, **target) for n, v in enumerate((5.0, 1.0), 1)
    ]
    resolved = Measure("rate", "化解率", "percent", "high")
    assert labels(series, [], resolved, LIGHT, "2025-2", (0, 6))[-1]["yshift"] == -14
    loss = Measure("loss", "涉案金额", "yuan", "neither")
    long = [AreaFigure("loss", "county", "全县", f"2025-{n}", v) for n, v in enumerate((5e11, 1e11), 1)]
    assert labels(long, [], loss, LIGHT, "2025-2", (0, 5e7))[-1]["yshift"] == -14


def test_a_figure_of_which_reports_are_missing_says_how_many_are_in():
    def told(expected: int) -> str:
        county = AreaFigure("x", "county", "全县", "2025-12", 64.0, 64.0, covered=4, expected=expected)
        return re.sub("<[^>]+>", "", str(indicator_sentence(county, [], SHARE, "month")))

    assert "（已报4/8份）" in told(8)
    assert "已报" not in told(4)


def test_only_what_is_compared_is_said_to_be_like_the_county():
    received = Measure("petitions_received", "受理诉求件次", "count", "neither")
    figures = {"repeat_visit_share": township("乙", 20, 400), "petitions_received": township("乙", 9, 9)}
    judged = judged_figures(figures, [SHARE, received])
    assert township_sentence([], [], len(judged)) == "1项指标都与全县相差不大，高低先后没有意义。"
    few = {"repeat_visit_share": township("丙", 1, 3, too_few=True)}
    assert township_sentence([], [], len(judged_figures(few, [SHARE]))) == "没有可以和全县比较的指标。"


def test_who_cannot_see_a_figure_that_is_not_compared_is_told_no_lowest_and_no_highest():
    townships = [township("甲", 33, 320), township("乙", 2, 21)]
    assert ranking_sentence(townships, SHARE) == "重复访占比：最低乙镇9.5%，最高甲镇10.3%。"
    received = Measure("petitions_received", "受理诉求件次", "count", "neither")
    assert ranking_sentence(townships, received) == "受理诉求件次：2个乡镇，按名录顺序，不作比较。"


def test_the_example_is_told_from_the_chart_itself():
    figures = [township("甲", 33, 320, "worse_99_8"), township("乙", 2, 21)]
    assert example_sentence(figures, SHARE, 5.0) == (
        "乙镇 9.5%看起来高，但只有 2/21，落在漏斗内，属正常波动。"
        "甲镇 10.3%（33/320）在99.8%界限之外，值得找原因。"
    )


def test_where_it_happened_in_no_case_or_in_all_there_is_no_funnel_and_nobody_looks_low():
    assert not has_funnel(RATE, 0.0)
    assert not has_funnel(SHARE, 0.0)
    assert not has_funnel(SHARE, 100.0)
    assert not has_funnel(SHARE, None)
    level = [township("甲", 5, 100), township("乙", 0, 12, "not compared", too_few=True)]
    assert example_sentence(level, SHARE, 5.0) == ""


def test_days_and_neutral_figures_have_no_funnel():
    assert has_funnel(SHARE, 5.0)
    assert has_funnel(RATE, 250.0)
    assert not has_funnel(Measure("a", "a", "days", "low"), 5.0)
    assert not has_funnel(Measure("a", "a", "percent", "neither"), 5.0)


def test_the_funnel_of_a_rate_narrows_with_people():
    figures = [
        AreaFigure(RATE.id, "1", "甲镇", value=5.0, numerator=1, denominator=240_000, covered=12),
        AreaFigure(RATE.id, "2", "乙镇", value=7.0, numerator=7, denominator=1_200_000, covered=12),
    ]
    drawn = funnel(figures, RATE, 6.0, LIGHT)
    upper = next(trace for trace in drawn.data if trace.line.dash == "solid" and max(trace.y) > 6.0)
    assert upper.y[-1] < upper.y[10]
    assert list(drawn.data[4].x) == [20_000, 100_000]


def test_names_are_text_for_plotly_too():
    attacker = AreaFigure(SHARE.id, "1", "<b>x</b>", value=9.0, numerator=9, denominator=100,
                          verdict_class="worse_99_8", county_value=5.0)  # fmt: skip
    assert "<b>x</b>" not in json.dumps(funnel([attacker], SHARE, 5.0, LIGHT).to_plotly_json(), default=str)


def month(name: str, value: float | None, **more: object) -> AreaFigure:
    return AreaFigure(SHARE.id, "county", "全县", name, value, lower95=value, upper95=value, **more)  # type: ignore[arg-type]


def test_a_missing_month_is_a_gap_in_the_line_and_in_the_band():
    series = [month("2025-01", 5.0), month("2025-02", 6.0), month("2025-03", None), month("2025-04", 4.0),
              month("2025-05", 4.5)]  # fmt: skip
    drawn = trend(series, SHARE, "month", LIGHT)
    line = next(trace for trace in drawn.data if trace.mode == "lines+markers")
    assert list(line.y) == [5.0, 6.0, None, 4.0, 4.5]
    assert line.connectgaps is False
    assert sum(trace.fill == "toself" for trace in drawn.data) == 2


def test_a_neutral_trend_has_no_target():
    neutral = Measure("online_share", "网上渠道占比", "percent", "neither")
    series = [month("2025-01", 5.0, target=4.0), month("2025-02", 5.0, target=4.0)]
    assert any(trace.line.dash == "dash" for trace in trend(series, SHARE, "month", LIGHT).data)
    assert not any(trace.line.dash == "dash" for trace in trend(series, neutral, "month", LIGHT).data)


def test_the_trend_is_told_in_words():
    series = [month("2025-01", 5.0), month("2025-02", 6.0)]
    assert trend_sentence(series, SHARE, "month") == (
        "重复访占比：2025年2月为6.0%；期间最低5.0%（2025年1月），最高6.0%（2025年2月）。"
    )


def test_nothing_missing_is_left_as_nan():
    table = pd.DataFrame(
        {"indicator": ["a"], "area": ["1"], "value": [float("nan")], "verdict_county_class": [None],
         "too_few": [None], "covered": [3], "expected": [12], "complete": [False]}
    )  # fmt: skip
    figure = area_figures(table, {"1": "甲镇"})[0]
    assert (figure.value, figure.verdict_class, figure.too_few, figure.covered) == (
        None,
        "not compared",
        False,
        3,
    )


def test_a_scale_has_round_ticks_and_keeps_shares_inside_100():
    assert Scale(0, 20).ticks == [0, 5, 10, 15, 20]
    assert scale_for([96.0, 99.9], unit="percent").high == 100.0
    assert scale_for([None], unit="count").ticks
    assert Scale(0, 10).share(2.5) == pytest.approx(25.0)
