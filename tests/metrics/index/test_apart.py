"""An index computed in another process is the one that this process would compute."""

from __future__ import annotations

from pathlib import Path
from subprocess import SubprocessError

import pytest

from metrics.index.apart import index_apart
from metrics.index.period_index import index_of_period
from metrics.mart_reader import Mart


def test_another_process_computes_the_same_index(published_demo: Path) -> None:
    *_, path = sorted((published_demo / "marts").glob("*.duckdb"))
    with Mart(path) as mart:
        found = index_of_period(mart, "quarter", "2025-Q2")
    assert found.county is not None
    assert index_apart(path, "quarter", "2025-Q2") == found


def test_a_mart_that_is_gone_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(SubprocessError):
        index_apart(tmp_path / "gone.duckdb", "quarter", "2025-Q2")
