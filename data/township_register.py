"""The townships of the county: who may report, and under which names they are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyarrow as pa

from data.cell_text import normalised
from data.nearest import nearest_names

ALIAS_SEPARATORS = "、;；,，|/"


@dataclass(frozen=True)
class Township:
    """One unit that reports: a town, township, subdistrict or park, or whatever else a county is made of."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    county: str | None = None
    population: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    position: int = 0

    def is_valid_in(self, month: date) -> bool:
        """True if the township existed on any day of the month (given by its first day)."""
        begun = self.valid_from is None or self.valid_from.replace(day=1) <= month
        return begun and (self.valid_to is None or month <= self.valid_to)


@dataclass(frozen=True)
class Register:
    """All townships, in register order."""

    townships: tuple[Township, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Township]:
        """Normalised code, name or alias → township; a code wins over a name, a name over an alias."""
        found: dict[str, Township] = {}
        for names in (lambda t: (t.code,), lambda t: (t.name,), lambda t: t.aliases):
            for township in self.townships:
                for name in names(township):
                    found.setdefault(normalised(name), township)
        return found

    @cached_property
    def by_number(self) -> dict[str, Township | None]:
        """Numeric codes and aliases without leading zeros → township; None where two share the number."""
        found: dict[str, Township | None] = {}
        for name, township in self.by_name.items():
            if name.isdecimal():
                number = name.lstrip("0")
                found[number] = township if found.get(number, township) is township else None
        return found

    def find(self, text: str) -> Township | None:
        """The township whose code, name or alias `text` is; "3.0" and "03" are 3 if no other code is."""
        name = normalised(text)
        exact = self.by_name.get(name)
        if exact is not None:
            return exact
        number = name.removesuffix(".0")
        return self.by_number.get(number.lstrip("0")) if number.isdecimal() else None

    def nearest(self, text: str) -> list[str]:
        """The three likest names, for a message."""
        return nearest_names(text, [township.name for township in self.townships])

    def valid_in(self, month: date) -> list[Township]:
        """The townships that existed in a month, in register order."""
        return [township for township in self.townships if township.is_valid_in(month)]


def split_aliases(text: str | None) -> tuple[str, ...]:
    """The cell 别名: names separated by 、 ; , | or /."""
    for separator in ALIAS_SEPARATORS[1:]:
        text = (text or "").replace(separator, ALIAS_SEPARATORS[0])
    return tuple(part.strip() for part in (text or "").split(ALIAS_SEPARATORS[0]) if part.strip())


def register_from_rows(rows: pa.Table | Iterable[dict]) -> Register:
    """The register from accepted rows of the `townships` export, in the order given."""
    records = rows.to_pylist() if isinstance(rows, pa.Table) else list(rows)
    return Register(tuple(_township(record, position) for position, record in enumerate(records, start=1)))


def _township(record: dict, position: int) -> Township:
    return Township(
        code=record["code"],
        name=record["name"],
        aliases=split_aliases(record.get("aliases")),
        kind=record.get("kind"),
        county=record.get("county"),
        population=record.get("population"),
        valid_from=record.get("valid_from"),
        valid_to=record.get("valid_to"),
        position=position,
    )
