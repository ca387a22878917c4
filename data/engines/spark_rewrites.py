"""What DuckDB and Spark mean differently by the same words, said so that both mean DuckDB's.

Each rewrite takes a node whose operands know their types, and gives the node to put in its place.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from data.language import say
from data.refusal import Refused

Kind = exp.DType
TEXTS = frozenset({*exp.DataType.TEXT_TYPES, Kind.ENUM, Kind.USERDEFINED})
WHOLE = frozenset({*exp.DataType.INTEGER_TYPES})
EXACT = WHOLE | {Kind.DECIMAL, Kind.BOOLEAN}
INEXACT = frozenset({Kind.DOUBLE, Kind.FLOAT})
# type → what may be cast to it without the two engines rounding or reading differently
CASTS: dict[str, frozenset[exp.DType]] = {
    "text": TEXTS | WHOLE | {Kind.DATE, Kind.BOOLEAN},
    "whole": WHOLE | {Kind.BOOLEAN},
    "decimal": EXACT,
    "double": EXACT | INEXACT,
    "date": frozenset({Kind.DATE, Kind.TIMESTAMP}),
    "boolean": frozenset({Kind.BOOLEAN}),
}
UNITS = frozenset({"MONTH", "YEAR", "QUARTER"})


def refusal(node: exp.Expr) -> Refused:
    """What a person is told of a construct that Spark would get wrong, or might."""
    found = node.sql("duckdb", comments=False)
    shown = found if len(found) <= 80 else found[:79] + "…"
    return Refused(
        say(
            "引擎 Spark 上还不能这样计算：{found}。请改写条件，或改用 DuckDB。",
            found=shown or type(node).__name__,
        )
    )


def _kind(node: exp.Expr) -> exp.DType:
    # brackets keep the type that they had before what they hold was rewritten
    inner = node.unnest()
    if isinstance(inner, exp.Select) and len(inner.selects) == 1:
        return _kind(inner.selects[0].unalias())
    known = inner.type
    return known.this if known else Kind.UNKNOWN


def _group(kind: exp.DType) -> str:
    if kind in TEXTS:
        return "text"
    if kind in WHOLE:
        return "whole"
    if kind in INEXACT:
        return "double"
    return {Kind.DECIMAL: "decimal", Kind.DATE: "date", Kind.BOOLEAN: "boolean", Kind.NULL: "null"}.get(
        kind, ""
    )


def _is_number(node: exp.Expr) -> bool:
    return _group(_kind(node)) in ("whole", "decimal", "double")


def _cast(node: exp.Expr) -> exp.Expr:
    """Rounding (1.5 to a whole number) and reading texts differ; ENUM is a text there."""
    assert isinstance(node, exp.Cast)
    target, source = _group(node.to.this), _kind(node.this)
    if target == "text":
        node.set("to", exp.DataType.build("text"))
    inner = node.this.unnest()
    is_day = target == "date" and isinstance(inner, exp.Literal) and inner.is_string
    if isinstance(inner, exp.Null) or source == Kind.NULL or is_day:
        return node
    if source not in CASTS.get(target, ()):
        raise refusal(node)
    return node


def _plus_and_minus(node: exp.Expr) -> exp.Expr:
    """Days between dates, and a date some days on: Spark has functions for them, or would give intervals."""
    left, right = node.this, node.expression
    kinds = (_group(_kind(left)), _group(_kind(right)))
    is_minus = isinstance(node, exp.Sub)
    if _is_number(left) and _is_number(right):
        return node
    if is_minus and kinds == ("date", "date"):
        return _typed(
            exp.cast(exp.Anonymous(this="datediff", expressions=[left, right]), "bigint"), Kind.BIGINT
        )
    if kinds == ("date", "whole"):
        return _days_on("date_sub" if is_minus else "date_add", left, right)
    if not is_minus and kinds == ("whole", "date"):
        return _days_on("date_add", right, left)
    if kinds[0] == "date" and isinstance(right, exp.Interval):
        return node
    raise refusal(node)


def _days_on(function: str, day: exp.Expr, days: exp.Expr) -> exp.Expr:
    shifted = exp.Anonymous(this=function, expressions=[day, exp.cast(days, "int")])
    return _typed(shifted, Kind.DATE)


def _typed(node: exp.Expr, kind: exp.DType) -> exp.Expr:
    """The node, known to be of that type by what surrounds it."""
    node.type = exp.DataType.build(kind)
    return node


def _times(node: exp.Expr) -> exp.Expr:
    if not (_is_number(node.this) and _is_number(node.expression)):
        raise refusal(node)
    return node


def _divided(node: exp.Expr) -> exp.Expr:
    """In doubles as in DuckDB; nothing there is an error of Spark's and infinity of DuckDB's."""
    if not (_is_number(node.this) and _is_number(node.expression)):
        raise refusal(node)
    return _typed(_division(node.this, node.expression), Kind.DOUBLE)


def _division(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    above, below = exp.cast(left, "double"), exp.cast(right, "double")
    zero = exp.Literal.number(0)
    endless = exp.Case().when(
        exp.GT(this=above.copy(), expression=zero.copy()), exp.cast(exp.Literal.string("Infinity"), "double")
    )
    endless = endless.when(
        exp.LT(this=above.copy(), expression=zero.copy()), exp.cast(exp.Literal.string("-Infinity"), "double")
    )
    endless = endless.when(
        exp.EQ(this=above.copy(), expression=zero.copy()), exp.cast(exp.Literal.string("NaN"), "double")
    )
    quotient = exp.Div(this=above, expression=below, typed=False, safe=False)
    return exp.Case().when(exp.EQ(this=below.copy(), expression=zero), endless).else_(quotient)


def _latest(node: exp.Expr) -> exp.Expr:
    """DuckDB steps over rows whose value is NULL, Spark gives it."""
    name = "max_by" if isinstance(node, exp.ArgMax) else "min_by"
    value, by = node.this, node.expression
    best = exp.Anonymous(this=name, expressions=[value, by])
    known = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
    around = node.parent
    if isinstance(around, exp.Filter):
        where = around.expression
        where.set("this", exp.and_(where.this, known))
        return best
    return exp.Filter(this=best, expression=exp.Where(this=known))


def _in_order(node: exp.Expr) -> exp.Expr:
    """`list(x order by y)`: Spark collects in no order, so pairs are collected and sorted."""
    order = node.this
    if (
        not isinstance(order, exp.Order)
        or len(order.expressions) != 1
        or order.expressions[0].args.get("desc")
    ):
        raise refusal(node)
    pair = exp.Anonymous(
        this="named_struct",
        expressions=[
            exp.Literal.string("place"),
            order.expressions[0].this,
            exp.Literal.string("value"),
            order.this,
        ],
    )
    collected = exp.Anonymous(
        this="array_sort", expressions=[exp.Anonymous(this="collect_list", expressions=[pair])]
    )
    value = exp.Dot(this=exp.to_identifier("pair"), expression=exp.to_identifier("value"))
    each = exp.Lambda(this=value, expressions=[exp.to_identifier("pair")])
    return exp.Anonymous(this="transform", expressions=[collected, each])


def _is_listed(node: exp.Expr) -> exp.Expr:
    """`list_contains([…], x)` of values that are written out."""
    if not isinstance(node.this, exp.Array):
        raise refusal(node)
    if not node.this.expressions:
        return exp.false()
    return exp.In(this=node.expression, expressions=node.this.expressions)


def _pairs(node: exp.Expr) -> exp.Expr:
    """`(a, b) in (select (a, b) …)`: a pair is one value for DuckDB, two columns for Spark."""
    query = node.args.get("query")
    select = query.this if isinstance(query, exp.Subquery) else query
    if isinstance(select, exp.Select) and len(select.selects) == 1:
        pair = select.selects[0].unalias()
        if isinstance(pair, exp.Tuple):
            select.set("expressions", pair.expressions)
    return node


def _like(node: exp.Expr) -> exp.Expr:
    """A backslash stands for itself in DuckDB, in Spark it takes away the meaning of what follows."""
    pattern = node.expression
    if not isinstance(pattern, exp.Literal):
        raise refusal(node)
    pattern.set("this", pattern.name.replace("\\", "\\\\"))
    return node


def _first_day(node: exp.Expr) -> exp.Expr:
    unit = str(node.args["unit"].name).upper()
    if _group(_kind(node.this)) != "date" or unit not in UNITS:
        raise refusal(node)
    return _typed(exp.Anonymous(this="trunc", expressions=[node.this, exp.Literal.string(unit)]), Kind.DATE)


def _digest(node: exp.Expr) -> exp.Expr:
    """Spark's digest steps over NULLs: which of the values are NULL goes into it, too."""
    parts = [
        part for each in node.expressions for part in (each, exp.Is(this=each.copy(), expression=exp.Null()))
    ]
    return exp.Anonymous(this="xxhash64", expressions=parts)


REWRITES: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Cast: _cast,
    exp.Add: _plus_and_minus,
    exp.Sub: _plus_and_minus,
    exp.Mul: _times,
    exp.Div: _divided,
    exp.ArgMax: _latest,
    exp.ArgMin: _latest,
    exp.ArrayAgg: _in_order,
    exp.ArrayContains: _is_listed,
    exp.In: _pairs,
    exp.Like: _like,
    exp.DateTrunc: _first_day,
    exp.TimestampTrunc: _first_day,
    exp.Anonymous: _digest,
}
