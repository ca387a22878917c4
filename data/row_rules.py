"""The export's own row rules (`[[refuse]]` and `[[warn]]`), asked of all rows at once.

A condition is the allow-listed SQL of `data/condition.py`; here it is computed on Arrow columns with SQL's
three-valued logic, so that the door needs no database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from data.export_parts import RowRule
from data.judging import Judging, rows_where
from data.language import pick, say
from data.refusal import Refused

COMPARISONS: dict[type, Callable] = {
    **{exp.EQ: pc.equal, exp.NEQ: pc.not_equal, exp.LT: pc.less, exp.LTE: pc.less_equal},
    **{exp.GT: pc.greater, exp.GTE: pc.greater_equal},
}
ARITHMETIC: dict[type, Callable] = {
    exp.Add: pc.add,
    exp.Sub: pc.subtract,
    exp.Mul: pc.multiply,
    exp.Div: pc.divide,
}
LOGIC: dict[type, Callable] = {exp.And: pc.and_kleene, exp.Or: pc.or_kleene}


def apply_row_rules(judging: Judging) -> None:
    """Refuse and warn; a warning about a column that the file does not have is not given."""
    for rule in judging.export.refuse:
        _apply(rule, judging, judging.refuse)
    for rule in judging.export.warn:
        if all(judging.has(column.name) for column in rule.tree.find_all(exp.Column)):
            _apply(rule, judging, judging.warn)


def _apply(rule: RowRule, judging: Judging, kind: Callable[..., None]) -> None:
    expected = pick(rule.expected) or say("不符合规则：{rule}", rule=rule.when)
    for index in rows_where(true_rows(rule.tree, judging.values, f"{judging.export.id}: {rule.id}")):
        kind(index, rule.column, rule.id, expected)


def true_rows(tree: exp.Expression, table: pa.Table, where: str) -> pa.Array | pa.ChunkedArray:
    """Where the condition is true, false or unknown (null), one value per row.

    Raises Refused where it compares what cannot be compared, such as a date with a number word.
    """
    try:
        answer = _value(tree, table)
        if isinstance(answer, pa.Scalar):
            answer = pa.array([answer.as_py()] * table.num_rows, pa.bool_())
        return answer.cast(pa.bool_())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        raise Refused(say("条件“{rule}”里比较的东西不是一类", rule=tree.sql()), where=where) from error


def _value(node: Any, table: pa.Table) -> Any:
    kind = type(node)
    if kind in SPECIAL:
        answer = SPECIAL[kind](node, table)
    elif kind in LOGIC:
        answer = LOGIC[kind](_value(node.this, table), _value(node.expression, table))
    elif kind in COMPARISONS:
        answer = _compared(COMPARISONS[kind], _value(node.this, table), _value(node.expression, table))
    else:
        sides = (_in_days(_value(node.this, table)), _in_days(_value(node.expression, table)))
        if kind is exp.Div:
            sides = (sides[0].cast(pa.float64()), sides[1])
        answer = ARITHMETIC[kind](*sides)
    return pc.invert(answer) if node.args.get("negate") else answer


def _compared(compare: Callable, left: Any, right: Any) -> Any:
    """A text beside a date is a date; days beside a number are numbers."""
    for_dates = pa.types.is_date(left.type), pa.types.is_date(right.type)
    if for_dates[0] != for_dates[1]:
        if pa.types.is_string(left.type) or pa.types.is_string(right.type):
            return compare(left.cast(pa.date32()), right.cast(pa.date32()))
        return compare(_in_days(left), _in_days(right))
    return compare(left, right)


def _in_days(value: Any) -> Any:
    return value.cast(pa.int32()) if pa.types.is_date(value.type) else value


def _literal(node: exp.Literal, table: pa.Table) -> pa.Scalar:
    if node.is_string:
        return pa.scalar(node.name)
    return pa.scalar(int(node.name) if node.name.isdecimal() else float(node.name))


def _in(node: exp.In, table: pa.Table) -> Any:
    value = _value(node.this, table)
    answer: Any = pa.scalar(False)
    for each in node.expressions:
        answer = pc.or_kleene(answer, _compared(pc.equal, value, _value(each, table)))
    return answer


def _between(node: exp.Between, table: pa.Table) -> Any:
    value = _value(node.this, table)
    low = _compared(pc.greater_equal, value, _value(node.args["low"], table))
    return pc.and_kleene(low, _compared(pc.less_equal, value, _value(node.args["high"], table)))


def _is(node: exp.Is, table: pa.Table) -> Any:
    value = _value(node.this, table)
    if isinstance(node.expression, exp.Null):
        return pc.is_null(value)
    return pc.fill_null(pc.equal(value, bool(node.expression.this)), False)


def _case(node: exp.Case, table: pa.Table) -> Any:
    default = node.args.get("default")
    answer = _value(default, table) if default else pa.scalar(None)
    for branch in reversed(node.args["ifs"]):
        when = _value(branch.this, table)
        if node.this:
            when = _compared(pc.equal, _value(node.this, table), when)
        then = _value(branch.args["true"], table)
        answer = answer.cast(then.type) if pa.types.is_null(answer.type) else answer
        answer = pc.if_else(pc.fill_null(when, False), then, answer)
    return answer


SPECIAL: dict[type, Callable[[Any, pa.Table], Any]] = {
    exp.Column: lambda node, table: table.column(node.name),
    exp.Literal: _literal,
    exp.Boolean: lambda node, table: pa.scalar(bool(node.this)),
    exp.Null: lambda node, table: pa.scalar(None, pa.bool_()),
    exp.Paren: lambda node, table: _value(node.this, table),
    exp.Not: lambda node, table: pc.invert(_value(node.this, table)),
    exp.Neg: lambda node, table: pc.negate(_value(node.this, table)),
    exp.Like: lambda node, table: pc.match_like(_value(node.this, table), node.expression.name),
    exp.Coalesce: lambda node, table: pc.coalesce(
        *(_value(each, table) for each in (node.this, *node.expressions))
    ),
    exp.In: _in,
    exp.Between: _between,
    exp.Is: _is,
    exp.Case: _case,
}
