"""A statement of the session, read as a tree: what it makes and reads, with its values in place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType

from data.language import say
from data.refusal import Refused

Params = Sequence[object]
_BEFORE_TABLES = r"\b(?:from|join|into|table|view|update)\b"


@dataclass(frozen=True)
class Statement:
    """`makes`: "view", "table", "rows" (inserted), "answer", or "" for whatever else a statement may do.

    `target`: the table that gets the rows; `names`: those given to its columns. `select`: what is read, None
    where a table is made empty; `reads`: the tables in it.
    """

    makes: str
    target: str = ""
    names: tuple[str, ...] = ()
    select: exp.Query | None = None
    reads: frozenset[str] = frozenset()

    @property
    def is_summary(self) -> bool:
        """Whether the answer is small: summed up, distinct or cut off, not one row per row."""
        outer = self.select
        if not isinstance(outer, exp.Select):
            return False
        told_by = [outer.args.get(name) for name in ("group", "distinct", "qualify", "limit")]
        return any(told_by) or all(each.find(exp.AggFunc) for each in outer.selects)


def statement_of(sql: str, params: Params = (), names: Collection[str] = ()) -> Statement:
    """What a statement does. Raises Refused for one that cannot be parsed.

    names: the tables that matter; what cannot be parsed and names none of them where tables stand is let be.
    """
    try:
        tree = sqlglot.parse_one(with_values(sql, params), read="duckdb")
    except SqlglotError as error:
        named = "|".join(map(re.escape, names))
        if names and not re.search(rf'(?:{_BEFORE_TABLES}|,)\s*"?(?:{named})\b', sql, re.IGNORECASE):
            return Statement("")
        raise Refused(say("引擎 Spark 读不懂这条语句：{found}", found=shortened(sql))) from error
    makes = _makes(tree)
    select = tree if makes == "answer" else tree.expression
    if not makes or not isinstance(select, exp.Query | None):
        return Statement("", reads=tables_of(tree))
    target = None if makes == "answer" else tree.this
    listed = target.expressions if isinstance(target, exp.Schema) and select else []
    return Statement(
        makes,
        target.find(exp.Table).name if target else "",
        tuple(each.name for each in listed),
        select,
        tables_of(select) if select else frozenset(),
    )


def tables_of(tree: exp.Expr) -> frozenset[str]:
    """Names of the tables that a tree reads, without those that it makes itself."""
    return frozenset(each.name for each in tree.find_all(exp.Table)) - own_names(tree)


def own_names(tree: exp.Expr) -> frozenset[str]:
    """What a tree calls its own intermediate tables."""
    return frozenset(each.alias for each in tree.find_all(exp.CTE))


def with_values(sql: str, params: Params) -> str:
    """The statement with its values written out in place of `?` and `$1`."""
    if not params:
        return sql
    pieces, end, taken = [], 0, 0
    tokens = sqlglot.tokenize(sql, read="duckdb")
    for place, token in enumerate(tokens):
        if token.token_type == TokenType.PLACEHOLDER:
            value, last = params[taken], token
            taken += 1
        elif token.text == "$" and place + 1 < len(tokens):
            last = tokens[place + 1]
            value = params[int(last.text) - 1]
        else:
            continue
        pieces += [sql[end : token.start], literal(value)]
        end = _end_of(last)
    return "".join([*pieces, sql[end:]])


def literal(value: object) -> str:
    """A value as DuckDB's SQL writes it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if type(value) is date:
        return f"date '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    raise Refused(say("引擎 Spark 不接受这样的值：{found}", found=type(value).__name__))


def shortened(sql: str) -> str:
    """SQL as a message shows it: its beginning, on one line."""
    line = " ".join(sql.split())
    return line if len(line) <= 120 else line[:119] + "…"


def _makes(tree: exp.Expr) -> str:
    if isinstance(tree, exp.Create):
        return {"VIEW": "view", "TABLE": "table"}.get(str(tree.kind).upper(), "")
    if isinstance(tree, exp.Insert):
        return "rows"
    return "answer" if isinstance(tree, exp.Query) else ""


def _end_of(token: Token) -> int:
    return int(token.end) + 1
