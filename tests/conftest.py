"""What every test may lean on: the Chinese language, no store but its own, a published demo county."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser

from benchmarks.served import chromium as launched_chromium
from data.language import use_language
from tests.both_databases import (  # noqa: F401
    any_database,
    catalogue,
    every_store_where_this_run_wants_it,
    new_address,
    postgresql_server,
    postgresql_url,
    settled,
)
from tests.demo_store import copied_store, kept_demo

PROJECT = Path(__file__).resolve().parent.parent
# the same examples on every run: a check that fails on one machine fails on all. `HYPOTHESIS_PROFILE=search`
# draws new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end; the garbage collector need not walk through it each time.

    Nor need it look after every 700 new objects, of which a page makes hundreds of thousands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_sessionfinish() -> None:
    """At the end all of it may go."""
    gc.unfreeze()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Make `no_cover` hold in the workers, where pytest-cov ends only the inner one of two measurements."""
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracing)


@pytest.fixture(autouse=True)
def speaks_chinese() -> Iterator[None]:
    """A test that switches the language leaves none of it to the next."""
    use_language("zh")
    yield
    use_language("zh")


@pytest.fixture(autouse=True)
def no_store_but_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store of the person who runs the tests is never opened."""
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(tmp_path / "store"))


def manage(*arguments: str | Path, store: Path) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` as a person would; never raises, the exit code is the caller's to read."""
    command = [sys.executable, "manage.py", *map(str, arguments), "--store", str(store)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def command_line() -> Callable[..., subprocess.CompletedProcess[str]]:
    return manage


@pytest.fixture(scope="session")
def published_demo(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The demo county, one copy for all workers of a run. Read it; change only a `demo_copy`."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    kept = getattr(pytestconfig, "cache", None)
    store = shared / "published-demo"
    with FileLock(shared / "published-demo.lock"):
        if not store.exists():
            made = kept_demo(kept.mkdir("demo") if kept else shared, _publish_demo)
            shutil.copytree(made, shared / "copying")
            (shared / "copying").rename(store)
    return store


def _publish_demo(store: Path) -> None:
    done = manage("demo", store=store)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def demo_copy(published_demo: Path, tmp_path: Path) -> Path:
    """A demo store of the test's own, to publish into."""
    return copied_store(published_demo, tmp_path / "demo-copy")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for all tests of a worker: a second one beside it would not start."""
    with launched_chromium() as browser:
        yield browser
