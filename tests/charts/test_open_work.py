"""What stands beside a township's figures."""

from datetime import date

from charts.bars import Part, bars, parts_sentence
from charts.measure import Measure
from charts.open_work import Neighbour, neighbours_list, overdue_lists
from charts.range_bar import range_bar
from metrics.open_overdue import OverdueCase

SHARE = Measure("share", "占比", "percent", "low")


def case(number: int, of_all: int) -> OverdueCase:
    return OverdueCase("101", "petitions", f"K<{number}>", date(2025, 11, 3), 58, of_all)


def test_five_cases_are_shown_the_rest_opens_and_what_is_cut_is_said():
    shown = overdue_lists([case(n, 12) for n in range(8)])
    assert shown.index("K&lt;4&gt;") < shown.index("<details>") < shown.index("K&lt;5&gt;")
    assert "应于2025年11月3日前" in shown
    assert "超期58天" in shown
    assert "其余7件" in shown
    assert "另有4件，只列超期最久的。" in shown


def test_nothing_overdue_is_said():
    assert overdue_lists([]).count("没有超期的。") == 2


def test_neighbours_come_by_size_with_what_differs_and_no_rank():
    near = [Neighbour("2", "石桥镇", "镇", 31212, 8, 0), Neighbour("1", "柳林镇", "镇", 27435, 1, 3)]
    shown = neighbours_list(near, lambda code: f"?{code}", "compare?areas=9,2,1")
    assert shown.index("石桥镇") < shown.index("柳林镇")
    assert "▲1 ▼3" in shown
    assert 'href="compare?areas=9,2,1"' in shown
    assert neighbours_list([], lambda code: "?") == ""


def test_a_spine_shows_the_range_of_its_own_kind_and_says_it():
    shown = range_bar(5.0, [1.0, 5.0, 9.0, 20.0], 6.0, SHARE, kind=[5.0, 9.0])
    assert 'class="kind"' in shown
    assert "各乡镇 1.0% 至 20.0% · 同类 5.0% 至 9.0% · 全县 6.0%" in shown
    assert 'class="kind"' not in range_bar(5.0, [1.0, 5.0], 6.0, SHARE, kind=[5.0])


def test_a_breakdown_says_who_has_the_most_cases_not_who_does_worst():
    parts = [Part("教育局", 14.0, 18.0, 77.8), Part("住建局", 85.0, 90.0, 94.4)]
    assert parts_sentence(parts, SHARE) == "占比：件数最多的是住建局（90件）。"
    assert 'aria-label="占比：件数最多的是住建局（90件）。"' in bars(parts, SHARE)
