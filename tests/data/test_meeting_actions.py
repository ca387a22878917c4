"""What meetings agree on: offices and days, no persons; asked for again at the next meeting."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from data.meeting_actions import agreed_before, agreed_by_now, agreed_in, open_actions, set_done, write_down
from data.meeting_records import ACTION, DECISION, Agreed, Meeting
from data.meetings import begin_meeting, prepare_meeting
from data.refusal import Refused
from data.store import Store

NOVEMBER, DECEMBER, JANUARY = date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def meeting_on(store: Store, month: date) -> Meeting:
    return begin_meeting(store, prepare_meeting(store, "month", f"{month:%Y-%m}", month), "marts/1.duckdb")


def agree(store: Store, meeting: Meeting, text: str) -> Agreed:
    return write_down(store, meeting, "agenda", ACTION, text, "人社局", None)


def texts(agreed: tuple[Agreed, ...]) -> list[tuple[str, bool]]:
    return [(each.text, each.done is not None) for each in agreed]


def test_what_is_agreed_is_kept_with_its_office_and_day(store: Store) -> None:
    meeting = meeting_on(store, DECEMBER)
    assert meeting.begun is not None
    due = meeting.begun.date() + timedelta(days=30)
    kept = write_down(store, meeting, "requests", DECISION, " 公布核对结果\n", "人社局 ", due)
    assert agreed_in(store, meeting) == (kept,)
    assert (kept.text, kept.office, kept.due, kept.done) == ("公布核对结果", "人社局", due, None)


@pytest.mark.parametrize(
    ("kind", "text", "office"),
    [
        (ACTION, "", "人社局"),
        (ACTION, "公布核对结果", " "),
        (ACTION, "长" * 201, "人社局"),
        ("wish", "公布核对结果", "人社局"),
        (ACTION, "联系13912345678", "人社局"),
        (ACTION, "公布核对结果", "11010519491231002X"),
    ],
)
def test_nothing_is_kept_without_an_office_or_with_personal_data(
    store: Store, kind: str, text: str, office: str
) -> None:
    meeting = meeting_on(store, DECEMBER)
    with pytest.raises(Refused) as refusal:
        write_down(store, meeting, "agenda", kind, text, office, None)
    assert agreed_in(store, meeting) == ()
    assert "13912345678" not in str(refusal.value)


def test_nothing_is_due_before_the_meeting(store: Store) -> None:
    with pytest.raises(Refused, match="不能早于会议当天"):
        write_down(store, meeting_on(store, DECEMBER), "agenda", ACTION, "核对", "人社局", date(2000, 1, 1))


def test_the_next_month_opens_with_what_the_last_meeting_agreed_on_done_or_not(store: Store) -> None:
    meeting = meeting_on(store, DECEMBER)
    done, _ = agree(store, meeting, "甲"), agree(store, meeting, "乙")
    set_done(store, done.id, True)
    assert texts(agreed_before(store, JANUARY)) == [("甲", True), ("乙", False)]
    assert agreed_before(store, DECEMBER) == ()
    set_done(store, done.id, False)
    assert texts(agreed_before(store, JANUARY)) == [("甲", False), ("乙", False)]


def test_of_meetings_before_the_last_only_what_is_open_comes_again(store: Store) -> None:
    older = meeting_on(store, NOVEMBER)
    finished, _ = agree(store, older, "早已办结"), agree(store, older, "一直没办")
    set_done(store, finished.id, True)
    agree(store, meeting_on(store, DECEMBER), "上月议定")
    assert texts(agreed_before(store, JANUARY)) == [("一直没办", False), ("上月议定", False)]
    assert [each.text for each in open_actions(store)] == ["一直没办", "上月议定"]


def test_the_end_of_a_deck_lists_what_is_open_by_its_own_month(store: Store) -> None:
    done = agree(store, meeting_on(store, DECEMBER), "办结了")
    set_done(store, done.id, True)
    agree(store, meeting_on(store, DECEMBER), "本月议定")
    agree(store, meeting_on(store, JANUARY), "下月议定")
    assert texts(agreed_by_now(store, DECEMBER)) == [("本月议定", False)]
