"""Kill a publication anywhere: either the old state or the new one stands, mart included."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store_builder import new_store, petitions, publish_texts, value

PROJECT = Path(__file__).resolve().parents[2]
KILLED = """
import os, sys
from pathlib import Path
from data.store import Store
from metrics.publication import Options, publish
from tests.store_builder import csv_file, petitions
import data.catalogue, data.staging, data.store, metrics.counted_rows, metrics.new_mart, metrics.publication

place, name, when = sys.argv[2].split(":")
module = sys.modules[place]
whole = getattr(module, name)

def die_there(*given, **named):
    if when == "after":
        whole(*given, **named)
    os.kill(os.getpid(), 9)

setattr(module, name, die_there)
files = [csv_file("五月", petitions("2025-05", "2,甲镇,03"))]
publish(Store(sys.argv[1]), files, Options())
"""


def kill_publication(store: Path, place: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", KILLED, str(store), place]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("data.staging:write_rows:before", marks=pytest.mark.integration),
        "data.staging:write_rows:after",
        pytest.param("metrics.counted_rows:load_clean_tables:after", marks=pytest.mark.integration),
        pytest.param("metrics.new_mart:write_mart:after", marks=pytest.mark.integration),
        pytest.param("metrics.new_mart:settle:after", marks=pytest.mark.integration),
        "data.catalogue:insert:after",
    ],
)
def test_a_publication_killed_anywhere_leaves_the_old_state_whole(tmp_path: Path, place: str) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    mart, history = store.current_mart(), store.catalogue.uploads()
    done = kill_publication(tmp_path, place)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (store.current_mart(), store.catalogue.uploads()) == (mart, history)
    assert value(store, "petitions_received", "2025-05") == 1
    publish_texts(store, [petitions("2025-05", "2,甲镇,03")])
    assert value(store, "petitions_received", "2025-05") == 2
