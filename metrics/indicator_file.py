"""Reads one indicator's TOML, or refuses it naming file, key, what was found and the nearest valid word."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.clean_table import CleanTable
from data.condition import parse_condition
from data.language import say
from metrics.indicator_definition import (
    BELOW_COUNTY,
    DECIMALS,
    GOOD,
    LIMITS,
    UNITS,
    Counted,
    Example,
    Indicator,
    default_limits,
    domains,
)
from metrics.toml_keys import TomlKeys

TOP_KEYS = (
    *("name", "why", "domain", "unit", "good", "source", "reviewed", "numerator", "denominator", "example"),
    *("stock", "decimals", "truncate", "limits", "provisional_days", "breakdown", "position"),
)
COUNTED_KEYS = ("table", "by", "where", "sum", "stock")
EXAMPLE_KEYS = ("row", "counts", "table")
NEEDS_DENOMINATOR = ("percent", "per_10k", "per_100k", "days")
LAST = 1_000_000  # position of a file that names none


class IndicatorFile(TomlKeys):
    """One file while it is read; `tables` are the clean tables that it may count."""

    def __init__(
        self, path: Path, label: str, tables: Mapping[str, CleanTable], is_proven: bool = False
    ) -> None:
        super().__init__(path, label)
        self.tables = tables
        self.is_proven = is_proven

    def indicator(self, is_own: bool = False) -> Indicator:
        """The indicator; Refused at the first thing that is wrong."""
        keys = with_keys_of_their_own(self.toml())
        self.check_keys("", keys, TOP_KEYS, required=("name", "domain", "unit", "good", "numerator"))
        found = Indicator(
            id=self.path.stem,
            is_own=is_own,
            file=self.label,
            **self.words(keys),
            **self.rules(keys),
            **self.sums(keys),
        )
        self.check_whole(found)
        return replace(found, examples=self.examples(found, keys.get("example", [])))

    def words(self, keys: Mapping[str, Any]) -> dict[str, Any]:
        """What people read of it, and where it stands."""
        return {
            "names": self.texts("name", keys["name"]),
            "why": self.texts("why", keys.get("why", {}), required=()),
            "domain": self.choice("domain", keys["domain"], domains()),
            "source": self.text("source", keys.get("source", "")),
            "reviewed": self.day("reviewed", keys.get("reviewed")),
            "position": self.whole_number("position", keys.get("position", LAST), LAST),
        }

    def rules(self, keys: Mapping[str, Any]) -> dict[str, Any]:
        """How its value is to be taken."""
        unit = self.choice("unit", keys["unit"], UNITS)
        stock = self.is_stock(keys)
        return {
            "unit": unit,
            "good": self.choice("good", keys["good"], GOOD),
            "stock": stock,
            "decimals": self.whole_number("decimals", keys.get("decimals", DECIMALS[unit]), 6),
            "truncate": self.flag("truncate", keys.get("truncate", False)),
            "limits": self.choice("limits", keys.get("limits", default_limits(unit, stock)), LIMITS),
            "provisional_days": self.days("provisional_days", keys.get("provisional_days")),
            **self.breakdown(keys.get("breakdown", {})),
        }

    def is_stock(self, keys: Mapping[str, Any]) -> bool:
        """`stock = true` is of the whole indicator, wherever its author wrote it."""
        places = (keys, keys["numerator"], keys.get("denominator"))
        said = [place["stock"] for place in places if isinstance(place, dict) and "stock" in place]
        return any(self.flag("stock", each) for each in said)

    def breakdown(self, found: object) -> dict[str, Any]:
        """Whether it is kept by item, and in which months a township's items are shown."""
        section = self.section("breakdown", found)
        self.check_keys("breakdown", section, ("none", "below_county"))
        grain = section.get("below_county", BELOW_COUNTY[0])
        return {
            "breakdown": not self.flag("breakdown.none", section.get("none", False)),
            "below_county": self.choice("breakdown.below_county", grain, BELOW_COUNTY),
        }

    def sums(self, keys: Mapping[str, Any]) -> dict[str, Any]:
        """Its numerator, minus and denominator."""
        numerator = self.section("numerator", keys["numerator"])
        return {
            "numerator": self.counted("numerator", numerator, (*COUNTED_KEYS, "minus")),
            "minus": self.optional_counted("numerator.minus", numerator.get("minus")),
            "denominator": self.optional_counted("denominator", keys.get("denominator")),
        }

    def optional_counted(self, name: str, found: object) -> Counted | None:
        return None if found is None else self.counted(name, self.section(name, found), COUNTED_KEYS)

    def counted(self, name: str, section: Mapping[str, Any], known: Collection[str]) -> Counted:
        """One side of it, its names checked against the clean table."""
        self.check_keys(name, section, known, required=("table", "by"))
        table = self.tables[self.choice(f"[{name}] table", section["table"], self.tables)]
        where = self.text(f"[{name}] where", section.get("where", "")).strip()
        return Counted(
            table=table.name,
            by=self.choice(f"[{name}] by", section["by"], table.dates),
            where=self.condition(name, where, table) if where else "",
            sum=self.choice(f"[{name}] sum", section["sum"], table.numbers) if "sum" in section else "",
        )

    def condition(self, name: str, where: str, table: CleanTable) -> str:
        """The condition, checked; what our tests have proven is not parsed again at every start."""
        if self.is_proven:
            return " ".join(where.split())
        return parse_condition(where, table.columns, f"{self.label}: [{name}] where").text

    def check_whole(self, found: Indicator) -> None:
        if (found.denominator is not None) != (found.unit in NEEDS_DENOMINATOR):
            needed = found.unit in NEEDS_DENOMINATOR
            need = say("要有 [denominator]") if needed else say("不能有 [denominator]")
            self.refuse(say("unit = {unit!r} 的指标{need}。", unit=found.unit, need=need))
        if found.unit in ("days", "yuan") and not found.numerator.sum:
            self.refuse(say("unit = {unit!r} 的指标要有 [numerator] sum。", unit=found.unit))
        if found.minus is not None and not found.stock:
            self.refuse(say("[numerator.minus] 只用于存量：请写 stock = true。"))

    def examples(self, found: Indicator, listed: object) -> tuple[Example, ...]:
        if not isinstance(listed, list):
            self.wrong("example", "[[example]]", listed)
        return tuple(self.example(found, self.section("example", each)) for each in listed)

    def example(self, found: Indicator, section: Mapping[str, Any]) -> Example:
        self.check_keys("example", section, EXAMPLE_KEYS, required=("row", "counts"))
        table = self.choice("[example] table", section.get("table", found.numerator.table), self.tables)
        row, counts = (
            self.section("example.row", section["row"]),
            self.section("example.counts", section["counts"]),
        )
        self.check_keys("example.row", row, list(self.tables[table].columns))
        self.check_keys(
            "example.counts", counts, [r for r, part in found.parts.items() if part.table == table]
        )
        if not counts:
            self.refuse(say("[example.counts] 是空的。"))
        return Example(table, row, counts)


def with_keys_of_their_own(toml: Mapping[str, Any]) -> dict[str, Any]:
    """The file's keys, with those lifted out that were written below [name] or [why].

    TOML reads `unit = …` after a `[why]` as part of it; who writes the file means the file.
    """
    keys = dict(toml)
    for section in ("name", "why"):
        texts = keys.get(section)
        if isinstance(texts, dict):
            strays = {key: value for key, value in texts.items() if key in TOP_KEYS and key not in keys}
            keys[section] = {key: value for key, value in texts.items() if key not in strays}
            keys |= strays
    return keys
