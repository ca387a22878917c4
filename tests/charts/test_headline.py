"""The paragraph at the head of 总览."""

from charts.headline import MOST_SENTENCES, paragraph, some_of, whom_sentence
from charts.markup import tag
from charts.measure import Measure
from data.language import use_language
from metrics.findings import Apart

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


def test_many_names_are_counted():
    assert some_of(["甲镇", "乙镇"]) == "甲镇和乙镇"
    assert some_of(["甲镇", "乙镇", "丙乡", "丁乡"]) == "甲镇、乙镇、丙乡等4个"
    use_language("en")
    assert some_of(["A", "B", "C", "D"]) == "A, B, C and others, 4 in all"
