"""What papers are written from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import duckdb

from metrics.mart_reader import Mart
from reports.facts import Facts
from tests.metrics.tiny_mart import months, tiny_mart


def test_a_mart_of_before_a_key_was_added_has_that_keys_default(tmp_path: Path) -> None:
    with tiny_mart(tmp_path, months("rate", "A", "2025-01", (1, 2))):
        pass
    with duckdb.connect(tmp_path / "1.duckdb") as older:
        older.execute("alter table indicators drop column truncate")
    with Mart(tmp_path / "1.duckdb") as mart:
        facts = Facts(mart, cast(Any, None), {}, "month", "2025-01")
        assert facts.definition("rate").truncate is False
        assert facts.measures["rate"].truncate is False
        assert mart.definition("rate") == facts.definition("rate")
