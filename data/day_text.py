"""The text of a cell → a day or month, in every form that offices write; nothing is guessed.

What could be two days is decided by the whole column (`DateHints`) or is wrong. A year has four digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.cell_text import Wrong, half_width

ZONE = r"(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?"
WEEKDAY = r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
TIME = (
    WEEKDAY
    + r"(?:[T ]*(?:上午|下午|凌晨|中午|晚上)?\s*\d{1,2}[:时点]\d{0,2}(?:[:分]\d{0,2}(?:\.\d+)?秒?)?分?)?"
    r"\s*(?:[AaPp][Mm])?" + ZONE
)
DAY = re.compile(r"(\d{4})\s*[-/.年\\]\s*(\d{1,2})\s*[-/.月\\]\s*(\d{1,2})\s*[日号]?\.?" + TIME)
COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{6}|" + TIME + ")")
YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})" + TIME)
SHORT_YEAR = re.compile(r"\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
MONTH = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?(?:份)?")
COMPACT_MONTH = re.compile(r"((?:19|20)\d{2})(\d{2})")
NUMBER_MONTH = re.compile(r"\d{4}\.1")  # the number 2026.1 is 2026.10 too
SERIAL = re.compile(r"(\d{1,5})(?:\.\d+)?")
FIRST_SERIAL = date(1899, 12, 30)  # how spreadsheets count days
LIKELY_SERIALS = range(36526, 73051)  # the years 2000 to 2099
NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ENGLISH = re.compile(
    r"(?:(?P<d1>\d{1,2})[-/. ]*(?P<m1>[a-z]{3,9})|(?:[a-z]{3},? )?(?P<m2>[a-z]{3,9})\.? (?P<d2>\d{1,2}),?)"
    r"(?:[-/., ]*| \d{1,2}:\d{2}:\d{2} [a-z]{3,4} )(?P<y>\d{4})" + TIME.lower()
)
CHINESE_DAY = re.compile(
    r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
NOT_A_DATE = Wrong("not_a_date")


@dataclass(frozen=True)
class DateHints:
    """What a whole column tells of its dates.

    serials: numbers are days counted by a spreadsheet; workbook: numbers may have lost a zero at their end;
    order: "day" or "month" comes first where the year comes last, "" where the column does not tell.
    """

    serials: bool = False
    workbook: bool = False
    order: str = ""


def date_hints(texts: Iterable[str], workbook: bool | None) -> DateHints:
    """Look at every distinct text of a column: 31/12/2025 tells how to read 3/1/2026.

    workbook: the texts come from a spreadsheet, where any number may be a day; None: from one that counts
    from 1904, where none is taken for a day. In a CSV it is one only where all of the column are.
    """
    written = [half_width(text) for text in texts]
    orders = {_order_of(found) for text in written if (found := YEAR_LAST.fullmatch(text))} - {""}
    filled = [text for text in written if text]
    serials = workbook or (workbook is False and bool(filled) and all(map(_is_likely_serial, filled)))
    return DateHints(bool(serials), workbook is not False, orders.pop() if len(orders) == 1 else "")


def _order_of(found: re.Match[str]) -> str:
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return "day"
    return "month" if second > 12 >= first else ""


def _is_likely_serial(text: str) -> bool:
    found = SERIAL.fullmatch(text)
    return found is not None and int(found[1]) in LIKELY_SERIALS


def read_date(text: str, hints: DateHints = DateHints()) -> date | Wrong:
    """A day; a time of day is dropped."""
    text = half_width(text)
    found = DAY.fullmatch(text) or COMPACT_DAY.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = YEAR_LAST.fullmatch(text)
    if found:
        return _year_last(found, hints.order)
    serial = SERIAL.fullmatch(text) if hints.serials else None
    return FIRST_SERIAL + timedelta(days=int(serial[1])) if serial else _in_words(text)


def both_readings(text: str) -> tuple[date | Wrong, date | Wrong]:
    """An ambiguous day read with the day first, and with the month first."""
    return read_date(text, DateHints(order="day")), read_date(text, DateHints(order="month"))


def read_month(text: str, hints: DateHints = DateHints()) -> date | Wrong:
    """A month or any day of it, as the month's first day."""
    text = half_width(text)
    if hints.workbook and NUMBER_MONTH.fullmatch(text):
        return Wrong("ambiguous_month")
    found = MONTH.fullmatch(text) or COMPACT_MONTH.fullmatch(text)
    day = _day(int(found[1]), int(found[2]), 1) if found else read_date(text, hints)
    return day if isinstance(day, Wrong) else day.replace(day=1)


def has_short_year(text: str) -> bool:
    """True for a day whose year has two digits: 25-1-6 could be three days."""
    return SHORT_YEAR.fullmatch(half_width(text)) is not None


def _year_last(found: re.Match[str], order: str) -> date | Wrong:
    first, second, year = (int(part) for part in found.groups()[:3])
    order = _order_of(found) or ("day" if first == second else order)
    if order:
        return _day(year, second, first) if order == "day" else _day(year, first, second)
    return Wrong("ambiguous_date") if max(first, second) <= 12 else NOT_A_DATE


def _in_words(text: str) -> date | Wrong:
    """5 Jan 2026, Jan 5, 2026, Mon Jan 05 10:22:01 CST 2026, 二〇二六年一月五日."""
    if CHINESE_DAY.fullmatch(text):
        return read_month(_digits(text)) if text.endswith("月") else read_date(_digits(text))
    found = ENGLISH.fullmatch(text.lower()) if text[:1].isascii() else None
    month = (found["m1"] or found["m2"])[:3] if found else ""
    if found is None or month not in NAMES:
        return NOT_A_DATE
    return _day(int(found["y"]), NAMES.index(month) + 1, int(found["d1"] or found["d2"]))


def _digits(text: str) -> str:
    """二〇二六年十二月三十一日 → 2026年12月31日."""

    def number(found: re.Match[str]) -> str:
        tens, _, ones = found[0].partition("十")
        return str(
            int((tens or "1").translate(CHINESE_DIGITS)) * 10 + int((ones or "0").translate(CHINESE_DIGITS))
        )

    return re.sub(r"[一二三四五六七八九]?十[一二三四五六七八九]?", number, text).translate(CHINESE_DIGITS)


def _day(year: int, month: int, day: int) -> date | Wrong:
    try:
        return date(year, month, day)
    except ValueError:
        return NOT_A_DATE
