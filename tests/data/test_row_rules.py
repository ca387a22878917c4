"""Conditions computed on columns follow SQL, unknown included."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from data.condition import condition_tree
from data.engines.duckdb_engine import DuckDB
from data.refusal import Refused
from data.row_rules import true_rows

TABLE = pa.table(
    {
        "kind": pa.array(["fire", "road", None, "flood"]),
        "deaths": pa.array([0, 2, None, 7], pa.int64()),
        "planned": pa.array([4, None, 3, 7], pa.int64()),
        "found_on": pa.array([date(2026, 1, 1), date(2026, 3, 1), None, date(2026, 1, 9)], pa.date32()),
        "due_on": pa.array([date(2026, 1, 31), date(2026, 1, 1), date(2026, 1, 1), None], pa.date32()),
        "is_old": pa.array([True, False, None, True]),
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "kind = 'fire'",
        "kind <> 'fire' or deaths > 1",
        "not (kind = 'fire' and deaths > planned)",
        "kind in ('fire', 'flood')",
        "kind not in ('fire')",
        "kind like 'f%' and kind not like '%d'",
        "deaths between 1 and 7",
        "kind is null or planned is not null",
        "is_old is true",
        "is_old",
        "coalesce(deaths, planned) = 3",
        "deaths + 2 * planned - 1 >= 7",
        "deaths / 2 < 1.5",
        "due_on >= found_on",
        "due_on > '2026-01-15'",
        "case when deaths > 1 then kind = 'road' else is_old end",
        "case kind when 'fire' then 1 when 'road' then 2 end = 1",
        "-deaths < 0",
        "1 = 1",
        "null",
    ],
)
def test_a_condition_is_true_for_the_rows_that_a_database_would_give(text: str) -> None:
    own = true_rows(condition_tree(text, TABLE.column_names, "test"), TABLE, "test").to_pylist()
    with DuckDB([]) as engine:
        engine.load("given", TABLE)
        assert own == [row[0] for row in engine.rows(f"select cast(({text}) as boolean) from given")]


def test_what_cannot_be_compared_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="own_export: own_rule"):
        true_rows(condition_tree("deaths > 'many'", ["deaths"], ""), TABLE, "own_export: own_rule")
