"""Bank cards: 16 to 19 digits with a known first part and a Luhn check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.personal.number_runs import NumberRun, number_runs

Span = tuple[int, int]
UNION_PAY = ("62", "60", "9558")
SIXTEEN = ("4", "51", "52", "53", "54", "55", "35")
NAMED = re.compile(r"(?:银行卡|卡号|账号|账户|帐号|帐户|储蓄卡)[^\d\n]{0,8}(\d(?:[ -]{0,2}\d){11,18})(?!\d)")
LOST = re.compile(r"(?<![\d.])6\.2\d{9,15}[eE]\+?1[58](?!\d)")


def luhn_holds(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(each - 9 if each > 9 else each for each in doubled)) % 10 == 0


def shaped_cards(text: str) -> Iterator[tuple[Span, str, bool]]:
    """Numbers built like a card: (place, first six digits, whether the check digit is right)."""
    for run in number_runs(text):
        if _is_shaped(run):
            yield (run.start, run.end), run.digits[:6], luhn_holds(run.digits)


def bank_cards(text: str) -> Iterator[Span]:
    """Where a plain text holds one; a number named as an account counts whatever its digits."""
    for place, _, is_right in shaped_cards(text):
        if is_right:
            yield place
    for found in NAMED.finditer(text):
        yield found.span(1)
    for found in LOST.finditer(text):
        yield found.span()


def _is_shaped(run: NumberRun) -> bool:
    """Written whole or in fours."""
    if len(run.groups) > 1 and any(group != 4 for group in run.groups[:-1]):
        return False
    if len(run.digits) < 16:
        return False
    return run.digits.startswith(UNION_PAY) or (len(run.digits) == 16 and run.digits.startswith(SIXTEEN))
