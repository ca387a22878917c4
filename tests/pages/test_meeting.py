"""会议: one click to begin, figures that stand still, views as slides, what browsers tell each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from data.grants import ADMIN, Grant, NotAllowed
from data.meeting_actions import agreed_in, open_actions, write_down
from data.meeting_records import ACTION, Meeting
from data.meetings import begin_meeting, keep_slides, meetings_of, prepare_meeting
from data.store import Store
from pages.shared.browser.meeting_door import answer_browser
from pages.shared.meeting_decks import stale_words
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import new_store, petitions, publish_texts

MAY = petitions("2025-05", "B1,甲镇,02,20", "B2,乙乡,03", "B3,甲镇,04,09")
ONE, OTHER = "a" * 24, "b" * 24


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    folder = tmp_path / "county"
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(folder))
    return new_store(folder, MAY)


def click(app: Any, key: str) -> Any:
    return next(button for button in app.button if button.key == key).click().run()


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


# what browsers ask and tell


def a_meeting(store: Store) -> Meeting:
    prepared = prepare_meeting(store, "month", "2025-05", date(2025, 5, 1))
    meeting = begin_meeting(store, prepared, "marts/2.duckdb")
    keep_slides(store, meeting, "zh", [("agenda", "{}"), ("index", "{}")])
    return meeting


Tell = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def tell(store: Store) -> Tell:
    a_meeting(store)

    def told(browser: str, does: str = "", **more: object) -> tuple[int, dict[str, Any]]:
        said = {"meeting": 1, "browser": browser, "does": does, **more}
        if does:
            status, answer = answer_browser("POST", b"", json.dumps(said).encode(), store)
        else:
            status, answer = answer_browser("GET", urlencode(said).encode(), b"", store)
        return status, json.loads(answer)

    return told


def test_a_colleague_sees_where_the_presenter_is(tell: Tell) -> None:
    assert tell(OTHER)[1]["presented"] is False
    assert tell(ONE, "lead", slide="agenda")[1]["leads"] is True
    tell(ONE, "show", slide="index")
    _, heard = tell(OTHER)
    assert (heard["slide"], heard["presented"], heard["leads"]) == ("index", True, False)
    assert ONE not in json.dumps(heard)


def test_nobody_turns_the_presenters_slides_but_may_take_over(tell: Tell) -> None:
    tell(ONE, "lead", slide="agenda")
    assert tell(OTHER, "show", slide="index") == (400, {"refused": "现在由另一台电脑主讲。"})
    assert tell(OTHER, "lead", slide="index")[1]["leads"] is False
    assert tell(OTHER, "lead", slide="index", takes_over=True)[1]["leads"] is True


def test_what_is_written_down_reaches_everybody_escaped(tell: Tell, store: Store) -> None:
    tell(ONE, "note", slide="agenda", kind="action", text="<b>核对</b>", office="人社局", due="2099-01-31")
    _, heard = tell(OTHER)
    assert "&lt;b&gt;核对&lt;/b&gt;" in heard["noted"]["agenda"]
    assert "2099-01-31前" in heard["noted"]["agenda"]
    assert heard["noted"]["actions"] == heard["noted"]["agenda"]
    assert len(agreed_in(store, meetings_of(store)[0])) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"does": "note", "slide": "agenda", "kind": "action", "text": "打13912345678", "office": "人社局"},
        {
            "does": "note",
            "slide": "agenda",
            "kind": "action",
            "text": "核对",
            "office": "人社局",
            "due": "明天",
        },
        {"does": "show", "slide": "nowhere"},
        {"does": "erase", "slide": "agenda"},
    ],
)
def test_what_is_not_understood_or_personal_is_refused_in_words(
    tell: Tell, store: Store, said: dict[str, str]
) -> None:
    status, heard = tell(ONE, **said)
    assert status == 400
    assert heard["refused"]
    assert open_actions(store) == ()


@pytest.mark.parametrize(
    ("method", "query", "body"),
    [
        ("POST", b"", b"not json"),
        ("POST", b"", b"[1]"),
        ("POST", b"", b'{"meeting": 9, "does": "show"}'),
        ("GET", b"meeting=1%27", b""),
        ("DELETE", b"meeting=1", b""),
    ],
)
def test_a_strange_request_is_refused(
    tell: Tell, store: Store, method: str, query: bytes, body: bytes
) -> None:
    assert answer_browser(method, query, body, store)[0] == 400


def test_a_wall_screen_asks_which_data_are_in_force(store: Store) -> None:
    assert answer_browser("GET", b"lang=zh", b"", store) == (200, b'{"mart": "2"}')


def test_what_was_agreed_last_time_is_ticked_off_at_the_slide_that_opens_the_meeting(
    show_page: ShowPage, store: Store
) -> None:
    april = begin_meeting(
        store, prepare_meeting(store, "month", "2025-04", date(2025, 4, 1)), "marts/2.duckdb"
    )
    agreed = write_down(store, april, "agenda", ACTION, "公布核对结果", "人社局", None)
    html = html_of(click(show_page(store.folder, "meeting"), "begin"))
    assert f'data-agreed="{agreed.id}" aria-pressed="false"' in html
    said = {"meeting": 2, "browser": ONE, "does": "done", "agreed": agreed.id, "is_done": True}
    status, heard = answer_browser("POST", b"", json.dumps(said).encode(), store)
    assert (status, json.loads(heard)["agreed"]) == (200, f"{agreed.id}+")
    html = html_of(show_page(store.folder, "meeting", meeting="2", slide="decided"))
    assert 'aria-pressed="true"' in html
    assert "上次议定1项，1项已办结" in html or "1项已办结</em>" in html
    assert f'data-agreed="{agreed.id}+"' in html


def test_only_what_was_agreed_before_can_be_ticked_off(tell: Tell, store: Store) -> None:
    meeting = meetings_of(store)[0]
    agreed = write_down(store, meeting, "agenda", ACTION, "公布核对结果", "人社局", None)
    assert tell(ONE, "done", agreed=agreed.id, is_done=True)[0] == 400
    assert len(open_actions(store)) == 1


def test_an_account_of_one_township_holds_no_meeting(tell: Tell, store: Store) -> None:
    own = store.granted(Grant(ADMIN, frozenset({"A"}), "甲镇"))
    status, heard = answer_browser("GET", b"meeting=1&lang=zh", b"", own)
    assert status == 400
    assert "会议讲的是全县" in heard.decode()
    with pytest.raises(NotAllowed):
        prepare_meeting(own, "month", "2025-05", date(2025, 5, 1))
