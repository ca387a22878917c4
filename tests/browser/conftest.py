"""A real Chromium against the real dashboard, which shows the demo county."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.source_tree import PROJECT

DESKTOP = (1440, 900)
MEETING_ROOM = (1920, 1080)
PHONE = (390, 844)
START_SECONDS = 60
OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Dashboard:
    """A running server: its address, ending in "/", and the store that it shows."""

    address: str
    store: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def dashboard(published_demo: Path) -> Iterator[Dashboard]:
    """The demo county, to be read only; one server for all tests."""
    with serving(published_demo) as started:
        yield started


@pytest.fixture
def dashboard_to_change(demo_copy: Path) -> Iterator[Dashboard]:
    """A server and a store of the test's own, to publish into."""
    with serving(demo_copy) as started:
        yield started


@pytest.fixture
def empty_dashboard(tmp_path: Path) -> Iterator[Dashboard]:
    """A server whose store holds nothing."""
    with serving(tmp_path / "nothing-published") as started:
        yield started


@pytest.fixture(scope="session")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A Chinese browser, one for all tests: what it has loaded once it need not load again."""
    opened = chromium.new_context(locale="zh-CN", accept_downloads=True)
    opened.add_init_script("localStorage.setItem('tour-seen', 'yes')")
    yield opened
    opened.close()


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[OpenPage]:
    """`open_page(address, size=DESKTOP, dark=False)`: a page of the dashboard, all drawn."""
    pages = []

    def opened(address: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> Page:
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.goto(address)
        return settled(page)

    yield opened
    for page in pages:
        page.close()


def settled(page: Page) -> Page:
    """Wait until the script has run to its end and everything it sent is drawn."""
    page.wait_for_selector(".st-key-top-bar nav", timeout=START_SECONDS * 1000)
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=START_SECONDS * 1000
    )
    page.wait_for_function(
        '() => !document.querySelector(\'[data-stale="true"], [data-testid="stSkeleton"]\')'
    )
    page.wait_for_timeout(300)
    return page


@contextmanager
def serving(store: Path) -> Iterator[Dashboard]:
    """The dashboard as `make run` starts it, on a free port, for as long as the block lasts."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}"]
    process = subprocess.Popen(
        [*command, "--server.address=127.0.0.1"],
        cwd=PROJECT,
        env={**os.environ, "SAFETY_REPORT_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield Dashboard(f"http://127.0.0.1:{port}/", store)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 5):
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address}")
