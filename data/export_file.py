"""One TOML file → one `Export`, or a refusal naming file, key, what was found and the nearest valid word."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from data.condition import parse_condition
from data.export_parts import PERIODS, ROLES, TYPES, Column, Export, RowRule
from data.language import say
from data.nearest import did_you_mean
from data.reconciling_rules import parts_rules, stock_rules
from data.refusal import Refused
from data.settings import Settings

TOP_KEYS = {
    **{"every": str, "table": str, "key": list, "opening": str, "covers": str, "months": str, "wins": str},
    **{
        "expected": bool,
        "position": int,
        "like": str,
        "name": dict,
        "constants": dict,
        "terms": dict,
        "columns": dict,
    },
    **{"refuse": list, "warn": list, "parts": list, "stock": list},
}
COLUMN_KEYS = {
    **{"zh": str, "en": str, "aliases": list, "type": str, "required": bool, "role": str, "words": dict},
    **{"list": str, "values": list, "blank": str, "refers": str, "missing_days": str, "most_days": str},
    **{"about": dict, "example": str},
}
PLAIN_TOP_KEYS = ("opening", "covers", "months", "wins", "expected", "position", "like")
RULE_KEYS = {"id": str, "column": str, "when": str, "expected": dict}
COLUMN_ID = re.compile(r"[^\W\d]\w*")
BOOLEAN_VALUES = ("true", "false", "")
TAKEN = ("row", "upload", "reported_month")  # columns that the store adds
KINDS = {str: "文字", list: "列表", dict: "表", bool: "true 或 false", int: "整数"}


def export_from(raw: Mapping[str, Any], export_id: str, where: str) -> Export:
    """The export that `raw` (with what it inherits already merged in) describes. Raises Refused."""
    check_keys(raw, TOP_KEYS, where)
    columns = {id_: _column(id_, c, f"{where}: [columns.{id_}]") for id_, c in raw.get("columns", {}).items()}
    if not columns:
        raise Refused(say("没有 [columns]，至少要有一列"), where=where)
    terms = {name: str(text) for name, text in raw.get("terms", {}).items()}
    export = Export(
        id=export_id,
        names=_texts(raw.get("name"), f"{where}: [name]"),
        table=raw.get("table", export_id),
        key=tuple(raw.get("key", ())),
        columns=columns,
        constants={id_: str(value) for id_, value in raw.get("constants", {}).items()},
        refuse=_rules(raw, "refuse", terms, columns, where),
        warn=_rules(raw, "warn", terms, columns, where),
        parts=parts_rules(raw.get("parts"), columns, where),
        stock=stock_rules(raw.get("stock"), columns, where),
        every=raw.get("every", "month"),
        **{key: raw[key] for key in PLAIN_TOP_KEYS if key in raw},
    )
    _check_whole(export, where)
    return export


def check_keys(raw: Mapping[str, Any], allowed: Mapping[str, type], where: str) -> None:
    """Every key is known and holds what it should; else Refused."""
    for key, value in raw.items():
        if key not in allowed:
            raise Refused(say("没有“{key}”这个键。", key=key) + did_you_mean(key, list(allowed)), where=where)
        if not isinstance(value, allowed[key]):
            wanted = say(KINDS[allowed[key]])
            raise Refused(
                say("“{key}”应为{wanted}，实际是 {found}", key=key, wanted=wanted, found=value), where=where
            )


def check_word(word: str, allowed: Collection[str], key: str, where: str) -> None:
    """`word` is one of `allowed`; else Refused with the nearest."""
    if word not in allowed:
        message = say("“{key}”不能是“{found}”。", key=key, found=word)
        raise Refused(message + did_you_mean(word, [w for w in allowed if w]), where=where)


def _column(column_id: str, raw: Any, where: str) -> Column:
    if not COLUMN_ID.fullmatch(column_id) or column_id in TAKEN:
        raise Refused(say("“{found}”不能作列的标识", found=column_id), where=where)
    if not isinstance(raw, dict):
        raise Refused(
            say("“{key}”应为{wanted}，实际是 {found}", key=column_id, wanted=say("表"), found=raw),
            where=where,
        )
    check_keys(raw, COLUMN_KEYS, where)
    check_keys(raw.get("words", {}), dict.fromkeys(raw.get("words", ()), list), f"{where}: words")
    check_word(raw.get("type", ""), TYPES, "type", where)
    column = Column(
        id=column_id,
        names={key: raw[key] for key in ("zh", "en") if key in raw},
        type=raw["type"],
        aliases=tuple(map(str, raw.get("aliases", ()))),
        words={value: tuple(map(str, words)) for value, words in raw.get("words", {}).items()},
        list_name=raw.get("list", ""),
        values=tuple(map(str, raw.get("values", ()))),
        **{key: raw[key] for key in (*PLAIN_KEYS, "about") if key in raw},
    )
    _check_column(column, where)
    return column


PLAIN_KEYS = ("required", "role", "blank", "refers", "missing_days", "most_days", "example")


def _check_column(column: Column, where: str) -> None:
    check_word(column.role, ROLES, "role", where)
    for key, needed in (("words", ("word", "boolean")), ("blank", ("township",))):
        if getattr(column, key) and column.type not in needed:
            raise Refused(say('“{key}”只用于 type = "{type}" 的列', key=key, type=needed[0]), where=where)
    if column.type == "boolean":
        for value in column.words:
            check_word(value, BOOLEAN_VALUES, "words", where)
    if column.type == "word" and not column.words:
        raise Refused(say('type = "word" 的列要有 words'), where=where)
    if column.type == "township" and column.id != "township":
        raise Refused(say('type = "township" 的列，标识应为 township'), where=where)
    for key in ("missing_days", "most_days"):
        if getattr(column, key):
            check_word(getattr(column, key), [f.name for f in fields(Settings)], key, where)


def _texts(raw: Any, where: str) -> Mapping[str, str]:
    if not isinstance(raw, dict) or not raw.get("zh"):
        raise Refused(say("缺少 zh（中文名）"), where=where)
    check_keys(raw, {"zh": str, "en": str}, where)
    return raw


def _rules(
    raw: Mapping[str, Any], kind: str, terms: Mapping[str, str], columns: Mapping[str, Column], where: str
) -> tuple[RowRule, ...]:
    rules = []
    for number, rule in enumerate(raw.get(kind, ()), start=1):
        place = f"{where}: [[{kind}]] {number}"
        check_keys(rule, RULE_KEYS, place)
        for key in ("id", "column", "when"):
            if key not in rule:
                raise Refused(say("缺少“{key}”", key=key), where=place)
        check_word(rule["column"], list(columns), "column", place)
        when = re.sub(
            r"\w+", lambda word: f"({terms[word[0]]})" if word[0] in terms else word[0], rule["when"]
        )
        condition = parse_condition(when, list(columns), f"{place}: when")
        rules.append(
            RowRule(rule["id"], rule["column"], condition.text, condition.columns, rule.get("expected", {}))
        )
    return tuple(rules)


def _check_whole(export: Export, where: str) -> None:
    check_word(export.every, PERIODS, "every", where)
    check_word(export.covers, ("present", "all"), "covers", where)
    check_word(export.months, ("reported", "in_file"), "months", where)
    days = [c.id for c in export.columns.values() if c.type in ("date", "month")]
    check_word(export.opening, ["", *days], "opening", where)
    check_word(export.wins, ["last", "first", *days], "wins", where)
    if not export.key:
        raise Refused(say("缺少“{key}”", key="key"), where=where)
    for column_id in export.key:
        check_word(column_id, list(export.columns), "key", where)
    for column_id, text in export.constants.items():
        check_word(column_id, list(export.columns), "[constants]", where)
        words = export.columns[column_id].words
        if words and export.columns[column_id].type == "word":
            choices = [*words, *(word for each in words.values() for word in each)]
            check_word(text, choices, f"constants.{column_id}", where)
    for column in export.columns.values():
        if column.refers:
            check_word(column.refers, list(export.columns), "refers", f"{where}: [columns.{column.id}]")
