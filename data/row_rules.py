"""The export's own row rules (`[[refuse]]` and `[[warn]]`), asked of all rows at once.

A condition is the allow-listed SQL of `data/condition.py`, computed by the engine that computes the
indicators.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from data.engines.calculator import calculator
from data.engines.duckdb_engine import SqlError
from data.export_parts import RowRule
from data.judging import Judging, rows_where
from data.language import pick, say
from data.refusal import Refused


def apply_row_rules(judging: Judging) -> None:
    """Refuse and warn; a warning about a column that the file does not have is not given."""
    for rule in judging.export.refuse:
        _apply(rule, judging, judging.refuse)
    for rule in judging.export.warn:
        if all(judging.has(column) for column in rule.columns):
            _apply(rule, judging, judging.warn)


def _apply(rule: RowRule, judging: Judging, kind: Callable[..., None]) -> None:
    expected = pick(rule.expected) or say("不符合规则：{rule}", rule=rule.when)
    for index in rows_where(true_rows(rule, judging.values, f"{judging.export.id}: {rule.id}")):
        kind(index, rule.column, rule.id, expected)


def true_rows(rule: RowRule, table: pa.Table, where: str) -> pa.ChunkedArray:
    """Where the condition is true, false or unknown (null), one value per row.

    Raises Refused where it compares what cannot be compared, such as a date with a number word.
    """
    try:
        asked = table.select(sorted(rule.columns) or table.column_names[:1])
        return calculator().computed(f"cast(({rule.when}) as boolean)", asked)
    except SqlError as error:
        raise Refused(say("条件“{rule}”里比较的东西不是一类", rule=rule.when), where=where) from error
