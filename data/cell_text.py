"""How the text of a cell or heading is compared: width, case and spaces do not matter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# what offices write where there is nothing to write
BLANKS = frozenset(
    (
        *("", "-", "--", "---", "—", "——", "–", "―", "─", "/", "//", "\\"),
        *("无", "暂无", "(空)", "(空白)", "null", "none", "nan", "n/a"),
    )
)
LONGEST_BLANK = 8  # no sign for nothing is longer, spaces between its letters included
# signs that nobody sees and that systems leave in cells: soft hyphen, zero-width signs, byte-order mark
UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
INVISIBLE = "".join(map(chr, UNSEEN)) + "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u2002\u2003\u2009\u202f\u3000"
# digits that are raised, lowered, in a circle or dotted: signs of footnotes and items, no digits of a number
NOTE_SIGN = re.compile(
    "([\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]+)"
)

# *办件编号 and 办件编号（必填） say how the column is to be filled, not what it is
_MARK = r"(?:\*|[(\[【](?:必填|选填|非必填|必录|可不填|required|optional)项?[)\]】])"
MUST_BE_FILLED = re.compile(f"^{_MARK}+|{_MARK}+$")


@dataclass(frozen=True)
class Wrong:
    """What a cell is instead of a value: the id of the rule that it breaks."""

    rule: str


@lru_cache(maxsize=65536)
def normalised(text: str) -> str:
    """For comparing: half-width, lower case, no white space at all."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(UNSEEN)
    return "".join(text.split()).casefold()


@lru_cache(maxsize=65536)
def heading_key(text: str) -> str:
    """For comparing headings: `normalised`, without a form's marks for what must be filled in."""
    name = normalised(text)
    return MUST_BE_FILLED.sub("", name) or name


def half_width(text: str) -> str:
    """Digits, letters and punctuation in half width, the ends trimmed: for dates and numbers.

    The sign of a footnote stays what it is: 12① and 12² are not 121 and 122.
    """
    if text.isascii():
        return text.strip()
    pieces = NOTE_SIGN.split(text)
    plain = "".join(p if at % 2 else unicodedata.normalize("NFKC", p) for at, p in enumerate(pieces))
    return plain.translate(UNSEEN).strip()


def is_blank(text: str) -> bool:
    """Empty, white space of any width, or one of the signs that mean "nothing"."""
    text = text.strip()
    return not text or (len(text) <= LONGEST_BLANK and normalised(text) in BLANKS)


def shown(text: str, length: int = 40) -> str:
    """A cell's text as a message quotes it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
