"""A store with people and the dashboard over it, once for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from data.store import Store
from tests.access.people import COOKIE, store_with_people
from tests.access.served import served

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_with_people(tmp_path_factory.mktemp("served") / "store")


@pytest.fixture(scope="module")
def address(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(store.folder, tmp_path_factory.mktemp("log") / "server.log") as started:
        yield started


def cookie_of(browser: httpx.Client) -> str:
    """What a signed-in browser sends."""
    return f"{COOKIE}={browser.cookies[COOKIE]}"
