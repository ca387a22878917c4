"""Conditions over one row, written by people in TOML files, in a small allow-listed part of SQL.

Allowed: `and or not`, `= <> < <= > >=`, `in (…)`, `between`, `like`, `is null`, `case`, `coalesce`,
`+ - * /`, literals and the names of columns. Anything else is refused: these texts run as SQL, and a county
writes some of them, so what is not known to be harmless does not pass.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused

ALLOWED: tuple[type[exp.Expression], ...] = (
    *(exp.And, exp.Or, exp.Not, exp.Paren),
    *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE),
    *(exp.In, exp.Between, exp.Like, exp.Is, exp.Null, exp.Boolean),
    *(exp.Case, exp.If, exp.Coalesce),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg),
    *(exp.Literal, exp.Column, exp.Identifier),
)
WORDS = (
    *("and", "or", "not", "=", "<>", "<", "<=", ">", ">=", "in (…)", "between", "like", "is null"),
    *("case when then else end", "coalesce(…)", "+", "-", "*", "/"),
)


def parse_condition(text: str, columns: Collection[str], where: str) -> str:
    """`text` as normalised SQL (DuckDB's dialect, no comments).

    columns: the names that it may use. where: file and key, for the message.
    Raises Refused naming what was found and the nearest valid name.
    """
    return condition_tree(text, columns, where).sql(comments=False)


def condition_tree(text: str, columns: Collection[str], where: str) -> exp.Expression:
    """`text` as a checked sqlglot tree; same arguments and errors as `parse_condition`."""
    tree = _parsed(text, where)
    for node in tree.walk():
        _check_node(cast(exp.Expression, node), columns, where)
    return tree


def condition_columns(text: str) -> frozenset[str]:
    """The names of the columns that a condition, already checked, speaks of."""
    tree = sqlglot.parse_one(text)
    return frozenset(column.name for column in tree.find_all(exp.Column))


def _parsed(text: str, where: str) -> exp.Expression:
    try:
        # no dialect: what is allowed is the same in all, and loading one takes longer than reading every file
        tree = sqlglot.parse_one(text) if text.strip() else None
    except SqlglotError as error:
        raise Refused(say("条件“{found}”不完整或写错了", found=text), where=where) from error
    if tree is None:
        raise Refused(say("条件是空的"), where=where)
    assert isinstance(tree, exp.Expression)
    return tree


def _check_node(node: exp.Expression, columns: Collection[str], where: str) -> None:
    if not isinstance(node, ALLOWED) or _reaches_beyond(node):
        raise Refused(_not_allowed(node), where=where)
    if isinstance(node, exp.Column) and node.name not in columns:
        nearest = did_you_mean(node.name, columns)
        raise Refused(say("条件里没有列“{found}”。{nearest}", found=node.name, nearest=nearest), where=where)


def _reaches_beyond(node: exp.Expression) -> bool:
    """Allowed words in a use that is not: `x.a`, `in (select …)`, `is something`."""
    if isinstance(node, exp.Column):
        return bool(node.table)
    if isinstance(node, exp.In):
        return not node.expressions or any(node.args.get(key) for key in ("query", "unnest", "field"))
    if isinstance(node, exp.Is):
        return not isinstance(node.expression, exp.Null | exp.Boolean)
    return False


def _not_allowed(node: exp.Expression) -> str:
    found = node.sql(comments=False)
    name = f"{node.name}(…)" if isinstance(node, exp.Anonymous) else ""
    return say(
        "条件里不能用“{found}”。{nearest}",
        found=found if len(found) <= 60 else found[:60] + "…",
        nearest=did_you_mean(name.lower(), WORDS),
    )
