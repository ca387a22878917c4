"""What an indicator counts, said in words: 初重件为“重复”, not `visit_kind = 'repeat'`.

Column names and words come from the export files and from `column_words.toml`; what neither names, and what
is too involved to be said (case, arithmetic), stays as it is written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from data.export_parts import Column, Export
from data.language import language, pick, say
from metrics.indicator_definition import Counted

WORDS_FILE = Path(__file__).with_name("column_words.toml")


@dataclass(frozen=True)
class Speaker:
    """Says conditions over one clean table, from the exports that feed it."""

    table: str
    exports: Mapping[str, Export]

    @property
    def table_name(self) -> str:
        feeding = self.exports.get(self.table) or next(
            (each for each in self.exports.values() if each.table == self.table), None
        )
        return feeding.name if feeding else pick(_words()["tables"].get(self.table, {})) or self.table

    def column(self, name: str) -> str:
        """What a column is called; its id where it has no name."""
        declared = self._declared(name)
        if declared is None:
            return pick(_words()["columns"].get(name, {})) or name
        # 是否积案 is a heading; as a condition it reads 积案
        return declared.name.removeprefix("是否") if declared.type == "boolean" else declared.name

    def value(self, column: str, text: str) -> str:
        """What staff write for a value of a closed list, else the value."""
        declared = self._declared(column)
        words = declared.words.get(text, ()) if declared else ()
        return words[0] if words and language() == "zh" else text

    def condition(self, text: str) -> str:
        """A condition, already checked, in words; "" for "every row"."""
        return self._say(sqlglot.parse_one(text, read="duckdb")) if text.strip() else ""

    def _declared(self, name: str) -> Column | None:
        feeding = [each for each in self.exports.values() if self.table in (each.id, each.table)]
        return next((each.columns[name] for each in feeding if name in each.columns), None)

    def _say(self, node: Any) -> str:
        sayer = _SAYERS.get(type(node))
        return sayer(self, node) if sayer else node.sql("duckdb")

    def _literal(self, node: Any, column: Any) -> str:
        if not isinstance(node, exp.Literal) or not node.is_string:
            return self._say(node)
        name = column.name if isinstance(column, exp.Column) else ""
        return say("“{word}”", word=self.value(name, node.name))

    def _compared(self, node: Any, text: str) -> str:
        return say(text, left=self._say(node.this), right=self._literal(node.expression, node.this))


def counted_in_words(part: Counted, exports: Mapping[str, Export]) -> str:
    """One sentence: which rows of which table, counted or summed, and the date that puts a row in a month."""
    speaker = Speaker(part.table, exports)
    which = speaker.condition(part.where)
    what = say("{column}之和", column=speaker.column(part.sum)) if part.sum else say("件数")
    counted = say("{table}中{which}的{what}", table=speaker.table_name, which=which, what=what)
    if not which:
        counted = say("{table}的{what}", table=speaker.table_name, what=what)
    if part.by == "month":
        return say("{counted}，逐月", counted=counted)
    return say("{counted}，按{by}计入月份", counted=counted, by=speaker.column(part.by))


def _in(speaker: Speaker, node: Any) -> str:
    words = [speaker._literal(each, node.this) for each in node.expressions]
    listed = (
        say("{first}或{last}", first=say("、").join(words[:-1]), last=words[-1]) if words[1:] else words[0]
    )
    return say("{left}为{right}", left=speaker._say(node.this), right=listed)


def _is(speaker: Speaker, node: Any) -> str:
    if isinstance(node.expression, exp.Null):
        return say("{left}未填", left=speaker._say(node.this))
    return speaker._compared(node, "{left}为{right}")


def _not(speaker: Speaker, node: Any) -> str:
    inner = node.this
    if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null):
        return say("{left}已填", left=speaker._say(inner.this))
    return say("不属于“{inner}”", inner=speaker._say(inner))


def _between(speaker: Speaker, node: Any) -> str:
    low, high = speaker._say(node.args["low"]), speaker._say(node.args["high"])
    return say("{left}在{low}与{high}之间", left=speaker._say(node.this), low=low, high=high)


def _comparison(text: str) -> Callable[[Speaker, Any], str]:
    return lambda speaker, node: speaker._compared(node, text)


def _bound(of_dates: str, of_numbers: str) -> Callable[[Speaker, Any], str]:
    def sayer(speaker: Speaker, node: Any) -> str:
        is_date = any(column.name.endswith("_on") for column in node.find_all(exp.Column))
        return speaker._compared(node, of_dates if is_date else of_numbers)

    return sayer


_SAYERS: dict[type, Callable[[Speaker, Any], str]] = {
    exp.And: lambda s, node: say("{left}，且{right}", left=s._say(node.left), right=s._say(node.right)),
    exp.Or: lambda s, node: say("{left}，或{right}", left=s._say(node.left), right=s._say(node.right)),
    exp.Paren: lambda s, node: say("（{inner}）", inner=s._say(node.this)),
    exp.Not: _not,
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.EQ: _comparison("{left}为{right}"),
    exp.NEQ: _comparison("{left}不是{right}"),
    exp.LT: _bound("{left}早于{right}", "{left}小于{right}"),
    exp.LTE: _bound("{left}不晚于{right}", "{left}不大于{right}"),
    exp.GT: _bound("{left}晚于{right}", "{left}大于{right}"),
    exp.GTE: _bound("{left}不早于{right}", "{left}不小于{right}"),
    exp.Column: lambda s, node: s.column(node.name),
}


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
