"""对比 as HTML: figures with their counts, an axis that says what it shows, sentences that judge no noise."""

from __future__ import annotations

from dataclasses import replace

from charts.area_figures import AreaFigure
from charts.compare_table import CompareRow, compare_table
from charts.compare_words import judge_places, periods_sentence, places_sentence
from charts.measure import Measure
from metrics.differences import Difference

RATE = Measure("rate", "化解率", "percent", "high")
A = AreaFigure("rate", "A", "甲镇", value=80.0, numerator=80, denominator=100, lower95=71.1, upper95=86.7)
A = A._replace(county_value=93.0, verdict_class="worse_99_8")
B = A._replace(
    area="B", name="乙乡", value=95.0, numerator=95, lower95=88.8, upper95=97.8, verdict_class="similar"
)
SIDES = ("甲镇", "乙乡")
REAL = CompareRow(
    RATE, (A, B), ((80.0, 82.0), (94.0, 95.0)), ("?r=A", "?r=B"), "?i", Difference(-15.0, "real")
)
NOISE = replace(REAL, measure=replace(RATE, id="other", name="满意率"), difference=Difference(-1.0, "noise"))


def test_every_figure_stands_with_its_counts_interval_verdict_and_receipt() -> None:
    html = compare_table([REAL], SIDES, are_places=True)
    for shown in ("80.0", "80/100", "71.1–86.7", "95/100", 'href="?r=A"', "▼", "●", "−15.0个百分点"):
        assert shown in html
    assert 'aria-label="化解率: 甲镇 80.0%；乙乡 95.0%；−15.0个百分点，乙乡较好，差别真实"' in html


def test_both_trends_of_a_row_share_their_axis() -> None:
    html = compare_table([REAL], SIDES, are_places=True)
    # of 80, 82, 94 and 95, drawn from 4 to 26 downwards: 80 lies at the bottom, 95 at the top
    assert "M4.0 26.0" in html
    assert "L96.0 4.0" in html


def test_the_better_one_of_two_is_only_named_where_the_difference_is_real() -> None:
    assert judge_places(Difference(-15.0, "real"), RATE, SIDES).words == "乙乡较好，差别真实"
    assert (
        judge_places(Difference(-15.0, "real"), replace(RATE, good="low"), SIDES).words
        == "甲镇较好，差别真实"
    )
    assert judge_places(Difference(-9.0, "possible"), RATE, SIDES).words == "可能有差别"
    assert judge_places(Difference(-1.0, "noise"), RATE, SIDES).words == "正常波动"
    assert judge_places(Difference(-1.0, None), RATE, SIDES).words == "不作检验"
    assert "较好" not in judge_places(Difference(9.0, "real"), replace(RATE, good="neither"), SIDES).words


def test_the_sentence_names_what_differs_and_counts_the_rest() -> None:
    told = places_sentence([REAL, NOISE], SIDES)
    assert "1项差别真实" in told
    assert "乙乡较好：化解率" in told
    assert "其余1项在正常波动之内" in told
    assert "甲镇和乙乡的1项差别都在正常波动之内" in places_sentence([NOISE], SIDES)


def test_what_the_table_calls_possible_is_not_called_noise_in_the_sentence() -> None:
    possible = replace(NOISE, difference=Difference(-9.0, "possible"))
    told = places_sentence([REAL, NOISE, possible], SIDES)
    assert "其余2项分不出高低（1项可能有别，1项属正常波动）。" in told
    assert "1项差别都分不出高低（1项可能有别，0项属正常波动）" in places_sentence([possible], SIDES)
    periods = ("2025年", "2024年")
    told = periods_sentence([REAL, NOISE, possible], periods)
    assert "其余2项不宜据此评先评差（1项可能有别，1项属正常波动）。" in told
    assert "1项变化都不宜据此评先评差（1项可能有别" in periods_sentence([possible], periods)


def test_more_than_two_are_set_against_the_county() -> None:
    three = replace(REAL, figures=(A, B, B), difference=None)
    told = places_sentence([three], ("甲镇", "乙乡", "丙镇"))
    assert "甲镇明显较差1项" in told
    assert "乙乡和丙镇各项都与全县没有明显差别" in told


def test_a_township_without_figures_is_not_said_to_be_like_the_county() -> None:
    nothing = AreaFigure("resolution_rate", "丙", "丙镇")
    told = places_sentence(
        [replace(REAL, figures=(A, B, nothing), difference=None)], ("甲镇", "乙乡", "丙镇")
    )
    assert "乙乡各项都与全县没有明显差别；丙镇没有数据" in told


def test_two_periods_tell_what_really_changed() -> None:
    told = periods_sentence([REAL, NOISE], ("2025年", "2024年"))
    assert "2025年比2024年，1项真实变化" in told
    assert "▼" in told
    assert "满意率" not in told
    untested = replace(NOISE, difference=Difference(-1.0, None))
    assert "不作检验" in periods_sentence([untested], ("2025年", "2024年"))


def test_a_total_that_was_0_in_the_other_period_has_changed_and_has_no_percentage() -> None:
    deaths = Measure("deaths", "死亡人数", "count", "low")
    some = A._replace(indicator="deaths", value=7.0, numerator=7, denominator=None)
    row = replace(
        REAL, measure=deaths, figures=(some, some._replace(value=0.0)), difference=Difference(None, "real")
    )
    assert "1项真实变化" in periods_sentence([row], ("2025年", "2024年"))
    html = compare_table([row], ("2025年", "2024年"), are_places=False)
    assert "对照为0" in html and "真实变差" in html


def test_a_missing_figure_is_said_to_be_missing() -> None:
    gone = replace(REAL, figures=(A, AreaFigure("rate", "B", "乙乡")), difference=None)
    html = compare_table([gone], SIDES, are_places=True)
    assert "未报送或没有可算的件数" in html
