"""Events on a trend."""

from datetime import date

from charts.event_marks import event_labels, event_lines, events_html, marks_of, period_of_day
from charts.palette import LIGHT
from metrics.events import Event

FLOOD = Event(date(2025, 7, 8), {"zh": "暴雨<b>"}, township="101")
RULE = Event(date(2025, 7, 30), {"zh": "口径调整"})
EARLIER = Event(date(2020, 1, 1), {"zh": "以前"})
MONTHS = ["2025-06", "2025-07", "2025-08"]


def test_a_day_falls_in_its_month_quarter_or_year() -> None:
    assert [period_of_day(date(2025, 7, 8), each) for each in ("month", "rolling12", "quarter", "year")] == [
        "2025-07",
        "2025-07",
        "2025-Q3",
        "2025",
    ]


def test_events_of_one_month_share_a_line_and_are_told_apart_by_number() -> None:
    marks = marks_of([EARLIER, FLOOD, RULE], MONTHS, "month", {"101": "沙湾镇"})
    assert [(mark.number, mark.place) for mark in marks] == [("①", 1), ("②", 1)]
    assert [line["x0"] for line in event_lines(marks, LIGHT)] == [1]
    assert [label["text"] for label in event_labels(marks, LIGHT)] == ["①②"]


def test_the_list_says_when_what_and_where_and_escapes_it() -> None:
    shown = events_html(marks_of([FLOOD], MONTHS, "month", {"101": "沙湾镇"}))
    assert "① 2025年7月8日 暴雨&lt;b&gt;（沙湾镇）" in shown
    assert events_html(()) == ""
