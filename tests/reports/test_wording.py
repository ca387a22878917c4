"""The sentences of the papers, figure by figure."""

from __future__ import annotations

from charts.area_figures import AreaFigure
from charts.measure import Measure
from data.language import say, speaking
from metrics.findings import RealChange
from reports.wording import changes_finding, county_finding, figure_sentence, told_words

DEATHS = Measure("deaths", "死亡人数", "count", "low", counted="人", decimals=0)


def deaths(value: float, level: str | None) -> AreaFigure:
    """Of the county, in a year after one without any."""
    before = 0.0 if level else None
    return AreaFigure(
        "deaths", "county", "全县", "2025", value, last_year_value=before, last_year_level=level
    )


def test_a_total_after_a_year_of_none_is_compared_with_nothing_and_not_called_incomparable() -> None:
    figure = deaths(1.0, "noise")
    assert county_finding(figure, DEATHS, "year").title == "死亡人数1人，上年同期为0，属正常波动"
    assert figure_sentence("全县", figure, DEATHS, "year") == "全县1人，上年同期为0，正常波动。"
    assert told_words(figure, DEATHS, "year") == "上年同期为0"


def test_a_real_rise_from_nothing_is_said_to_be_real() -> None:
    assert county_finding(deaths(30.0, "real"), DEATHS, "year").title == "死亡人数升到30人，是真实变差"


def test_a_first_year_has_nothing_to_be_compared_with() -> None:
    assert county_finding(deaths(1.0, None), DEATHS, "year").title == "死亡人数1人，没有可比的上期"
    assert told_words(deaths(1.0, None), DEATHS, "year") == "—"


def test_one_change_is_not_called_all() -> None:
    better = RealChange("share", "last_year", 3.0, -2.0, is_better=True)
    assert changes_finding([better], 3).title == "1项变化超出正常波动：是真实改善"
    assert changes_finding([better, better], 3).title == "2项变化超出正常波动：都是真实改善"


def test_one_is_singular_in_english() -> None:
    with speaking("en"):
        better = RealChange("share", "last_year", 3.0, -2.0, is_better=True)
        assert changes_finding([better], 3).title == "1 change beyond noise: really better"
        assert say("其余{n}项属正常波动，不宜据此评先评差。", n=1).startswith("The other 1 is within noise")
        assert say("按数据有{n}件事要跟进", n=1) == "The data ask for 1 follow-up"
