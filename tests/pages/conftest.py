"""Pages run inside the frame, as in the browser, without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.page_list import PAGES, PAGES_FOLDER

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


def html_of(app: AppTest) -> str:
    """All HTML of our own on the page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def chosen(app: AppTest, name: str) -> str:
    """What the address of the page says of a choice; "" where it says nothing."""
    value = app.query_params.get(name, "")
    return value[-1] if isinstance(value, list) else value
