"""What HTML must never do: run an uploaded text, colour a neutral figure, judge too few cases."""

import re

from charts.area_figures import AreaFigure
from charts.cards import Card, Change, cards_html
from charts.heat_map import heat_map
from charts.map import choropleth
from charts.markup import tag
from charts.measure import Measure
from charts.profile_table import ProfileRow, profile_table, strengths_and_concerns
from charts.range_bar import range_bar
from charts.ranking import in_order, ranking
from charts.sparkline import sparkline
from charts.value_table import csv_text, value_table
from data.language import speaking

SHARE = Measure("repeat_visit_share", "重复访占比", "percent", "low", domain="requests")
NEUTRAL = Measure("online_share", "网上渠道占比", "percent", "neither", domain="requests")
ATTACK = '<img src=x onerror="alert(1)">'
COLOURS = re.compile(r"(?:[tv]|tone|verdict|card|spark)-(?:better|worse)")


def figure(area: str, value: float | None, **more: object) -> AreaFigure:
    defaults: dict[str, object] = {
        "numerator": value, "denominator": 100.0, "lower95": value, "upper95": value, "county_value": 5.0,
        "verdict_class": "worse_99_8", "covered": 12, "expected": 12,
    }  # fmt: skip
    return AreaFigure("repeat_visit_share", area, f"镇{area}", "2025", value, **(defaults | more))  # type: ignore[arg-type]


def here(*_: str) -> str:
    return "?"


def drawn(measure: Measure, figures: list[AreaFigure]) -> str:
    """The same figures in every form that shows townships."""
    cells = {(f.area, measure.id): f for f in figures}
    names = [(f.area, f.name) for f in figures]
    rows = [ProfileRow(measure, f, (1.0, 9.0), (1.0, 2.0), "?", "?") for f in figures]
    return "".join(
        (
            heat_map(names, [measure], cells, cell_address=here, township_address=here, measure_address=here),
            ranking(figures, measure, county=5.0, target=None, address=here, label="x"),
            choropleth(None, figures, measure, here),
            value_table(figures, measure, here),
            profile_table(rows, "同比"),
        )
    )


def test_text_is_escaped_wherever_it_stands():
    assert tag("p", ATTACK, title=ATTACK).count("<img") == 0
    attacker = AreaFigure("x", "1", ATTACK, value=1.0)
    assert "<img" not in drawn(Measure("x", ATTACK, "percent", "low", domain=ATTACK), [attacker])


def test_a_neutral_figure_is_never_coloured_whatever_its_class():
    figures = [figure("1", 9.0), figure("2", 1.0, verdict_class="better_99_8")]
    assert COLOURS.search(drawn(SHARE, figures))
    assert not COLOURS.search(drawn(NEUTRAL, figures))


def test_a_neutral_figure_stays_in_register_order():
    figures = [figure("1", 2.0), figure("2", 9.0), figure("3", None)]
    assert [f.area for f in in_order(figures, NEUTRAL)] == ["1", "2", "3"]
    assert [f.area for f in in_order(figures, SHARE)] == ["2", "1", "3"]


def test_too_few_cases_are_shown_without_a_verdict():
    shown = drawn(SHARE, [figure("1", 9.0, denominator=12.0, too_few=True)])
    assert "9.0" in shown
    assert "件数少，不作比较" in shown
    assert not COLOURS.search(shown)


def test_a_missing_report_is_a_shape_and_not_a_zero():
    shown = heat_map(
        [("1", "甲镇")], [SHARE], {}, cell_address=here, township_address=here, measure_address=here
    )
    assert "○" in shown
    assert "0.0" not in shown


def test_cells_can_be_reached_by_keyboard_and_say_what_they_are():
    cells = {("1", SHARE.id): figure("1", 9.0)}
    shown = heat_map(
        [("1", "甲镇")], [SHARE], cells, cell_address=lambda *_: "?receipt", township_address=here,
        measure_address=here,
    )  # fmt: skip
    assert re.search(
        r'<td[^>]*><a [^>]*aria-label="甲镇 · 重复访占比&#10;9.0%（9/100）&#10;明显较差，全县 5.0%"', shown
    )
    assert 'scope="row"' in shown


def card(measure: Measure, level: str, change: float) -> str:
    shown = AreaFigure(measure.id, "county", "全县", value=5.1, numerator=167, denominator=3276)
    return cards_html([Card(measure, shown, (Change("同比", change, level),), (1.0, 2.0, 3.0), "?", "?")])


def test_a_card_says_whether_a_change_is_real():
    assert "真实改善" in card(SHARE, "real", -3.2)
    assert "真实变差" in card(SHARE, "real", 3.2)
    assert "正常波动" in card(SHARE, "noise", -0.1)
    assert "不作评价" in card(NEUTRAL, "real", -3.2)


def test_what_is_only_possible_is_not_in_a_headline():
    assert "正常波动" in card(SHARE, "possible", -3.2)
    assert not COLOURS.search(card(SHARE, "possible", -3.2))


def test_a_card_tells_how_many_reports_are_missing():
    shown = AreaFigure(SHARE.id, "county", "全县", value=5.1, covered=23, expected=24)
    assert "未报齐" in cards_html([Card(SHARE, shown, (), (), "?", "?")])


def test_a_gap_in_a_sparkline_breaks_its_line():
    assert sparkline([1.0, 2.0, None, 3.0, 4.0]).count("M") == 2
    assert sparkline([1.0, None]) == ""


def test_better_is_to_the_right_in_every_range():
    def place(measure: Measure) -> float:
        bar = range_bar(9.0, [1.0, 5.0, 9.0], 5.0, measure)
        return float(re.findall(r'class="dot" style="left:([\d.]+)%', bar)[0])

    assert place(Measure("a", "a", "percent", "high")) > 90
    assert place(Measure("a", "a", "percent", "low")) < 10


def test_strengths_and_concerns_leave_out_neutral_and_too_few():
    measures = [Measure(name, name, "percent", good) for name, good in
                (("a", "low"), ("b", "neither"), ("c", "low"), ("d", "high"))]  # fmt: skip
    figures = {
        "a": figure("1", 9.0, verdict_class="worse_95"),
        "b": figure("1", 9.0),
        "c": figure("1", 9.0, too_few=True),
        "d": figure("1", 9.0, verdict_class="worse_99_8"),
    }
    better, worse = strengths_and_concerns(figures, measures)
    assert better == []
    assert [f.verdict_class for f in worse] == ["worse_99_8", "worse_95"]


def test_a_text_that_a_spreadsheet_would_run_is_defused_and_a_number_is_not():
    attacker = AreaFigure("x", "1", "=HYPERLINK(1)", "2025", value=-3.5)
    assert ",'=HYPERLINK(1),2025,-3.5,%," in csv_text([attacker], SHARE)


def test_a_saved_table_is_in_the_reader_s_words_and_units():
    head, row = csv_text([figure("1", 9.0)], SHARE).splitlines()
    assert head.startswith("\ufeff指标,乡镇,时期,数值,单位,分子,分母,95%下限,")
    assert row == "重复访占比,镇1,2025,9,%,9,100,9,9,,,▼ 明显较差,12,12,repeat_visit_share,1"
    lost = Measure("fraud_loss", "涉案金额", "yuan", "neither")
    assert ",123.456,万元," in csv_text([figure("1", 1_234_560.0)], lost)
    with speaking("en"):
        assert ",1234.56,thousand yuan," in csv_text([figure("1", 1_234_560.0)], lost)
    assert "与全县比较" not in csv_text([], lost)
