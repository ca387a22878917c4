"""Conditions over one row, written by people in TOML files, in a small allow-listed part of SQL.

Allowed: `and or not`, `= <> < <= > >=`, `in (…)`, `between`, `like`, `is null`, `is true`, `case`,
`coalesce`, `+ - * /`, literals and the names of columns. Anything else is refused: these texts run as SQL,
and a county writes some of them, so what is not known to be harmless does not pass. The parser is that of the
engine that runs them, so that both always mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from data.engines.calculator import calculator
from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused

Node = dict[str, Any]
BEFORE = "select 1 where "
ALLOWED = frozenset(
    {
        *("CONJUNCTION_AND", "CONJUNCTION_OR", "OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL"),
        *("COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_LESSTHAN", "COMPARE_LESSTHANOREQUALTO"),
        *("COMPARE_GREATERTHAN", "COMPARE_GREATERTHANOREQUALTO", "COMPARE_IN", "COMPARE_BETWEEN"),
        *("CASE_EXPR", "OPERATOR_COALESCE", "VALUE_CONSTANT", "COLUMN_REF"),
    }
)
# `is true` and `is not true`, as the parser writes them
TRUTH = frozenset({"COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM"})
OPERATORS = frozenset({"+", "-", "*", "/", "~~", "!~~"})
WORDS = (
    *("and", "or", "not", "=", "<>", "<", "<=", ">", ">=", "in (…)", "between", "like", "is null"),
    *("case when then else end", "coalesce(…)", "+", "-", "*", "/"),
)
_TEXT_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(--[^\n]*|/\*.*?\*/)", re.DOTALL)


@dataclass(frozen=True)
class Condition:
    """A checked condition: its text without comments, and the names of the columns that it speaks of."""

    text: str
    columns: frozenset[str]


def parse_condition(text: str, columns: Collection[str], where: str) -> Condition:
    """The condition that `text` is.

    columns: the names that it may use. where: file and key, for the message.
    Raises Refused naming what was found and the nearest valid name.
    """
    plain = _without_comments(text).strip()
    if not plain:
        raise Refused(say("条件是空的"), where=where)
    nodes = list(_nodes(_parsed(plain, where), plain, where))
    named = [node["column_names"] for node in nodes if node["type"] == "COLUMN_REF"]
    for (name,) in named:
        if name not in columns:
            nearest = did_you_mean(name, columns)
            raise Refused(say("条件里没有列“{found}”。{nearest}", found=name, nearest=nearest), where=where)
    return Condition(plain, frozenset(name for (name,) in named))


def _without_comments(text: str) -> str:
    return _TEXT_OR_COMMENT.sub(lambda found: " " if found[1] else found[0], text)


def _parsed(text: str, where: str) -> Node:
    """The tree of the condition and of nothing else: no second statement, no clause behind it."""
    answer = calculator().syntax_tree(BEFORE + text)
    if answer["error"] and answer["error_type"] != "not implemented":
        raise Refused(say("条件“{found}”不完整或写错了", found=text), where=where)
    if answer["error"] or len(answer["statements"]) > 1:
        raise Refused(_not_allowed(text, ";"), where=where)
    select = answer["statements"][0]["node"]
    beside = {name for name, part in select.items() if part and name not in _ALWAYS_THERE}
    if beside or "where_clause" not in select or select["cte_map"]["map"]:
        raise Refused(_not_allowed(text), where=where)
    tree: Node = select["where_clause"]
    return tree


_ALWAYS_THERE = frozenset(
    {"type", "cte_map", "select_list", "from_table", "where_clause", "aggregate_handling"}
)


def _nodes(node: Node, text: str, where: str) -> Iterator[Node]:
    """Every node of the tree; Refused at the first that is not allowed."""
    is_truth = _is_truth(node)
    if not (node["type"] in ALLOWED or is_truth or _is_operator(node)) or _reaches_beyond(node):
        raise Refused(_not_allowed(_source(node, text), node.get("function_name", "")), where=where)
    yield node
    for child in [node["left"]["child"]] if is_truth else _parts(node):
        yield from _nodes(child, text, where)


def _parts(node: Node) -> Iterator[Node]:
    """The expressions directly under a node, wherever it keeps them."""
    for part in node.values():
        for each in part if isinstance(part, list) else [part]:
            if isinstance(each, dict):
                if "class" in each:
                    yield each
                else:
                    yield from _parts(each)


def _is_truth(node: Node) -> bool:
    """`is true`: a comparison with a boolean, of something cast to one."""
    if node["type"] not in TRUTH:
        return False
    is_cast = node["left"]["type"] == "OPERATOR_CAST"
    return is_cast and node["right"].get("literal", {}).get("kind") == "BOOLEAN"


def _is_operator(node: Node) -> bool:
    return node["type"] == "FUNCTION" and node["is_operator"] and node["function_name"] in OPERATORS


def _reaches_beyond(node: Node) -> bool:
    """A column of something else: `x.a`."""
    return node["type"] == "COLUMN_REF" and len(node["column_names"]) != 1


def _source(node: Node, text: str) -> str:
    """What the person wrote there; the parser counts in bytes."""
    start = node["query_location"] - len(BEFORE)
    found = text.encode()[start : start + node["query_location_length"]] if start < len(text) * 4 else b""
    return found.decode(errors="ignore") or text


def _not_allowed(found: str, name: str = "") -> str:
    return say(
        "条件里不能用“{found}”。{nearest}",
        found=found if len(found) <= 60 else found[:60] + "…",
        nearest=did_you_mean(f"{name}(…)" if name.isidentifier() else "", WORDS),
    )
