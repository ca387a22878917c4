"""会议: one click to begin, figures that stand still, views as slides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qsl

import pytest

from data.meeting_actions import open_actions, write_down
from data.meeting_records import ACTION
from data.meetings import meetings_of
from data.store import Store
from pages.shared.meeting_decks import stale_words
from pages.shared.meeting_slides import Deck, deck_html
from reports.story import Slide, Table
from tests.pages.conftest import ShowPage, click, html_of
from tests.pages.meetings import a_meeting
from tests.store_builder import petitions, publish_texts


def titles(html: str) -> list[str]:
    return [part.split("</h1>")[0] for part in html.split("<h1")[1:]]


def test_one_click_begins_the_standard_meeting(show_page: ShowPage, store: Store) -> None:
    app = click(show_page(store.folder, "meeting"), "begin")
    (meeting,) = meetings_of(store)
    assert (meeting.period_type, meeting.period, meeting.mart) == ("month", "2025-05", "marts/2.duckdb")
    html = html_of(app)
    names = [part.split('"')[0] for part in html.split('<section class="slide')[1:]]
    assert len(names) >= 5
    assert "数据第2版" in html
    assert "会议开始时固定，" in html
    assert html.count('tone-plain on"') + html.count('tone-worse on"') + html.count('tone-better on"') == 1


def test_before_it_begins_a_meeting_lists_what_it_will_show(show_page: ShowPage, store: Store) -> None:
    desk = show_page(store.folder, "meeting")
    listed = html_of(desk).split('class="stack agenda"')[1].split("</ol>")[0].split("<li>")[1:]
    shown = titles(html_of(click(desk, "begin")))
    assert len(listed) == len(shown) >= 5
    assert 'slide=agenda"' in listed[0]


def test_the_screen_counts_the_rows_that_a_table_leaves_out() -> None:
    table = Table(("事项", "进展"), (("核对台账", "● 未办结"),), (0.6, 0.4), "一项", left_out=4)
    shown = Slide("decided", "上次议定事项", "上次议定5项", "", table, "", ())
    html = str(deck_html(Deck(0, (shown, replace(shown, exhibit=replace(table, left_out=0))), "1"), ""))
    assert html.count("另有4项。") == html.count("另有") == 1


def test_a_publication_during_the_meeting_changes_nothing(show_page: ShowPage, store: Store) -> None:
    before = html_of(click(show_page(store.folder, "meeting"), "begin"))
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20", "C2,乙乡,03,09")])
    assert store.current_mart() != store.folder / "marts/2.duckdb"
    again = html_of(show_page(store.folder, "meeting", meeting="1", slide="agenda"))
    assert titles(again) == titles(before)
    assert "2025年5月" in again
    assert "2025年6月" not in again


@pytest.mark.integration
def test_a_page_that_a_slide_leads_to_stands_on_the_meetings_data(show_page: ShowPage, store: Store) -> None:
    click(show_page(store.folder, "meeting"), "begin")
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    choices = {"indicator": "petitions_received", "view": "trend"}
    inside = html_of(show_page(store.folder, "indicator", meeting="1", slide="requests", **choices))
    assert "2025年6月" not in inside
    assert "回到会议" in inside
    assert 'href="meeting?' in inside
    outside = html_of(show_page(store.folder, "indicator", **choices))
    assert "2025年6月" in outside
    assert "回到会议" not in outside


@pytest.mark.integration
def test_a_meeting_whose_data_are_gone_still_shows_its_slides(show_page: ShowPage, store: Store) -> None:
    before = titles(html_of(click(show_page(store.folder, "meeting"), "begin")))
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    (store.folder / "marts/2.duckdb").unlink()
    assert titles(html_of(show_page(store.folder, "meeting", meeting="1"))) == before


def test_the_address_opens_the_slide_it_names(show_page: ShowPage, store: Store) -> None:
    html = html_of(show_page(store.folder, "meeting", slide="index"))
    assert 'data-slide="index"' in html.split(' on" ')[1].split(">")[0]
    assert 'data-meeting="' not in html


def test_a_view_becomes_a_slide_of_a_meeting_in_preparation(show_page: ShowPage, store: Store) -> None:
    page = show_page(store.folder, "indicator", indicator="petitions_received", view="trend")
    links = [part.split('"')[0] for part in html_of(page).split('href="meeting?')[1:]]
    (choices,) = [dict(parse_qsl(unescape(link))) for link in links if "add=" in link]
    assert choices["add"] == "indicator?indicator=petitions_received&view=trend"
    app = click(show_page(store.folder, "meeting", **choices), "add-alone")
    assert "准备中的会议：2025年5月" in html_of(app)
    html = html_of(click(app, "begin"))
    assert html.count("<section") == 1
    assert "受理诉求件次3件" in html


@pytest.mark.integration
def test_a_view_joins_a_meeting_that_is_running(show_page: ShowPage, store: Store) -> None:
    click(show_page(store.folder, "meeting"), "begin")
    address = "indicator?indicator=petitions_received&view=trend"
    app = show_page(store.folder, "meeting", meeting="1", slide="agenda", add=address)
    html = html_of(click(app, "add-running"))
    assert "受理诉求件次3件" in html
    assert 'data-views="1"' in html


def test_what_is_done_is_ticked_before_the_next_meeting(show_page: ShowPage, store: Store) -> None:
    write_down(store, a_meeting(store), "agenda", ACTION, "公布*核对*结果", "人社局", None)
    app = show_page(store.folder, "meeting")
    (box,) = app.checkbox
    assert box.label == r"待办 · 公布\*核对\*结果 — 人社局"
    box.check().run()
    assert open_actions(store) == ()
    (box,) = app.checkbox  # a slip of the hand can be undone
    box.uncheck().run()
    assert len(open_actions(store)) == 1


@pytest.mark.integration
def test_the_next_months_deck_opens_with_it(show_page: ShowPage, store: Store) -> None:
    write_down(store, a_meeting(store), "agenda", ACTION, "公布核对结果", "人社局", None)
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    html = html_of(show_page(store.folder, "meeting", slide="decided"))
    assert "上次议定" in html
    assert html.index('data-slide="decided"') < html.index('data-slide="headline"')
    assert "公布核对结果" in html


@pytest.mark.integration
def test_the_meeting_speaks_english(show_page: ShowPage, store: Store) -> None:
    click(show_page(store.folder, "meeting"), "begin")
    html = html_of(show_page(store.folder, "meeting", meeting="1", lang="en"))
    assert "frozen when the meeting began, 2" in html
    assert "会议" not in html.replace("lang=", "").split('class="deck"')[1]


def test_a_wall_screen_says_that_its_data_are_old(store: Store) -> None:
    from metrics.mart_reader import Mart

    with Mart(store.folder / "marts/2.duckdb") as mart:
        assert stale_words(store, mart, date(2025, 7, 5)) == ""
        assert (
            stale_words(store, mart, date(2025, 7, 6)) == "数据只到2025年5月，2025年6月的应在2025-07-05前报齐"
        )


@pytest.mark.integration
def test_a_wall_screen_turns_by_itself_and_no_faster_than_can_be_read(
    show_page: ShowPage, store: Store
) -> None:
    assert 'data-wall="20"' in html_of(show_page(store.folder, "meeting", wall="20"))
    assert 'data-wall="5"' in html_of(show_page(store.folder, "meeting", wall="1"))
