"""Telephone numbers as people in China write them: mobile, fixed line with its area code, +86."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
GAP = r"[ ._·-]{1,3}"
# the first three digits that operators hold
OPERATOR = r"1(?:3\d|4\d|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])"
MOBILE = re.compile(
    r"(?<!\d)(?<!\d\.)(?:(?:\(?\+|00)?86\)?[ -]{0,2}|\(?0\)?)?"
    rf"(?:{OPERATOR}(?:\d{{8}}|{GAP}\d{{4}}{GAP}\d{{4}}|{GAP}\d{{8}}|{GAP}\d{{3}}{GAP}\d{{5}}"
    rf"|\d{{4}}{GAP}\d{{4}}|\d{GAP}\d{{4}}{GAP}\d{{3}}|\d\d{GAP}\d{{6}})"
    r"|1 [3-9](?: \d){9})(?!\d)(?!\.\d)"
)
# 1.3812345678E+10
IN_POWERS = re.compile(r"(?<![\d.])1\.[3-9]\d{7,9}[eE]\+?10(?!\d)")
AREA = (
    r"(?:10|2[0-57-9]|3(?:1\d|35|49|5\d|7\d|9\d)|4(?:1\d|2[179]|3\d|5\d|6[4-9]|7\d|8[23])"
    r"|5(?:1\d|2[37]|3\d|4[36]|5\d|6[1-6]|7\d|80|9\d)|6(?:3[1-5]|6[0238]|91|92)"
    r"|7(?:01|1\d|2[248]|3\d|4[3-6]|5\d|6[0-9]|7\d|9\d)|8(?:1[236-8]|2[5-7]|3\d|5\d|7\d|8[1-8]|9\d)"
    r"|9(?:0\d|1\d|3\d|4[13]|5[1-5]|7\d|9\d))"
)
LOCAL = r"[2-8]\d{2,3}[ -]?\d{4}"
FIXED = re.compile(
    rf"(?<!\d)(?<!\d[.-])(?:\(0{AREA}\) ?|0{AREA}(?:[ -]{{1,3}})?|(?:\+|00)86[ -]{{0,2}}0?{AREA}[ -]{{0,2}})"
    rf"({LOCAL})(?:(?:转|-)\d{{1,5}})?(?!\d)(?!\.\d)"
)
# the local part is then a year and a number: 0912-2026001 is a case
YEAR = re.compile(r"20[0-4]\d")
NAMED = re.compile(
    r"(?:电话|座机|固话|手机|联系方式|致电|拨打|tel\w*|phone|mobile)(?:号码?)?[ .:为是]{0,3}"
    r"([+(]?\d[\d ()-]{5,16}\d)",
    re.I,
)


def mobiles(text: str) -> Iterator[Span]:
    """Where a plain text holds a mobile number."""
    for found in MOBILE.finditer(text):
        yield found.span()
    for found in IN_POWERS.finditer(text):
        yield found.span()


def fixed_lines(text: str) -> Iterator[Span]:
    """Where a plain text holds a fixed line: with a true area code, or after a word such as 电话."""
    for found in FIXED.finditer(text):
        if not YEAR.match(found[1]):
            yield found.span()
    for found in NAMED.finditer(text):
        if sum(sign.isdigit() for sign in found[1]) >= 7:
            yield found.span(1)
