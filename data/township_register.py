"""The townships of the county: who may report, and under which names they are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pyarrow as pa

from data.branches import shared_names
from data.cell_text import half_width, normalised
from data.likely_places import likely_places
from data.nearest import nearest_names
from data.place_names import PARK, PlaceName, inside_county, place_name

ALIAS_SEPARATORS = "、;；,，|/"
NOTED = re.compile(r"\([^()]*\)")
KIND_WORDS = {"town": "镇", "township": "乡", "subdistrict": "街道", "park": PARK}


@dataclass(frozen=True)
class Township:
    """One unit that reports: a town, township, subdistrict or park, or whatever else a county is made of."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None
    population: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    position: int = 0
    former_names: tuple[str, ...] = ()
    merged_into: str | None = None  # code of the township that it went into when it ended

    @property
    def names(self) -> tuple[str, ...]:
        """Name, aliases and former names."""
        return (self.name, *self.aliases, *self.former_names)

    @cached_property
    def place_names(self) -> tuple[PlaceName, ...]:
        """Its names without the words of an office; a kind that a name does not say is the township's."""
        kind = KIND_WORDS.get(self.kind or "", "")
        found = [place_name(name) for name in self.names]
        return tuple(PlaceName(each.stem, each.kind or kind) for each in found if each)

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
            # a name that goes on under a new code is the old one's: a row's date tells whether it moves on
            for township in (*self.ended_into_another, *self.townships):
                for name in names(township):
                    found.setdefault(normalised(name), township)
        return {name: found[name] for name in found.keys() - shared_names(self.townships)}

    @cached_property
    def by_number(self) -> dict[str, Township | None]:
        """Numeric codes and aliases without leading zeros → township; None where two share the number."""
        found: dict[str, Township | None] = {}
        for name, township in self.by_name.items():
            if name.isdecimal():
                number = name.lstrip("0")
                found[number] = township if found.get(number, township) is township else None
        return found

    @cached_property
    def by_former_name(self) -> dict[str, Township | None]:
        """Normalised former name → township; None where two have had it."""
        found: dict[str, Township | None] = {}
        for township in self.townships:
            for name in map(normalised, township.former_names):
                found[name] = township if found.get(name, township) is township else None
        return found

    @cached_property
    def by_stem(self) -> dict[str, list[Township]]:
        """Stem of a name → the townships that have it."""
        found: dict[str, list[Township]] = {}
        for township in self.townships:
            for stem in dict.fromkeys(each.stem for each in township.place_names):
                found.setdefault(stem, []).append(township)
        return found

    def find(self, text: str) -> Township | None:
        """The township that `text` names, and no other: by code, name, alias or former name as they stand; by
        a code that lost its zeros ("3.0" and "03" are 3 if no other code is); else by what an office adds or
        leaves out (望江镇人民政府, 平安县望江镇, 望江), where one township alone answers to it.
        """
        return self._as_it_stands(text) or self._by_number(text) or self._as_offices_write(text)

    def _as_it_stands(self, text: str) -> Township | None:
        name = normalised(text)
        return self.by_name.get(name) or self.by_former_name.get(name)

    def _by_number(self, text: str) -> Township | None:
        number = normalised(text).removesuffix(".0")
        return self.by_number.get(number.lstrip("0")) if number.isdecimal() else None

    def _as_offices_write(self, text: str) -> Township | None:
        found = self.answering_to(text)
        for county in self.counties if not found else ():
            inside = inside_county(text, county)
            exact = self._as_it_stands(inside) if inside else None
            those = [exact] if exact else self.answering_to(inside)
            found += [each for each in those if each.county == county]
        first = next((each for each in found if self._is_followed_by(each, found)), None)
        return found[0] if len(found) == 1 else first

    def _is_followed_by(self, township: Township, others: list[Township]) -> bool:
        """True where all others took the township's place one after the other, none beside it."""
        end, line = township.valid_to, self.line_of(township.code)
        return all(
            other is township
            or (
                other.code in line
                and (other.name == township.name or bool(end and other.valid_from and other.valid_from > end))
            )
            for other in others
        )

    def answering_to(self, text: str) -> list[Township]:
        """The townships that a name may mean once the words of an office are left out."""
        asked = place_name(text)
        if asked is None:
            return []
        those = self.by_stem.get(asked.stem, [])
        return [each for each in those if any(asked.is_same_as(name) for name in each.place_names)]

    @cached_property
    def counties(self) -> list[str]:
        """The counties that the register names, each once."""
        return list(dict.fromkeys(each.county for each in self.townships if each.county))

    def likely(self, text: str) -> list[Township]:
        """The townships that a mistyped name may well mean; one alone may be offered, none is ever taken."""
        inside = next(filter(None, (inside_county(text, county) for county in self.counties)), text)
        return likely_places(inside, self.townships)

    def nearest(self, text: str) -> list[str]:
        """The three likest names, for a message."""
        likely = [township.name for township in self.likely(text)]
        others = nearest_names(text, [township.name for township in self.townships])
        return list(dict.fromkeys([*likely, *others]))[:3]

    @cached_property
    def by_code(self) -> dict[str, Township]:
        return {township.code: township for township in self.townships}

    def in_force(self, code: str, month: date) -> str:
        """The code that a township counts under in a month: its own, or after its end its successor's."""
        seen = {code}
        while (township := self.by_code.get(code)) and _has_ended(township, month):
            successor = township.merged_into
            if successor is None or successor not in self.by_code or successor in seen:
                break
            code = successor
            seen.add(code)
        return code

    @cached_property
    def ended_into_another(self) -> tuple[Township, ...]:
        """The townships that went into others."""
        return tuple(each for each in self.townships if each.merged_into and each.valid_to)

    def same_place(self, code: str, other: str) -> bool:
        """True where one of the two is the other, or what became of it."""
        return other in self.line_of(code) or code in self.line_of(other)

    def line_of(self, code: str) -> list[str]:
        """The code and those of all that it went into, one after the other."""
        line = [code]
        while (township := self.by_code.get(line[-1])) and township.merged_into and township.valid_to:
            if township.merged_into not in self.by_code or township.merged_into in line:
                break
            line.append(township.merged_into)
        return line

    def valid_in(self, month: date) -> list[Township]:
        """The townships that existed in a month, in register order."""
        return [township for township in self.townships if township.is_valid_in(month)]


def split_aliases(text: str | None) -> tuple[str, ...]:
    """The cell 别名: names separated by 、 ; , | or /."""
    for separator in ALIAS_SEPARATORS[1:]:
        text = (text or "").replace(separator, ALIAS_SEPARATORS[0])
    return tuple(part.strip() for part in (text or "").split(ALIAS_SEPARATORS[0]) if part.strip())


def split_former_names(text: str | None) -> tuple[str, ...]:
    """The cell 曾用名; what is noted in brackets, such as until when, is left out: 河口公社（至1984年）."""
    return split_aliases(NOTED.sub("", half_width(text or "")))


def register_from_rows(rows: pa.Table | Iterable[dict]) -> Register:
    """The register from accepted rows of the `townships` export, in the order given."""
    records = rows.to_pylist() if isinstance(rows, pa.Table) else list(rows)
    named = Register(tuple(_township(record, position) for position, record in enumerate(records, start=1)))
    if not any(township.merged_into for township in named.townships):
        return named
    return Register(tuple(_with_code_of_successor(township, named) for township in named.townships))


def _with_code_of_successor(township: Township, named: Register) -> Township:
    successor = named.find(township.merged_into) if township.merged_into else None
    return replace(township, merged_into=successor.code if successor else None)


def _has_ended(township: Township, month: date) -> bool:
    return township.valid_to is not None and township.valid_to < month


def _township(record: dict, position: int) -> Township:
    return Township(
        code=record["code"],
        name=record["name"],
        aliases=split_aliases(record.get("aliases")),
        kind=record.get("kind"),
        county=record.get("county"),
        city=record.get("city"),
        province=record.get("province"),
        population=record.get("population"),
        valid_from=record.get("valid_from"),
        valid_to=record.get("valid_to"),
        position=position,
        former_names=(*split_former_names(record.get("former_names")), *record.get("earlier_names", ())),
        merged_into=(record.get("merged_into") or "").strip() or None,
    )
