"""What a change may be called."""

from charts.judgement import judge_change
from charts.measure import Measure

DEATHS = Measure("deaths", "死亡人数", "count", "low")


def test_a_rise_from_nothing_has_no_percentage_and_is_judged_all_the_same() -> None:
    assert judge_change(DEATHS, None, "noise").words == "正常波动"
    assert judge_change(DEATHS, None, "real").words == "真实变差"
    assert judge_change(DEATHS, None, None).words == "无可比数据"
