"""Pages run inside the frame, as in the browser, without one."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from pages.shared.page_list import PAGES, PAGES_FOLDER
from tests.store_builder import new_store, petitions

RUN_SECONDS = 60
ShowPage = Callable[..., AppTest]


@pytest.fixture
def show_page(monkeypatch: pytest.MonkeyPatch) -> ShowPage:
    """`show_page(store, "upload", lang="en")`: that page with those choices in its address, run once."""

    def shown(store: Path, name: str = PAGES[0].file, **choices: str) -> AppTest:
        monkeypatch.setenv("SAFETY_REPORT_STORE", str(store))
        app = AppTest.from_file(str(PAGES_FOLDER / "shared" / "frame.py"), default_timeout=RUN_SECONDS)
        for choice, value in choices.items():
            app.query_params[choice] = value
        if name != PAGES[0].file:
            app.switch_page(str(PAGES_FOLDER / f"{name}.py"))
        return app.run()

    return shown


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A county with three requests of May 2025, its newest month; the pages open it."""
    folder = tmp_path / "county"
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(folder))
    return new_store(folder, petitions("2025-05", "B1,甲镇,02,20", "B2,乙乡,03", "B3,甲镇,04,09"))


def html_of(app: AppTest) -> str:
    """All HTML of our own on the page."""
    return "\n".join(_CARRIER.sub(_drawn, element.proto.body) for element in app.get("html"))


def cleaned_html_of(app: AppTest) -> str:
    """What goes through Streamlit's own cleaning, which drops every drawing."""
    return "\n".join(_CARRIER.sub("", element.proto.body) for element in app.get("html"))


def click(app: AppTest, key: str) -> AppTest:
    """Press the button that has this key."""
    return next(button for button in app.button if button.key == key).click().run()


_CARRIER = re.compile('<div class="carrier" hidden>([^<]*)</div>')


def _drawn(carrier: re.Match[str]) -> str:
    """What the browser draws of a carrier: its text is markup."""
    return unescape(carrier[1])


def chosen_option(app: AppTest, label: str) -> str:
    """The text that a list of choices shows."""
    return next(text for _, is_chosen, text in _options(app, label) if is_chosen)


def choose_option(app: AppTest, label: str, text: str) -> AppTest:
    """Choose `text` in the list that is called `label`: the page at the address of that option."""
    address = next(address for address, _, each in _options(app, label) if each == text)
    app.query_params.clear()
    for name, value in parse_qsl(address.removeprefix("?")):
        app.query_params[name] = value
    return app.run()


def _options(app: AppTest, label: str) -> list[tuple[str, bool, str]]:
    found = re.search(f'<select[^>]* aria-label="{label}"[^>]*>(.*?)</select>', html_of(app))
    assert found, label
    options = re.findall(r'<option value="([^"]*)"( selected="")?>(.*?)</option>', found[1])
    return [(unescape(address), bool(selected), unescape(text)) for address, selected, text in options]


def chosen(app: AppTest, name: str) -> str:
    """What the address of the page says of a choice; "" where it says nothing."""
    value = app.query_params.get(name, "")
    return value[-1] if isinstance(value, list) else value
