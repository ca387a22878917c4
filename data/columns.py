"""The texts of one column → one Arrow array. Every distinct text is read once, however often it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data import cells
from data.cell_text import Wrong, is_blank, normalised
from data.day_text import DateHints, date_hints, read_date, read_month
from data.export_parts import Column, Export
from data.findings import CheckContext
from data.grid import ERROR_TEXT, UNCOMPUTED
from data.text_column import TextColumn
from data.township_register import Township

UNLISTED = "未归类"
# what a spreadsheet leaves in a cell that it could not compute
FAILED = {UNCOMPUTED: Wrong("formula_without_value")} | dict.fromkeys(
    (ERROR_TEXT, "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"), Wrong("cell_error")
)
FIRST_DAY = date(2000, 1, 1)
ARROW_TYPES: dict[str, pa.DataType] = {
    **{"date": pa.date32(), "month": pa.date32(), "count": pa.int64(), "year": pa.int32()},
    **{"money": pa.decimal128(18, 2), "number": pa.float64(), "boolean": pa.bool_()},
}
READERS: dict[str, Callable[[str], Any]] = {
    **{"count": cells.read_count, "money": cells.read_money, "number": cells.read_number},
    **{"boolean": cells.read_boolean, "id": cells.read_id, "year": cells.read_year},
}


@dataclass(frozen=True)
class Odd:
    """What a cell is read as although something is odd about it: the id of the rule that says what."""

    kept: str
    rule: str


@dataclass(frozen=True)
class ReadColumn:
    """`values`: one per row, null where blank or wrong.

    texts: the different ones; codes: the place of each row's text among them (int32); wrong, odd: place of a
    text → rule.
    """

    values: pa.Array
    texts: Sequence[str]
    codes: pa.Array
    wrong: Mapping[int, str]
    odd: Mapping[int, str]
    hints: DateHints


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type that a column's values are kept in."""
    return ARROW_TYPES.get(column.type, pa.string())


def read_column(
    texts: TextColumn, column: Column, export: Export, context: CheckContext, workbook: bool | None
) -> ReadColumn:
    """Read a column; every distinct text is read once. workbook: the texts come from a spreadsheet."""
    distinct, codes = texts.distinct()
    hints = DateHints()
    if column.type in ("date", "month"):
        hints = date_hints((text for text in distinct if not is_blank(text)), workbook)
    reader = cell_reader(column, export, context, hints)
    asked = _unplain_ids(distinct) if column.type == "id" else range(len(distinct))
    answers = {code: reader(distinct[code]) for code in asked}
    kept: list[Any] = list(distinct)
    for code, answer in answers.items():
        kept[code] = _kept(answer)
    values = pa.array(kept, arrow_type(column)).take(codes)
    wrong = {code: answer.rule for code, answer in answers.items() if isinstance(answer, Wrong)}
    odd = {code: answer.rule for code, answer in answers.items() if isinstance(answer, Odd)}
    return ReadColumn(values, distinct, codes, wrong, odd, hints)


def _unplain_ids(texts: Sequence[str]) -> Sequence[int]:
    """The places of the texts that must be looked at one by one to be read as ids."""
    is_plain = pc.match_substring_regex(pa.array(texts, pa.string()), cells.PLAIN_ID)
    places: list[int] = pc.indices_nonzero(pc.invert(is_plain)).to_pylist()
    return places


def _kept(answer: Any) -> Any:
    if isinstance(answer, Odd):
        return answer.kept
    return None if isinstance(answer, Wrong) else answer


def cell_reader(
    column: Column, export: Export, context: CheckContext, hints: DateHints
) -> Callable[[str], Any]:
    """Text → value, None where blank, `Wrong` or `Odd`; for the cells of one column."""
    read = _reader(column, export, context, hints)
    # words come before blanks: 无 is "no" where a column asks yes or no
    words_first = column.type in ("word", "boolean")

    def reader(text: str) -> Any:
        if text in FAILED:
            return FAILED[text]
        if words_first and text and not isinstance(answer := read(text), Wrong):
            return _needed(column, context) if answer is None and column.required else answer
        return _needed(column, context) if is_blank(text) else read(text)

    return reader


def _needed(column: Column, context: CheckContext) -> Any:
    """What a blank cell stands for."""
    if column.type == "township":
        unit = context.register.find(column.blank) if column.blank else None
        return unit.code if unit else Wrong("unknown_township")
    if column.type == "boolean":
        return False
    if not column.required:
        return None
    return Wrong("missing_id" if column.type == "id" else "missing_value")


def _reader(column: Column, export: Export, context: CheckContext, hints: DateHints) -> Callable[[str], Any]:
    if column.type in ("date", "month"):
        return partial(_read_day, column=column, hints=hints)
    if column.type == "township":
        return partial(_read_township, context=context)
    if column.type == "word":
        return partial(_read_word, words=_words(column))
    if column.type == "boolean" and column.words:
        return partial(_read_yes_or_no, words=_words(column))
    if column.type == "indicator":
        return partial(_read_indicator, context=context)
    if column.type == "text":
        return _text_reader(column, export, context)
    return READERS[column.type]


def _read_day(text: str, column: Column, hints: DateHints) -> date | Wrong:
    read = read_month if column.type == "month" else read_date
    day = read(text, hints)
    if isinstance(day, date) and day < FIRST_DAY and column.role != "validity":
        return Wrong("before_2000")
    return day


def _read_township(text: str, context: CheckContext) -> str | Wrong | Odd:
    township = context.register.find(text)
    if township is None:
        return Wrong(
            "id_lost_digits" if cells.LOST_DIGITS.fullmatch(normalised(text)) else "unknown_township"
        )
    return Odd(township.code, "lost_zeros") if _lost_zeros(text, township) else township.code


def _lost_zeros(text: str, township: Township) -> bool:
    """True where only a name with more zeros before it is the township's: 3 that stood for 003."""
    number = normalised(text).removesuffix(".0")
    names = [normalised(name) for name in (township.code, township.name, *township.aliases)]
    if number in names or not number.isdecimal():
        return False
    return any(len(name) > len(number) for name in names if name.isdecimal() and int(name) == int(number))


def _words(column: Column) -> dict[str, str]:
    """Normalised word → our value; our values are words too."""
    words = {normalised(word): value for value, many in column.words.items() for word in many}
    return words | {normalised(value): value for value in column.words if value}


def _read_word(text: str, words: dict[str, str]) -> str | Wrong | None:
    value = words.get(normalised(text))
    return Wrong("unknown_word") if value is None else value or None


def _read_yes_or_no(text: str, words: dict[str, str]) -> bool | Wrong:
    """A profile's own word for yes, no or blank (which is no), else the usual ones."""
    value = words.get(normalised(text))
    return cells.read_boolean(text) if value is None else value == "true"


def _read_indicator(text: str, context: CheckContext) -> str | Wrong:
    names = {normalised(name): indicator for name, indicator in context.indicators.items()}
    indicator = names.get(normalised(text))
    if indicator is None:
        return Wrong("unknown_indicator")
    return Wrong("neutral_indicator") if indicator in context.neutral_indicators else indicator


def _text_reader(column: Column, export: Export, context: CheckContext) -> Callable[[str], Any]:
    if not column.values and not column.list_name:
        return lambda text: " ".join(text.split())
    values = column.values or context.lists.get(column.list_name, ())
    listed = {normalised(value): value for value in values} | {normalised(UNLISTED): UNLISTED}
    # a key keeps its own word, else two unlisted items of one township and month would be one
    keeps_own = column.id in export.key

    def read(text: str) -> Any:
        own = " ".join(text.split())
        return listed.get(normalised(text)) or Odd(own if keeps_own else UNLISTED, "unlisted_value")

    return read
