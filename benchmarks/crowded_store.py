"""The demo county with accounts, its readers signed in, and a month to publish while they read."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from access.accounts import Wanted, accounts, add_account
from access.identity import sessions_of
from benchmarks.demo import demo_store
from benchmarks.report import PROJECT
from data.demo.county import TOWNSHIPS
from data.store import Store

COOKIE = "safety-report"
ROWS = 600
SETTINGS = """[sign_in]
way = "accounts"
trusted_proxies = ["127.0.0.1"]
"""


def filled_store(folder: Path) -> Store:
    """The demo county in `folder`, its people signing in with accounts."""
    path = Path(shutil.copytree(demo_store(), folder / "store"))
    (path / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    store = Store(path)
    add_account(store.catalogue, "reader", Wanted("viewer"), "a long enough secret", "benchmark")
    return store


def cookies_for(store: Store, readers: int) -> list[str]:
    """A session each, as after the sign-in form."""
    account = next(each for each in accounts(store.catalogue) if each.name == "reader")
    sessions = sessions_of(store)
    return [f"{COOKIE}={sessions.begin(account)}" for _ in range(readers)]


async def publishing(store: Store, folder: Path) -> None:
    """`manage.py publish` of one more month of requests, in a process of its own."""
    file = folder / "2026-01.csv"
    file.write_text(petitions(), encoding="utf-8")
    command = [
        sys.executable,
        "manage.py",
        "publish",
        str(file),
        "--export",
        "petitions",
        "--month",
        "2026-01",
    ]
    process = await asyncio.create_subprocess_exec(
        *command,
        *("--received", "2026-02-01", "--store", str(store.folder)),
        cwd=PROJECT,
        env={**os.environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode())


def petitions() -> str:
    """January 2026, as the petitions export writes it."""
    random, first = Random(1), date(2026, 1, 1)
    lines = ["办件编号,乡镇,登记日期,诉求渠道,初重件,应办结日期,办结日期,办理结果"]
    for number in range(ROWS):
        received = first + timedelta(days=random.randrange(28))
        closed = received + timedelta(days=random.randrange(1, 20))
        words = f"{random.choice(('来信', '来访', '电话', '网上'))},初次,{received + timedelta(days=60)}"
        closing = f"{closed},已解决" if closed <= date(2026, 1, 31) else ","
        lines.append(f"L{number},{random.choice(TOWNSHIPS).name},{received},{words},{closing}")
    return "\n".join(lines) + "\n"
