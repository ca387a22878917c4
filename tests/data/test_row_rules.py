"""Conditions computed on columns follow SQL, unknown included."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from data.condition import parse_condition
from data.export_parts import RowRule
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


def rule(text: str) -> RowRule:
    condition = parse_condition(text, TABLE.column_names, "test")
    return RowRule("own_rule", "kind", condition.text, condition.columns)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("kind = 'fire'", [True, False, None, False]),
        ("kind <> 'fire' or deaths > 1", [False, True, None, True]),
        ("not (kind = 'fire' and deaths > planned)", [True, True, None, True]),
        ("kind in ('fire', 'flood')", [True, False, None, True]),
        ("kind not in ('fire')", [False, True, None, True]),
        ("kind like 'f%' and kind not like '%d'", [True, False, None, False]),
        ("deaths between 1 and 7", [False, True, None, True]),
        ("kind is null or planned is not null", [True, False, True, True]),
        ("is_old is true", [True, False, False, True]),
        ("is_old", [True, False, None, True]),
        ("coalesce(deaths, planned) = 3", [False, False, True, False]),
        ("deaths + 2 * planned - 1 >= 7", [True, None, None, True]),
        ("deaths / 2 < 1.5", [True, True, None, False]),
        ("due_on >= found_on", [True, False, None, None]),
        ("due_on - found_on = 30", [True, False, None, None]),
        ("due_on > '2026-01-15'", [True, False, False, None]),
        ("case when deaths > 1 then kind = 'road' else is_old end", [True, True, None, False]),
        ("case kind when 'fire' then 1 when 'road' then 2 end = 1", [True, False, None, None]),
        ("-deaths < 0", [False, True, None, True]),
        ("1 = 1", [True, True, True, True]),
        ("null", [None, None, None, None]),
    ],
)
def test_a_condition_is_true_false_or_unknown_of_every_row(text: str, answers: list[bool | None]) -> None:
    assert true_rows(rule(text), TABLE, "test").to_pylist() == answers


def test_what_cannot_be_compared_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="own_export: own_rule"):
        true_rows(rule("deaths > 'many'"), TABLE, "own_export: own_rule")
