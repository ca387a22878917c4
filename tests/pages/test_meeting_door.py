"""会议: what browsers ask and tell, who presents, what is written down and ticked off."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from data.grants import ADMIN, Grant, NotAllowed
from data.meeting_actions import agreed_in, open_actions, write_down
from data.meeting_records import ACTION
from data.meetings import begin_meeting, meetings_of, prepare_meeting
from data.store import Store
from pages.shared.browser.meeting_door import answer_browser
from tests.pages.conftest import ShowPage, click, html_of
from tests.pages.meetings import a_meeting

ONE, OTHER = "a" * 24, "b" * 24
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
    assert tell(OTHER, "show", slide="index") == (400, {"refused": "现在由另一个窗口或另一台电脑主讲。"})
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
        ("POST", b"", b"[" * 3000),
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
