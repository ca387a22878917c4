"""A text as the recognisers read it: half width, one kind of digit, hyphen and space, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

PLAIN = re.compile(r"[ -~\u4e00-\u9fff、。“”《》〔〕]*")  # most texts need nothing done
PUNCTUATION = (("，", ","), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"))  # what most others need
DASHES = "‐‑‒–—―−﹣－"


class _PlainSigns(dict[int, str | None]):
    """Code point → what stands for it; filled as signs come."""

    def __missing__(self, code: int) -> str | None:
        self[code] = found = _plain_sign(chr(code))
        return found


def _plain_sign(sign: str) -> str | None:
    if sign.isspace():
        return " "
    if sign in DASHES:
        return "-"
    if unicodedata.category(sign) in ("Cf", "Cc"):
        return None
    digit = None if sign.isascii() else unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


SIGNS = _PlainSigns()


def plain(text: str) -> str:
    """NFKC; every white space is " ", every dash "-", every digit 0–9; zero-width signs are gone."""
    if PLAIN.fullmatch(text):
        return text
    for full, half in PUNCTUATION:
        text = text.replace(full, half)
    if PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFKC", text).translate(SIGNS)


def all_plain(texts: Sequence[str]) -> Sequence[str]:
    """`plain` of every text; the very same texts where none needs anything done."""
    return texts if PLAIN.fullmatch("".join(texts)) else [plain(text) for text in texts]
