"""Resident identity numbers: 18 signs (GB 11643: region, birth date, sequence, check sign) or 15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from data.personal.number_runs import NumberRun, number_runs

Span = tuple[int, int]
PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)))
) | {"71", "81", "82", "83", "91"}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
FIRST_YEAR = 1900
# old numbers ended in 1999; a fifteen-digit number of 2018 or 2026 (region, day, sequence) is an office's
OLD_YEARS = range(1930, 2000)
# inside a longer number only grown-ups count: region and a day of our years begin many office numbers
LAST_HIDDEN_YEAR = 2008
CHECK_X = re.compile(r"[ -]{0,3}[Xx](?![A-Za-z])")
LONGER = re.compile(r"(?<!\d)(?<!\d\.)\d{18,40}[\dXx]")
NAMED = re.compile(
    r"(?:身份证|证件号|居民证|公民身份|id ?card)[^\d\n]{0,8}(\d(?:[ -]{0,2}\d){13,16}[ -]{0,2}[\dXx])", re.I
)
LOST = re.compile(r"(?<![\d.])(\d)\.(\d{10,16})[eE]\+?1([47])(?!\d)")


def check_sign(first_seventeen: str) -> str:
    """The eighteenth sign: ISO 7064 MOD 11-2 over the first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seventeen, strict=True))
    return CHECK_SIGNS[total % 11]


def birth_year(digits: str) -> int | None:
    """The year of birth where region and birth date of 17 or 18 digits are possible, else None."""
    if digits[:2] not in PROVINCES:
        return None
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return None
    return born.year if FIRST_YEAR <= born.year <= 2099 else None


def shaped_numbers(text: str) -> Iterator[tuple[Span, int, bool]]:
    """Numbers built like one of 18 digits: (place, year of birth, whether the check digit is right)."""
    for run in number_runs(text):
        if len(run.digits) == 18 and (year := birth_year(run.digits)):
            yield (run.start, run.end), year, check_sign(run.digits[:17]) == run.digits[17]
        if len(run.digits) == 17 and (year := birth_year(run.digits)):
            end = CHECK_X.match(text, run.end)
            if end:
                yield (run.start, end.end()), year, check_sign(run.digits) == "X"


def resident_numbers(text: str) -> Iterator[Span]:
    """Where a plain text holds one; a number named as such counts even with a wrong check digit."""
    for place, year, is_right in shaped_numbers(text):
        if is_right and year <= date.today().year:
            yield place
    for run in number_runs(text):
        if is_old_number(run):
            yield run.start, run.end
    for found in NAMED.finditer(text):
        yield found.span(1)
    yield from _inside_longer(text)
    yield from _with_lost_digits(text)


def is_old_number(run: NumberRun) -> bool:
    """Fifteen digits: region, a birth date of two-digit year, sequence; written whole or 6-6-3."""
    if len(run.digits) != 15 or run.groups not in ((15,), (6, 6, 3)):
        return False
    year = birth_year(f"{run.digits[:6]}19{run.digits[6:]}0")
    return year in OLD_YEARS


def _inside_longer(text: str) -> Iterator[Span]:
    for found in LONGER.finditer(text):
        for start in range(found.start(), found.end() - 17):
            digits = text[start : start + 18]
            year = birth_year(digits)
            if year and year <= LAST_HIDDEN_YEAR and check_sign(digits[:17]) == digits[17].upper():
                yield start, start + 18


def _with_lost_digits(text: str) -> Iterator[Span]:
    """1.10101199003071e+17: a spreadsheet took the end, region and birth date are still there."""
    for found in LOST.finditer(text):
        digits = (found[1] + found[2]).ljust(18, "0")
        year = birth_year(digits) if found[3] == "7" else birth_year(f"{digits[:6]}19{digits[6:]}")
        if year and year <= LAST_HIDDEN_YEAR and (found[3] == "7" or year in OLD_YEARS):
            yield found.span()
