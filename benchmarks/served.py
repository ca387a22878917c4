"""A Streamlit server for as long as a block lasts, and a Chromium page that says when it has come to rest."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

START_SECONDS = 60
# clicks, waits until the script is done and nothing moves any more; the milliseconds to the paint of the last
# change: the task after the frame in which it was drawn
UNTIL_QUIET = """element => new Promise(resolve => {
  const start = performance.now();
  let last = start, painted = start, isDrawing = false, hasRun = false;
  const drawn = new MessageChannel();
  drawn.port1.onmessage = () => { painted = performance.now(); isDrawing = false; };
  const observer = new MutationObserver(() => {
    last = performance.now();
    hasRun ||= app.dataset.testScriptState === 'running';
    if (isDrawing) return;
    isDrawing = true;
    requestAnimationFrame(() => drawn.port2.postMessage(0));
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const app = document.querySelector('[data-testid="stApp"]');
  const isDone = () => last > start && !isDrawing && performance.now() - last > 400
    && (hasRun || performance.now() - start > 3000)
    && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale="true"]');
  const look = () => {
    if (isDone()) { observer.disconnect(); resolve(painted - start); } else setTimeout(look, 50);
  };
  ACTION
  look();
})"""
CLICK_UNTIL_QUIET = UNTIL_QUIET.replace("ACTION", "element.click();")
# the first entry of a browser's own list that is not chosen
CHOOSE_UNTIL_QUIET = UNTIL_QUIET.replace(
    "ACTION",
    """element.selectedIndex = element.selectedIndex === 0 ? 1 : 0;
  element.dispatchEvent(new Event("change", { bubbles: true }));""",
)


@dataclass(frozen=True)
class Served:
    """A server that runs: its address, ending in "/", and its process."""

    address: str
    process: psutil.Process


@contextmanager
def serving(script: Path, folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Serve `script` from `folder`, whose `.streamlit/config.toml` applies; gives the address."""
    with serving_process(script, folder, environment) as served:
        yield served.address


@contextmanager
def serving_process(script: Path, folder: Path, environment: Mapping[str, str]) -> Iterator[Served]:
    """The same; gives the process, too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    private = ["--server.address=127.0.0.1", f"--server.port={port}", "--browser.gatherUsageStats=false"]
    process = subprocess.Popen(
        [*command, *private],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health")
        yield Served(f"http://127.0.0.1:{port}/", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_healthy(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(address)


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page.goto(address)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=90_000)
    page.wait_for_timeout(2000)
    return page


def milliseconds_of_click(page: Page, selector: str) -> float:
    """From the click on the first `selector` to the last change that it caused."""
    element = page.wait_for_selector(selector)
    assert element is not None
    return float(element.evaluate(CLICK_UNTIL_QUIET))


def milliseconds_of_choice(page: Page) -> float:
    """Choose the other entry of a select box of Streamlit's: from the choice to the last change."""
    page.locator('[data-testid="stSelectbox"] input').click()
    return milliseconds_of_click(page, '[role="option"][aria-selected="false"]')


def milliseconds_of_listed_choice(page: Page) -> float:
    """Choose another entry of our first list: from the choice to the last change."""
    return float(page.locator("select.choice").first.evaluate(CHOOSE_UNTIL_QUIET))
