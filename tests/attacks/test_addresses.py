"""Addresses made to do harm, opened as those whom the pages are for: nothing runs, nothing changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.store import Store
from pages.shared.address import GLOBAL_CHOICES
from pages.shared.page_list import PAGES
from tests.access.people import sign_in
from tests.access.served import PACKED, Tab, _unpacked, open_tab
from tests.access.served_with_people import cookie_of

MARKUP = "<img src=x onerror=planted()>"
HARM = {
    "markup": MARKUP,
    "script": "</script><script>planted()</script>",
    "quote": "\" autofocus onfocus=planted() x='",
    "sql": "x' or 1=1; drop table publications; --",
    "union": "A' union select password from accounts --",
    "path": "../../../../etc/passwd",
    "file": "'; copy (select 1) to 'planted.csv'; --",
    "nul": "a\x00b\u202e\u200b",
    "long": "A" * 20_000,
}
# what a page may ask of its address, beside what goes with a reader from page to page
CHOICES = (
    *GLOBAL_CHOICES,
    *(
        "tab",
        "receipt",
        "rows",
        "view",
        "mode",
        "areas",
        "sort",
        "export",
        "month",
        "draft",
        "q",
        "case",
        "at",
    ),
)
# to open every page with each of them takes long; `make integration` does
EVERY_TIME_AND_AT_LENGTH = [
    pytest.param(name, marks=[] if name in ("markup", "sql") else pytest.mark.integration) for name in HARM
]
WHO = ("chief", "leader-of-a")


@pytest.fixture(scope="module")
def tabs(address: str) -> Iterator[dict[str, Tab]]:
    cookies = {}
    for name in WHO:
        browser = sign_in(httpx.Client(base_url=address, headers={"accept": "text/html"}), name)
        cookies[name] = cookie_of(browser)
    with open_tab(address, cookies["chief"]) as first, open_tab(address, cookies["leader-of-a"]) as second:
        yield {"chief": first, "leader-of-a": second}


def contents(folder: Path) -> dict[str, str]:
    """File → checksum of what nobody changes by looking."""
    kept = [*folder.glob("tables/**/*.parquet"), *folder.glob("marts/*"), *folder.glob("*.toml")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def drawn_as_markup(sent: list[ForwardMsg]) -> str:
    """What of the messages a browser reads as HTML; a field keeps what was typed into it, as text."""
    elements = [message.delta.new_element for message in sent if message.HasField("delta")]
    bodies = [each.html.body for each in elements]
    bodies += [each.markdown.body for each in elements if each.markdown.allow_html]
    return PACKED.sub(_unpacked, "\n".join(bodies))


@pytest.mark.parametrize("harm", EVERY_TIME_AND_AT_LENGTH)
@pytest.mark.parametrize("name", WHO)
def test_no_page_breaks_or_repeats_markup_by_what_its_address_says(
    store: Store, tabs: dict[str, Tab], name: str, harm: str
) -> None:
    before = contents(store.folder), store.publication()
    said = urlencode(dict.fromkeys(CHOICES, HARM[harm]))
    for entry in PAGES:
        known = len(tabs[name].sent)
        came = tabs[name].run(entry.file, f"?{said}")
        assert "出错了" not in came, entry.file
        drawn = drawn_as_markup(tabs[name].sent[known:])
        assert "<" in drawn, entry.file
        assert MARKUP not in drawn, entry.file
        assert "<script>planted" not in drawn, entry.file
        if name == "leader-of-a":
            assert "乙乡" not in came, entry.file
    assert (contents(store.folder), store.publication()) == before
    assert not Path("planted.csv").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../../../data/settings.toml",
        "/app/static/..%2f..%2f..%2fdata/settings.toml",
        "/app/static/%2e%2e/%2e%2e/page_list.py",
        "/app/static//etc/passwd",
        "/media/../../../../etc/passwd",
        "/media/..%2f..%2fetc%2fpasswd",
        "/static/..%5c..%5cetc",
        "/component/../../etc/passwd",
        "/_stcore/upload_file/../../x",
    ],
)
def test_no_path_leads_out_of_what_is_served(address: str, path: str) -> None:
    browser = sign_in(httpx.Client(base_url=address, headers={"accept": "text/html"}), "chief")
    raw = httpx.URL(address).copy_with(raw_path=path.encode())
    answer = browser.send(browser.build_request("GET", raw))
    is_our_page = answer.status_code == 200 and "<title>平安报表</title>" in answer.text
    assert is_our_page or answer.status_code in (400, 403, 404)
    assert "root:" not in answer.text
    assert "deadline_day" not in answer.text


def test_every_answer_says_what_a_browser_may_do_with_it(address: str) -> None:
    browser = sign_in(httpx.Client(base_url=address, headers={"accept": "text/html"}), "chief")
    for path in (
        "/",
        "/frame.js",
        "/search.json",
        "/app/static/icon.svg",
        "/sign-in",
        "/account",
        "/nowhere",
    ):
        policy = browser.get(path).headers["content-security-policy"]
        rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
        scripts = rules.get("script-src", rules["default-src"])
        assert "'unsafe-inline'" not in scripts
        assert "'unsafe-eval'" not in scripts
        assert "http" not in scripts
        assert rules["frame-ancestors"] in ("'none'", "'self'")
        assert browser.get(path).headers["x-content-type-options"] == "nosniff"
