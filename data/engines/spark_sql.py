"""A SELECT of DuckDB's → Spark's. What is not on the list of known constructs is refused, never guessed.

The translator alone passes on what it does not know, and some of it comes out wrong in silence: days
between two dates, the last row of a group, a pattern with a backslash. So every construct that our SQL uses
stands on the list below, each tried on a real cluster against DuckDB (tests/spark_expressions.py); what the
two engines mean differently is rewritten here by the types of its operands (spark_rewrites.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from data.engines.spark_rewrites import REWRITES, refusal
from data.engines.spark_statement import shortened
from data.language import say
from data.refusal import Refused

# table → column → its type in DuckDB's words
Columns = Mapping[str, Mapping[str, str]]

_CLAUSES = (
    *(exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.GroupingSets, exp.Having, exp.Qualify),
    *(exp.Order, exp.Ordered, exp.With, exp.CTE, exp.Union, exp.Subquery, exp.Distinct, exp.Tuple),
    *(exp.Table, exp.TableAlias, exp.Alias, exp.Identifier, exp.Column, exp.Star, exp.Var, exp.DataType),
    *(exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Interval, exp.Array, exp.DataTypeParam),
)
_CONDITIONS = (
    *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.LT, exp.LTE, exp.GT, exp.GTE),
    *(exp.Between, exp.In, exp.Is, exp.Like, exp.ArrayContains),
)
_VALUES = (
    *(exp.Case, exp.If, exp.Coalesce, exp.Cast, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Neg),
    *(exp.Abs, exp.Least, exp.Greatest, exp.Year, exp.Month, exp.Day, exp.LastDay),
    *(exp.DateTrunc, exp.TimestampTrunc),
)
_SUMS = (
    *(exp.Count, exp.CountIf, exp.Sum, exp.Min, exp.Max, exp.LogicalOr, exp.LogicalAnd, exp.AnyValue),
    *(exp.IgnoreNulls, exp.ArgMax, exp.ArgMin, exp.ArrayAgg, exp.Filter, exp.Grouping),
    *(exp.Window, exp.RowNumber),
)
ALLOWED = frozenset((*_CLAUSES, *_CONDITIONS, *_VALUES, *_SUMS))
# functions that the translator has no class for
ALLOWED_BY_NAME = frozenset({"hash"})


def spark_select(select: exp.Query, columns: Columns) -> exp.Query:
    """The tree of the same SELECT for Spark. columns: of every table that it reads.

    Stars are written out, every column names its table. Raises Refused for what is not on the list.
    """
    refuse_unknown(select)
    schema: dict[str, object] = {table: dict(each) for table, each in columns.items()}
    try:
        named = qualify(select.copy(), dialect="duckdb", schema=schema)
        typed = annotate_types(named, schema=schema, dialect="duckdb")
    except SqlglotError as error:
        text = say("引擎 Spark 读不懂这条语句：{found}", found=shortened(str(error)))
        raise Refused(text) from error
    # what is inside is rewritten first, so that what surrounds it still has its types
    for node in list(typed.walk(bfs=False))[::-1]:
        rewrite = REWRITES.get(type(node))
        if rewrite:
            node.replace(rewrite(node))
    assert isinstance(typed, exp.Query)
    return typed


def spark_text(select: exp.Query) -> str:
    """The SQL of a tree that `spark_select` gave."""
    return select.sql("spark", comments=False, unsupported_level=ErrorLevel.RAISE)


def refuse_unknown(select: exp.Expr) -> None:
    """Raises Refused for the first construct that is not on the list."""
    for node in select.walk():
        if isinstance(node, exp.Anonymous) and node.name.lower() in ALLOWED_BY_NAME:
            continue
        if type(node) not in ALLOWED:
            raise refusal(node)
        if (isinstance(node, exp.Table) and node.db) or node.args.get("by_name"):
            raise refusal(node)
