"""Passports, e-mail addresses, WeChat and QQ accounts, number plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
# E and G passports; 000 begins nobody's, and a year begins an office's own number
PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:E(?!000|20[0-4]\d)\d{8}|G(?!000|20[0-4]\d)\d{8}|E[A-HJ-NP-Z]\d{7})(?![A-Za-z0-9])",
    re.I,
)
NAMED_PASSPORT = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|居留证|passport)[^A-Za-z0-9\n]{0,6}(?:(?:no|number)\W{0,3})?([A-Z]{1,3}\d{7,12})",
    re.I,
)
E_MAIL = re.compile(r"[A-Za-z0-9][\w.%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", re.ASCII)
LINK = r"(?:号码?|账号|帐号|ID)?[ :：=为是()]{0,4}"
WECHAT = re.compile(
    rf"(?:微信|微讯|weixin|wechat|\bwx){LINK}([A-Za-z][\w-]{{5,19}}|1\d{{10}})|wxid_\w{{6,}}", re.I | re.ASCII
)
QQ = re.compile(rf"(?<![A-Za-z])(?:QQ|扣扣|企鹅号)群?{LINK}([1-9]\d{{4,11}})(?!\d)", re.I)
PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    rf"[{PROVINCE}][A-HJ-NP-Z][ ·•.-]?"
    r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])(?![A-Za-z0-9])",
    re.I,
)


def passports(text: str) -> Iterator[Span]:
    """Where a plain text holds a passport or travel permit number."""
    yield from (found.span() for found in PASSPORT.finditer(text))
    yield from (found.span(1) for found in NAMED_PASSPORT.finditer(text))


def e_mails(text: str) -> Iterator[Span]:
    """Where a plain text holds an e-mail address."""
    yield from (found.span() for found in E_MAIL.finditer(text))


def chat_accounts(text: str) -> Iterator[Span]:
    """Where a plain text names a WeChat or QQ account after such a word."""
    for pattern in (WECHAT, QQ):
        for found in pattern.finditer(text):
            yield found.span(1) if found[1] else found.span()


def plates(text: str) -> Iterator[Span]:
    """Where a plain text holds a vehicle's number plate: at least one digit, the signs of the standard."""
    for found in PLATE.finditer(text):
        if any(sign.isdigit() for sign in found[0]):
            yield found.span()
