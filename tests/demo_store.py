"""The demo county, published once for a state of the code and kept between runs beside pytest's own cache.

The unit tests, the browser tests and the next run all show the same county, and to publish it takes as long
as many tests together. Whatever it is made of is in its name: a change of the code publishes it anew.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from tests.source_tree import ENTRY_POINTS, PRODUCT, PROJECT


def kept_demo(cache: Path, publish_into: Callable[[Path], None]) -> Path:
    """The demo store under `cache`, to be copied and never opened; made by `publish_into` where it is not."""
    store = cache / f"demo-{_digest_of_the_product()}"
    with FileLock(cache / "demo.lock"):
        if not store.exists():
            for outdated in cache.glob("demo-*"):
                shutil.rmtree(outdated)
            filling = cache / "demo-half"
            publish_into(filling)
            filling.rename(store)
    return store


def copied_store(store: Path, into: Path) -> Path:
    """A copy of a store that others may be reading: SQLite's files beside an open catalogue come and go."""
    return Path(shutil.copytree(store, into, ignore=shutil.ignore_patterns("catalogue.sqlite-*")))


def _digest_of_the_product() -> str:
    digest = hashlib.sha256()
    for name in (*ENTRY_POINTS, "constraints.txt", *PRODUCT):
        paths = sorted((PROJECT / name).rglob("*")) if (PROJECT / name).is_dir() else [PROJECT / name]
        for path in paths:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
