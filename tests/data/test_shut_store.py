"""A store that whoever runs the program may not write, or not read: told as such, and never as damage."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.refusal import Refused
from data.store import Store
from metrics.publication import rebuild
from metrics.soundness import soundness_of
from tests.both_databases import IN_POSTGRESQL
from tests.store_builder import new_store, petitions, value

pytestmark = [
    pytest.mark.skipif(IN_POSTGRESQL, reason="there the server says who may read"),
    pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no owner's mode"),
]
NOBODY = 65534
CATALOGUE, LOCK = "catalogue.sqlite", ".writing.lock"


@pytest.fixture
def store() -> Iterator[Store]:
    """In a folder to which everybody finds the way."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        made = new_store(Path(folder) / "store", petitions("2025-05", "1,甲镇,03"))
        for path in (made.folder, *made.folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)
        yield made


@contextmanager
def as_somebody_else(modes: dict[Path, int]) -> Iterator[None]:
    """Files with these modes, and us as a user whom they bind: none binds root."""
    were = {path: path.stat().st_mode for path in modes}
    for path, mode in modes.items():
        path.chmod(mode)
    we = os.geteuid()
    if we == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(we)
        for path, mode in were.items():
            path.chmod(mode)


def test_a_store_that_may_only_be_read_is_read_and_called_sound(store: Store) -> None:
    with as_somebody_else({store.folder / CATALOGUE: 0o444, store.folder: 0o555}):
        assert soundness_of(Store(store.folder)).problems == ()
        assert value(Store(store.folder), "petitions_received", "2025-05") == 1


def test_a_catalogue_that_may_not_be_read_is_not_called_damaged(store: Store) -> None:
    with as_somebody_else({store.folder / CATALOGUE: 0o000}):
        for asked in (soundness_of, Store.publication):
            with pytest.raises(Refused, match=r"catalogue\.sqlite: .*没有读写的权限"):
                asked(Store(store.folder))


@pytest.mark.parametrize("shut", [CATALOGUE, LOCK])
def test_what_may_not_be_written_is_named_before_anything_changes(store: Store, shut: str) -> None:
    before = store.publication()
    mode = 0o000 if shut == LOCK else 0o444
    with as_somebody_else({store.folder / shut: mode}), pytest.raises(Refused, match=f"{shut}: .*权限"):
        rebuild(Store(store.folder))
    assert Store(store.folder).publication() == before
