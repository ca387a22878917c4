"""A store whose people sign in with accounts, and how a program signs in like a browser."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from access.accounts import Wanted, add_account
from data.store import Store
from tests.store_builder import new_store, petitions

PASSWORD = "a long enough secret"
PEOPLE = {
    "chief": Wanted("admin"),
    "clerk": Wanted("uploader"),
    "clerk-of-a": Wanted("uploader", ["A"]),
    "leader": Wanted("viewer"),
    "leader-of-a": Wanted("viewer", ["A"]),
}
# to ask every page as each of them takes long; `make integration` asks as all
CHIEF_AND_LEADER_OF_A_EVERY_TIME = [
    pytest.param(name, marks=[] if name in ("chief", "leader-of-a") else pytest.mark.integration)
    for name in PEOPLE
]
COOKIE = "safety-report"


def store_with_people(folder: Path, settings: str = 'way = "accounts"') -> Store:
    """Townships A (甲镇) and B (乙乡), two months of requests, an account for every kind of reader."""
    shutil.copytree(Path(_made_once().name) / "store", folder)
    (folder / "settings.toml").write_text(f"[sign_in]\n{settings}\n", encoding="utf-8")
    return Store(folder)


@cache
def _made_once() -> TemporaryDirectory[str]:
    made: TemporaryDirectory[str] = TemporaryDirectory(prefix="people-")
    store = new_store(
        Path(made.name) / "store",
        petitions("2025-04", "1,甲镇,03,09", "2,乙乡,04"),
        petitions("2025-05", "3,甲镇,05", "4,乙乡,06,08"),
    )
    for name, wanted in PEOPLE.items():
        add_account(store.catalogue, name, wanted, PASSWORD, "tests")
    return made


def token_in(html: str) -> str:
    """What the form of a page brings along."""
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found, html
    return found[1]


def typed(browser: httpx.Client, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    """The sign-in form, filled in and sent as a browser does."""
    token = token_in(browser.get("/sign-in").text)
    fields = {"name": name, "password": password, "token": token, "next": "", **more}
    return browser.post("/sign-in", data=fields, headers={"origin": str(browser.base_url).rstrip("/")})


def sign_in(browser: httpx.Client, name: str) -> httpx.Client:
    """The same browser, signed in."""
    answer = typed(browser, name)
    assert answer.status_code == 303, answer.text
    return browser
