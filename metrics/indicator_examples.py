"""The [[example]] rows of an indicator, computed: what the file claims must come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from data.clean_table import SQL_TYPES, CleanTable
from data.engines.calculator import calculator
from data.engines.duckdb_engine import quoted
from data.language import say
from data.refusal import Refused
from metrics.indicator_definition import Example, Indicator
from metrics.to_sql import measure_sql


def check_examples(indicators: Iterable[Indicator], tables: Mapping[str, CleanTable]) -> None:
    """Raises Refused for the first example that counts for something else than it says."""
    for indicator in indicators:
        for number, example in enumerate(indicator.examples, start=1):
            counted = counts_of(indicator, example, tables[example.table])
            _refuse_other_counts(indicator, number, example, counted)


def counts_of(indicator: Indicator, example: Example, table: CleanTable) -> dict[str, float | None]:
    """Role → what the example's row counts for; columns that it leaves out are NULL, its month is ignored."""
    parts = {role: part for role, part in indicator.parts.items() if part.table == example.table}
    sums = ", ".join(f"cast({measure_sql(part)} as double)" for part in parts.values())
    row = ", ".join(f"cast(? as {SQL_TYPES[kind]}) as {quoted(name)}" for name, kind in table.columns.items())
    values = [_plain(example.row.get(name)) for name in table.columns]
    counted = calculator().rows(f"select {sums} from (select {row}) as example", values)[0]
    return dict(zip(parts, counted, strict=True))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _refuse_other_counts(
    indicator: Indicator, number: int, example: Example, counted: Mapping[str, float | None]
) -> None:
    for role, claimed in example.counts.items():
        if counted[role] != claimed:
            message = say(
                "第{number}个 [[example]]：{role} 写的是 {claimed}，算出来是 {counted}。",
                number=number,
                role=role,
                claimed=claimed,
                counted=f"{counted[role]:g}",
            )
            raise Refused(message, where=indicator.file)
