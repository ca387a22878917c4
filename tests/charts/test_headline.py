"""The paragraph at the head of 总览."""

import re

from charts.area_figures import AreaFigure
from charts.headline import MOST_SENTENCES, paragraph, some_of, whom_sentence
from charts.judgement import judge_change
from charts.markup import tag
from charts.measure import Measure
from charts.sentences import change_since, headline, indicator_sentence, moved_words
from data.language import use_language
from metrics.findings import Apart, RealChange

SHARE = Measure("share", "重复访占比", "percent", "low")
CLOSED = Measure("closed", "按期办结率", "percent", "high")
SOLVED = Measure("solved", "化解率", "percent", "high")
MEASURES = {each.id: each for each in (SHARE, CLOSED, SOLVED)}


def apart(township: str, indicator: str) -> Apart:
    return Apart(indicator, township, 9.0, 9.0, 100.0, 4.0, False, 5)


def test_there_are_never_more_than_five_sentences_and_no_empty_one():
    sentences = [tag("span", f"第{n}句。") for n in range(9)]
    assert paragraph([tag("span", ""), *sentences]).count("。") == MOST_SENTENCES == 5


def test_whom_to_ask_first_is_named_with_what_about():
    worse = [apart("1", "share"), apart("1", "closed"), apart("1", "solved"), apart("2", "share")]
    said = whom_sentence(worse, MEASURES, {"1": "甲镇", "2": "乙镇"}, lambda code: f"?t={code}", "rolling12")
    assert '<a href="?t=1" target="_self">甲镇</a>（重复访占比和按期办结率等3项）、' in said
    assert "乙镇</a>（重复访占比）明显差于全县" in said
    assert "近12个月" in said
    assert whom_sentence([], MEASURES, {}, str, "year") == ""
    use_language("en")
    # what is worse may as well lie above the county: a share of repeat visits
    assert "</a> (重复访占比): clearly worse than the county" in whom_sentence(
        worse[:1], MEASURES, {}, str, "year"
    )


def test_many_names_are_counted():
    assert some_of(["甲镇", "乙镇"]) == "甲镇和乙镇"
    assert some_of(["甲镇", "乙镇", "丙乡", "丁乡"]) == "甲镇、乙镇、丙乡等4个"
    use_language("en")
    assert some_of(["A", "B", "C", "D"]) == "A, B, C and others, 4 in all"


FIRES = Measure("fires", "火灾", "count", "low", decimals=0)


def test_a_total_that_was_nothing_is_said_to_have_been_that_and_not_left_without_its_past():
    rise = RealChange("fires", "last_year", 14.0, None, is_better=False)
    [said] = headline([rise], 0, {"fires": FIRES}, "year", lambda name: f"?i={name}")
    assert _text(said) == "1项变化超出正常波动：▼火灾 14件，上年同期为0。"
    county = AreaFigure("fires", "county", "全县", "2025", 14.0, 14.0, last_year_level="real")
    assert "14件，上年同期为0，▼ 真实变差" in _text(indicator_sentence(county, [], FIRES, "year"))


def test_a_figure_without_a_past_is_not_said_to_come_from_nothing():
    alone = AreaFigure("fires", "county", "全县", "2025-12", 14.0)
    assert moved_words(change_since(alone, "last_year"), "month", FIRES) == "同比 —"
    assert moved_words(("previous", None, "noise"), "month", FIRES) == "上期为0"


def test_a_past_of_none_that_was_not_tested_is_not_said_to_be_unknown():
    deaths = AreaFigure("fires", "county", "全县", "2025", 2.0, covered=5, expected=6, last_year_value=0.0)
    told = change_since(deaths, "last_year")
    assert moved_words(told, "year", FIRES) == "上年同期为0"
    assert judge_change(FIRES, *told[1:]).words == "不作检验"
    missing = AreaFigure("fires", "county", "全县", "2025", None, last_year_value=0.0)
    assert change_since(missing, "last_year")[2] is None


def _text(markup: str) -> str:
    return re.sub("<[^>]+>", "", markup)
