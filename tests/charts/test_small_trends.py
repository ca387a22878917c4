"""Every township's trend on one page: one scale, signals first, nothing judged that may not be."""

import itertools
import re

from charts.area_figures import AreaFigure
from charts.measure import Measure
from charts.small_trends import SmallTrend, by_signal, shared_scale, small_trends
from metrics.signal_queries import SignalPoint

DAYS = Measure("mean_days", "平均办理天数", "days", "low")
VOLUME = Measure("received", "受理诉求件次", "count", "neither", decimals=0)
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]


def trend(
    area: str, values: list[float | None], rule: str = "", at: int = -1, tone: str = "concern", **now: object
) -> SmallTrend:
    """A township whose month `at` bears a signal."""
    series = tuple(
        AreaFigure("x", area, area, month, value) for month, value in zip(MONTHS, values, strict=True)
    )
    points = tuple(
        SignalPoint(
            "x", area, month, value or 0.0, 10.0, 2.0, 18.0,
            rule if place == at % 12 else None, "up", None, None,
            f"special_cause_{tone}" if rule and place == at % 12 else "common_cause",
            False, False, None, None,
        )
        for place, (month, value) in enumerate(zip(MONTHS, values, strict=True))
    )  # fmt: skip
    return SmallTrend(series, points, AreaFigure("x", area, area, **now))  # type: ignore[arg-type]


FLAT: list[float | None] = [10.0] * 12


def test_a_signal_comes_first_worse_before_better_then_who_differs():
    trends = [
        trend("ordinary", FLAT),
        trend("apart", FLAT, verdict_class="worse_99_8"),
        trend("better", FLAT, "shift", tone="improvement"),
        trend("long ago", FLAT, "shift", at=2),
        trend("worse", FLAT, "shift"),
    ]
    assert [each.now.area for each in by_signal(trends, DAYS)] == [
        "worse",
        "better",
        "apart",
        "ordinary",
        "long ago",
    ]


def test_a_neutral_indicator_stays_in_register_order_without_a_colour():
    points = trend("2", FLAT, "shift", tone="neutral_high")
    trends = [trend("1", FLAT), points]
    assert [each.now.area for each in by_signal(trends, VOLUME)] == ["1", "2"]
    shown = small_trends(trends, VOLUME, "month", lambda code: "?")
    assert "◆ 持续偏高" in shown
    assert not re.search("tone-(better|worse)|dot (better|worse)", shown)


def test_too_few_cases_are_not_called_apart():
    few = trend("few", FLAT, verdict_class="worse_99_8", too_few=True)
    assert [each.now.area for each in by_signal([trend("1", FLAT), few], DAYS)] == ["1", "few"]
    assert "▼" not in small_trends([few], DAYS, "month", lambda code: "?")


def test_all_panels_have_one_scale_that_one_wild_month_does_not_stretch():
    wild: list[float | None] = [*FLAT[:11], 900.0]
    trends = [trend(str(n), FLAT) for n in range(9)] + [trend("wild", wild)]
    assert shared_scale(trends, DAYS).high < 20
    tops = re.findall(r"<u style=\"top:([\d.]+)%", small_trends(trends, DAYS, "month", lambda code: "?"))
    assert len(set(tops)) == len(tops) / 10


def test_a_missing_month_is_a_gap_and_the_finding_is_told():
    shown = small_trends([trend("1", [1.0, None, *[3.0] * 10], "shift")], DAYS, "month", lambda code: "?")
    path = re.findall(r'path d="(.*?)"', shown)[0]
    assert path.count("M") == 2
    assert 'aria-label="1：2025年12月为3.0天；期间最低1.0天，最高3.0天；持续偏高。"' in shown


def test_a_township_without_figures_says_so():
    assert "1：没有数据。" in small_trends([trend("1", [None] * 12)], DAYS, "month", lambda code: "?")


def test_the_numbers_beside_a_panel_are_evenly_apart():
    panels = small_trends([trend("甲", [0.0, *[18.0] * 11])], VOLUME, "month", lambda code: "?")
    tops = [float(top) for top in re.findall(r'<u style="top:([\d.]+)%', panels)]
    steps = {round(one - other, 1) for one, other in itertools.pairwise(tops)}
    assert len(tops) > 1 and len(steps) == 1
