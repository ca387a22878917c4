"""The real server, asked for every page, file and socket as each role, signed out, and after a session ended.

Pages are found by their folder, so a page that is added is asked for too.
"""

from __future__ import annotations

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from access.accounts import Wanted, add_account, change_account, end_sessions
from data.grants import Grant
from data.store import Store
from pages.shared.page_list import PAGES, PageEntry
from tests.access.people import (
    CHIEF_AND_LEADER_OF_A_EVERY_TIME,
    COOKIE,
    PASSWORD,
    PEOPLE,
    sign_in,
)
from tests.access.served import open_tab
from tests.access.served_with_people import PAGE, cookie_of

BEHIND = (
    *("/", "/search.json", "/frame.js", "/frame.css", "/app/static/icon.svg", "/favicon.png"),
    *("/_stcore/host-config", "/_stcore/metrics", "/_stcore/agent/openapi.json", "//_stcore/health"),
    *("/media/0123456789abcdef0123.csv", "/_stcore/health/", "/component/x/y.js", "/static/index.html"),
)


@pytest.fixture(scope="module")
def browsers(address: str) -> dict[str, httpx.Client]:
    return {name: sign_in(httpx.Client(base_url=address, headers=PAGE), name) for name in PEOPLE}


def grant_of(name: str) -> Grant:
    wanted = PEOPLE[name]
    return Grant(wanted.role, None if wanted.townships is None else frozenset(wanted.townships), name)


@pytest.mark.parametrize("path", [*BEHIND, *(f"/{page.file}" for page in PAGES)])
def test_nothing_but_health_and_sign_in_answers_who_is_signed_out(address: str, path: str) -> None:
    asked = httpx.get(address + path, headers=PAGE)
    assert (asked.status_code, asked.headers["location"].split("?")[0]) == (303, "/sign-in")
    assert httpx.get(address + path).status_code == 401


def test_nobody_uploads_or_opens_a_socket_without_a_session(address: str) -> None:
    assert httpx.put(f"{address}/_stcore/upload_file/a-session/a-file", content=b"x").status_code == 401
    with pytest.raises(InvalidStatus), open_tab(address):
        pass
    with pytest.raises(InvalidStatus), open_tab(address, f"{COOKIE}=made-up"):
        pass


def test_no_header_from_outside_says_who_one_is(address: str) -> None:
    claims = {"x-safety-report-reader": "this-machine", "x-dash-user": "chief", "remote-user": "chief"}
    assert httpx.get(f"{address}/search.json", headers=claims).status_code == 401


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.file)
def test_a_page_answers_those_whom_it_is_for(
    browsers: dict[str, httpx.Client], name: str, entry: PageEntry
) -> None:
    answer = browsers[name].get(f"/{entry.file}")
    assert answer.status_code == (200 if entry.is_for(grant_of(name)) else 403)


@pytest.mark.parametrize("name", CHIEF_AND_LEADER_OF_A_EVERY_TIME)
def test_who_is_limited_is_sent_nothing_of_another_township_by_any_page(
    address: str, browsers: dict[str, httpx.Client], name: str
) -> None:
    with open_tab(address, cookie_of(browsers[name])) as tab:
        for entry in PAGES:
            came = tab.run(entry.file)
            assert "出错了" not in came, entry.file
            if grant_of(name).is_limited:
                assert "乙乡" not in came, entry.file
                assert "甲镇和全县合计" in came, entry.file
        receipt = tab.run("", "?receipt=petitions_received|B|month|2025-05")
        assert ("乙乡" in receipt) != grant_of(name).is_limited


@pytest.mark.parametrize("name", PEOPLE)
def test_the_script_runs_no_page_that_is_not_the_readers(
    address: str, browsers: dict[str, httpx.Client], name: str
) -> None:
    """A socket asks for what it likes, whatever the address bar was refused."""
    with open_tab(address, cookie_of(browsers[name])) as tab:
        assert ("做过的事都记在留痕里" in tab.run("admin")) == (name == "chief")
        assert ("选好文件就会核对" in tab.run("upload")) == grant_of(name).may("uploader")


def test_the_search_of_a_limited_reader_finds_no_other_township_and_no_page_of_others(
    browsers: dict[str, httpx.Client],
) -> None:
    found = browsers["leader-of-a"].get("/search.json").json()
    assert [each["id"] for each in found if each["type"] == "township"] == ["A"]
    assert not {"admin", "upload", "papers"} & {each["id"] for each in found}


def test_a_place_to_upload_to_is_for_the_session_that_was_given_it(
    address: str, browsers: dict[str, httpx.Client]
) -> None:
    with open_tab(address, cookie_of(browsers["clerk"])) as tab:
        tab.run("upload")
        place = tab.place_to_upload()
        answers = {name: sent_to(browsers[name], place) for name in PEOPLE}
    assert answers == dict.fromkeys(PEOPLE, 403) | {"clerk": 204}


def sent_to(browser: httpx.Client, place: str) -> int:
    """What comes of a file that a page sends there, with the token by which Streamlit knows its own pages."""
    browser.get("/_stcore/health")
    token = {"X-Xsrftoken": browser.cookies.get("_streamlit_xsrf", "")}
    return browser.put(place, files={"file": ("a.csv", b"x")}, headers=token).status_code


@pytest.mark.parametrize("name", PEOPLE)
def test_a_download_that_was_never_sent_to_a_session_is_not_given_to_it(
    browsers: dict[str, httpx.Client], name: str
) -> None:
    assert browsers[name].get("/media/0123456789abcdef0123.csv").status_code == 403


def test_nobody_goes_on_with_another_sessions_tab(address: str, browsers: dict[str, httpx.Client]) -> None:
    with open_tab(address, cookie_of(browsers["chief"])) as tab:
        tab.run("overview")
        theirs = tab.session
    for name, is_taken_up in (("leader", False), ("chief", True)):
        with open_tab(address, cookie_of(browsers[name]), goes_on_with=theirs) as again:
            again.run("overview")
            assert (again.session == theirs) == is_taken_up


def test_another_sites_page_opens_no_socket_and_sends_nothing(
    address: str, browsers: dict[str, httpx.Client]
) -> None:
    with pytest.raises(InvalidStatus), open_tab(address, cookie_of(browsers["chief"]), "http://elsewhere"):
        pass
    foreign = {"origin": "http://elsewhere"}
    assert browsers["chief"].post("/sign-out", headers=foreign).status_code == 403
    assert browsers["chief"].put("/_stcore/upload_file/a-b-c-d-e/1", headers=foreign).status_code == 403
    assert browsers["chief"].get("/", headers={}).status_code == 200


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(address: str, store: Store) -> None:
    browser = sign_in(httpx.Client(base_url=address, headers=PAGE), "leader")
    with open_tab(address, cookie_of(browser)) as tab:
        change_account(store.catalogue, "leader", Wanted("viewer", ["A"]), "tests")
        try:
            came = next(came for _ in range(300) if "甲镇和全县合计" in (came := tab.run("overview")))
            assert "乙乡" not in came
        finally:
            change_account(store.catalogue, "leader", Wanted("viewer"), "tests")


@pytest.mark.integration
def test_a_session_that_another_process_ends_closes_its_tabs_and_opens_nothing_more(
    address: str, store: Store
) -> None:
    add_account(store.catalogue, "leaving", Wanted("uploader"), PASSWORD, "tests")
    browser = sign_in(httpx.Client(base_url=address, headers=PAGE), "leaving")
    with open_tab(address, cookie_of(browser)) as tab:
        tab.run("overview")
        end_sessions(store.catalogue, "leaving", "tests")
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                tab.socket.recv(timeout=30)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    assert browser.get("/").headers["location"] == "/sign-in"
    with pytest.raises(InvalidStatus), open_tab(address, cookie_of(browser)):
        pass
