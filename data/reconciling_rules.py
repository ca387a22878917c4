"""`[[parts]]` and `[[stock]]` of an export: which columns must add up, and which continue last month's.

[[parts]]                          [[stock]]                     [[stock]]
whole = "handled"                  opening = "open_before"       opening = "open_before"
parts = ["closed", "open"]         closing = "open_after"        of      = "petitions"
less  = ["moved"]                                                until   = "closed_on"
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from data.cell_text import normalised
from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused

ADDED = ("count", "number", "money")
PARTS_KEYS: dict[str, type] = {"whole": str, "parts": list, "less": list}
STOCK_KEYS: dict[str, type] = {"opening": str, "closing": str, "of": str, "until": str}
USUAL = {
    "whole": re.compile(r"(承办|受理|交办)(总?[件数量]+)?"),
    "closed": re.compile(r"已?办结([件数量]+)?"),
    "open": re.compile(r"(正?在办|未办结)([件数量]+)?"),
    "overdue": re.compile(r"(超期|逾期)([件数量]+)?"),
}


@dataclass(frozen=True)
class PartsRule:
    """In every row the column `whole` is the sum of `parts`, less the sum of `less`."""

    whole: str
    parts: tuple[str, ...]
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class StockRule:
    """The column `opening` continues last month: its column `closing`, or the cases that stood open then.

    of: the export whose open cases are counted; until: its column that says when a case was closed.
    """

    opening: str
    closing: str = ""
    of: str = ""
    until: str = ""


def parts_rules(raw: Any, columns: Mapping[str, Any], where: str) -> tuple[PartsRule, ...]:
    """The declared rules; where none is, 承办 = 办结 + 在办 + 超期 if the export has these columns."""
    rules = []
    for number, given in enumerate(raw or (), start=1):
        place = f"{where}: [[parts]] {number}"
        _check_keys(given, PARTS_KEYS, ("whole", "parts"), place)
        rule = PartsRule(given["whole"], tuple(given["parts"]), tuple(given.get("less", ())))
        _check_columns((rule.whole, *rule.parts, *rule.less), columns, place)
        rules.append(rule)
    return tuple(rules) or _usual_parts(columns)


def stock_rules(raw: Any, columns: Mapping[str, Any], where: str) -> tuple[StockRule, ...]:
    """The declared rules."""
    rules = []
    for number, given in enumerate(raw or (), start=1):
        place = f"{where}: [[stock]] {number}"
        needed = ("opening", "closing") if "of" not in given else ("opening", "of", "until")
        _check_keys(given, STOCK_KEYS, needed, place)
        rule = StockRule(**given)
        _check_columns([each for each in (rule.opening, rule.closing) if each], columns, place)
        rules.append(rule)
    return tuple(rules)


def _check_keys(given: Any, allowed: Mapping[str, type], needed: Collection[str], where: str) -> None:
    for key, value in given.items():
        if key not in allowed:
            raise Refused(say("没有“{key}”这个键。", key=key) + did_you_mean(key, list(allowed)), where=where)
        if not isinstance(value, allowed[key]):
            raise Refused(say("“{key}”写得不对：{found}", key=key, found=value), where=where)
    for key in needed:
        if key not in given:
            raise Refused(say("缺少“{key}”", key=key), where=where)


def _check_columns(named: Collection[str], columns: Mapping[str, Any], where: str) -> None:
    numbers = [column_id for column_id, column in columns.items() if column.type in ADDED]
    for column_id in named:
        if column_id not in numbers:
            text = say("“{found}”不是这张表里的数字列。", found=column_id)
            raise Refused(text + did_you_mean(str(column_id), numbers), where=where)


def _usual_parts(columns: Mapping[str, Any]) -> tuple[PartsRule, ...]:
    """What statistics of cases have in common, told by the Chinese headings."""
    found: dict[str, str] = {}
    for column_id, column in columns.items():
        names = [normalised(name) for name in (column.names.get("zh", ""), *column.aliases)]
        for part, pattern in USUAL.items():
            if column.type == "count" and any(map(pattern.fullmatch, names)):
                found.setdefault(part, column_id)
    if found.keys() != USUAL.keys():
        return ()
    return (PartsRule(found["whole"], (found["closed"], found["open"], found["overdue"])),)
