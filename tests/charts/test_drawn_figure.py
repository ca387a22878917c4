"""Figures as SVG: where lines and marks stand, gaps, words that stay text."""

from __future__ import annotations

import re
from typing import Any

from charts.drawn_figure import drawn_figure
from charts.figure_words import rich, word_width


def drawn(*traces: dict[str, Any], **layout: Any) -> str:
    """A figure whose axes both go from 0 to 10."""
    axes = {"xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 10], "showgrid": True, "ticksuffix": "%"}}
    plane = {"height": 400, "margin": {"t": 10, "r": 10}, **axes}
    return drawn_figure({"data": traces, "layout": plane | layout}, "甲镇最高。")


def test_a_line_runs_through_its_values_and_breaks_where_one_is_missing() -> None:
    line = {"mode": "lines", "x": [0, 5, 6, 10], "y": [0, 10, None, 5], "line": {"color": "var(--ink)"}}
    assert 'd="M0.0 1000.0L500.0 0.0M1000.0 500.0"' in drawn(line)


def test_a_mark_stands_at_its_share_of_the_plot_and_says_its_words() -> None:
    marks = {
        "mode": "markers",
        "x": [2.5],
        "y": [7.5],
        "marker": {"color": "var(--ink)", "symbol": "triangle-up", "size": 10},
        "text": ["2025年7月<br><b>5.1%</b>"],
    }
    html = drawn(marks)
    assert '<svg x="25.00%" y="25.00%">' in html
    assert 'data-tip="2025年7月&#10;5.1%"' in html


def test_the_finding_is_the_name_of_the_picture() -> None:
    assert 'role="img" aria-label="甲镇最高。"' in drawn()


def test_the_axis_has_round_numbers_with_their_unit() -> None:
    assert re.findall('class="tick-up" style="top:([^%]*)%">([^<]*)<', drawn()) == [
        ("100.00", "0.0%"), ("75.00", "2.5%"), ("50.00", "5.0%"), ("25.00", "7.5%"), ("0.00", "10.0%"),
    ]  # fmt: skip


def test_whole_millions_have_no_decimals_on_the_axis() -> None:
    html = drawn(yaxis={"range": [400_000, 2_050_000], "showgrid": True})
    assert ">1,500,000</span>" in html and ".0" not in "".join(re.findall(r'tick-up"[^>]*>([^<]*)', html))


def test_only_bold_and_line_breaks_are_markup_in_a_note() -> None:
    assert rich("<b>目标</b><br>&lt;i&gt;<script>") == "<b>目标</b><br>&lt;i&gt;&lt;script&gt;"


def test_a_chinese_character_takes_more_room_than_a_digit() -> None:
    assert word_width("万元") > word_width("12")
