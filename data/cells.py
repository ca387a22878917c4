"""The text of one cell → a year, count, amount, yes or no; or `Wrong`, with the rule that it breaks.

Every reader takes text that is not blank. Nothing is guessed: what could mean two things is wrong.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from data.cell_text import Wrong, half_width, normalised
from data.day_text import read_month

YEAR = re.compile(r"(\d{4})(?:\.0+)?年?度?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,' ])\d{3})(?:\1\d{3})*(?:\.\d+)?")
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
COUNT = re.compile(r"\+?(\d+)(?:\.0*)?")
LOST_DIGITS = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
# RE2: letters, digits and hyphens that `read_id` takes as they stand, which no sign for nothing is made of
PLAIN_ID = r"^(?:\d|\d[0-9A-DF-Za-df-z_-][0-9A-Za-z_-]*|[A-Za-z_-][0-9A-Za-z_-]*\d[0-9A-Za-z_-]*)$"
MOST_DIGITS = 15
LARGEST_COUNT = 10**MOST_DIGITS
YES = frozenset({"是", "有", "1", "1.0", "y", "yes", "true", "√", "对"})
NO = frozenset({"否", "无", "0", "0.0", "n", "no", "false", "×", "不是", "没有"})


NOT_A_COUNT = Wrong("not_a_count")
NOT_A_NUMBER = Wrong("not_a_number")


def read_year(text: str) -> int | Wrong:
    """A year from 2000 on, or any day of it."""
    found = YEAR.fullmatch(half_width(text))
    day = None if found else read_month(text)
    if isinstance(day, Wrong):
        return Wrong("not_a_year")
    year = int(found[1]) if found else day.year if day else 0
    return year if year >= 2000 else Wrong("before_2000")


def read_count(text: str) -> int | Wrong:
    """A whole number from 0 up; "1,234" and "5.0" are, "5.5" and "-3" are not."""
    found = COUNT.fullmatch(_ungrouped(text))
    digits = found[1].lstrip("0") or "0" if found else ""
    # more of them would be too many for Python, too
    count = int(digits) if 0 < len(digits) <= MOST_DIGITS else LARGEST_COUNT
    return count if count < LARGEST_COUNT else NOT_A_COUNT


def read_money(text: str) -> Decimal | Wrong:
    """Yuan from 0 up, to the 分; "¥1,234.50" and "1234.5元" are."""
    plain = _ungrouped(half_width(text).removeprefix("¥").removesuffix("元"))
    if not NUMBER.fullmatch(plain) or plain.startswith("-"):
        return Wrong("not_an_amount")
    amount = Decimal(plain)
    return round(amount, 2) if amount < LARGEST_COUNT else Wrong("not_an_amount")


def read_number(text: str) -> float | Wrong:
    """Any number; a percent sign is dropped, for figures are written in the indicator's unit."""
    plain = _ungrouped(half_width(text).removesuffix("%"))
    number = float(plain) if NUMBER.fullmatch(plain) else math.inf
    return number if math.isfinite(number) else NOT_A_NUMBER


def read_boolean(text: str) -> bool | Wrong:
    """是/否, 有/无, 1/0."""
    word = normalised(text)
    if word in YES:
        return True
    return False if word in NO else Wrong("unknown_word")


def read_id(text: str) -> str | Wrong:
    """A number or code as text; one that a spreadsheet rounded to 1.2E+17 is lost."""
    text = half_width(text)
    if LOST_DIGITS.fullmatch(text):
        return Wrong("id_lost_digits")
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def _ungrouped(text: str) -> str:
    text = half_width(text)
    found = GROUPED.fullmatch(text)
    return text.replace(found[1], "") if found else text
