"""A server that is told to stop, one that is killed, and what the next one finds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from data.store import Store
from metrics.soundness import soundness_of
from tests.access.people import COOKIE, sign_in, store_with_people
from tests.access.served import _wait_until_healthy, free_port, open_tab
from tests.source_tree import PROJECT
from tests.store_builder import petitions

pytestmark = pytest.mark.integration
STOPS_WITHIN = 60  # seconds; systemd waits for longer


@contextmanager
def server(store: Store) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}"]
    environment = {**os.environ, "SAFETY_REPORT_STORE": str(store.folder)}
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=silent, stderr=silent)
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def ready(address: str) -> str:
    return httpx.get(f"{address}/readyz").text.strip()


def test_a_server_told_to_stop_closes_its_tabs_and_ends(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    with server(store) as (address, process):
        browser = sign_in(httpx.Client(base_url=address, headers={"accept": "text/html"}), "chief")
        with open_tab(address, f"{COOKIE}={browser.cookies[COOKIE]}") as tab:
            tab.run("overview")
            process.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed):
                while True:
                    tab.socket.recv(timeout=STOPS_WITHIN)
        process.wait(timeout=STOPS_WITHIN)
    with server(store) as (address, _):
        assert ready(address) == "ready"
        assert browser.get(f"{address}/").status_code == 200  # who was signed in still is


def test_a_scheduled_publication_outlives_the_server_that_began_it(tmp_path: Path) -> None:
    """SIGTERM goes to the server alone (KillMode=mixed); the other process ends what it does."""
    store = store_with_people(tmp_path / "store")
    before = store.publication()
    assert before
    with server(store) as (_, process):
        command = [sys.executable, "manage.py", "rebuild", "--store", str(store.folder)]
        working = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=STOPS_WITHIN)
        assert working.wait(timeout=STOPS_WITHIN) == 0
    after = Store(store.folder).publication()
    assert after
    assert after.id == before.id + 1
    assert soundness_of(Store(store.folder)).problems == ()


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2])
def test_after_a_crash_the_next_server_is_ready_and_the_next_publication_sweeps(
    tmp_path: Path, seconds: float
) -> None:
    store = store_with_people(tmp_path / "store")
    command = [sys.executable, "manage.py", "rebuild", "--store", str(store.folder)]
    killed = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    killed.kill()
    killed.wait()
    left = [store.folder / "marts" / "99.duckdb", store.folder / "tables/petitions/2025-05/77.building"]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    with server(store) as (address, _):
        assert ready(address) == "ready"
        file = tmp_path / "诉求办件-2025-06.csv"
        file.write_text(petitions("2025-06", "9,甲镇,05"), encoding="utf-8")
        publish = [sys.executable, "manage.py", "publish", str(file), "--store", str(store.folder)]
        done = subprocess.run(publish, cwd=PROJECT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert [path for path in left if path.exists()] == []
    assert soundness_of(Store(store.folder)).problems == ()
