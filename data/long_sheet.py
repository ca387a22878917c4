"""The sheet of a large XLSX file, read row by row: a million rows as a whole would take gigabytes.

Small sheets go through the library that reads every kind of workbook (`data/workbook.py`). A long one is the
output of a program, simple and repetitive: what stands between two cells is looked at once for every
different text. Nothing is evaluated; a formula's cell is the value that was stored with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import unescape

from data.grid import ERROR_TEXT

ANYTHING = rb"(?:\w+:)?"
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
VALUE = re.compile(rb"<" + ANYTHING + rb"v(?:\s[^>]*)?>([^<]*)</")
PHONETIC = re.compile(rb"<" + ANYTHING + rb"rPh\b.*?</" + ANYTHING + rb"rPh>", re.DOTALL)
TEXT_RUN = re.compile(rb"<" + ANYTHING + rb"t(?:\s[^>]*)?>([^<]*)</")
ITEM_END = re.compile(rb"</" + ANYTHING + rb"si>|<" + ANYTHING + rb"si\s*/>")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS = b"0123456789"
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# what is quoted, escaped or in brackets in a number format says nothing about days
QUIET = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
FIRST_DAY = datetime(1899, 12, 30)
FIRST_DAY_1904 = datetime(1904, 1, 1)
LAST_DAY = 2_958_466  # the first day number after the year 9999
REMEMBERED = 200_000  # different cells that are kept decoded at one time


def is_date_format(code: str) -> bool:
    """True for a number format that shows a number as a day or a time."""
    plain = QUIET.sub("", code.split(";")[0]).lower()
    return plain != "general" and re.search(r"[ymdhs]", plain) is not None


class LongSheet:
    """Rows of texts from the pieces of a sheet's XML, each piece ending with a row.

    shared: the workbook's shared texts. date_styles: positions of cell styles that show days.
    text_of: a stored number, true value or day → its text.
    """

    def __init__(
        self,
        shared: list[str],
        date_styles: frozenset[int],
        from_1904: bool,
        text_of: Callable[[object], str],
    ) -> None:
        self._shared, self._date_styles, self._text_of = shared, date_styles, text_of
        self._first_day = FIRST_DAY_1904 if from_1904 else FIRST_DAY
        self._texts: dict[bytes, str] = {}
        self._columns: dict[bytes, int] = {}

    def rows(self, piece: bytes) -> Iterator[tuple[int, list[str]]]:
        """(Number from 0 or -1 where the file gives none, texts) of every row in the piece."""
        prefix = _prefix(piece)
        mark = b"<" + prefix + b"c "
        if mark[:-1] + b">" in piece:
            piece = piece.replace(mark[:-1] + b">", mark + b">")
        for part in piece.split(b"<" + prefix + b"row")[1:]:
            if part[:1] not in b" >\t\r\n/":
                continue  # rowBreaks and the like
            opening, _, body = part.partition(b">")
            yield _row_number(opening), self._cells(body, mark)

    def _cells(self, body: bytes, mark: bytes) -> list[str]:
        cells: list[str] = []
        texts, columns = self._texts, self._columns
        for part in body.split(mark)[1:]:
            # r="AB12" s="1" t="s"><v>5</v></c>: all but the reference comes again and again
            if part.startswith(b'r="'):
                reference, _, rest = part[3:].partition(b'"')
                letters = reference.rstrip(DIGITS)
                at = columns.get(letters)
                if at is None:
                    at = self._column(letters)
            else:
                at, rest = self._odd_reference(part, len(cells)), part
            text = texts.get(rest)
            if text is None:
                text = self._remember(rest)
            missing = at - len(cells)
            if missing > 0:
                cells.extend([""] * missing)
            cells.append(text)
        return cells

    def _column(self, letters: bytes) -> int:
        index = 0
        for letter in letters:
            index = index * 26 + letter - 64
        self._columns[letters] = index - 1
        return index - 1

    def _odd_reference(self, part: bytes, following: int) -> int:
        given = _attributes(part.partition(b">")[0]).get(b"r", b"").rstrip(DIGITS)
        return self._column(given) if given else following

    def _remember(self, rest: bytes) -> str:
        if len(self._texts) >= REMEMBERED:
            self._texts.clear()
        text = self._texts[rest] = self._text(rest)
        return text

    def _text(self, rest: bytes) -> str:
        opening, _, content = rest.partition(b">")
        given = _attributes(opening)
        kind = given.get(b"t", b"n")
        if kind == b"inlineStr":
            return text_of_runs(content)
        found = VALUE.search(content)
        value = _plain(found[1]) if found else ""
        if not value or kind in (b"str", b"d"):
            return value.replace("T", " ").removesuffix(" 00:00:00") if kind == b"d" else value
        if kind == b"e":
            return ERROR_TEXT
        if kind == b"s":
            return self._shared[int(value)]
        return self._number(value, kind, int(given.get(b"s", b"0")))

    def _number(self, value: str, kind: bytes, style: int) -> str:
        if kind == b"b":
            return self._text_of(value.strip() == "1")
        number = float(value)
        if style in self._date_styles and 0 <= number < LAST_DAY:
            day = self._day(number)
            return self._text_of(day if number >= 1 else day.time())
        return self._text_of(number)

    def _day(self, number: float) -> datetime:
        # spreadsheets have a 29 February 1900, so that days before it are counted from one day later
        extra = 1 if self._first_day == FIRST_DAY and 1 <= number < 60 else 0
        return self._first_day + timedelta(days=int(number) + extra, seconds=round(number % 1 * 86400))


def shared_texts(pieces: Iterator[bytes]) -> list[str]:
    """The texts of `sharedStrings.xml`, read piece by piece."""
    texts: list[str] = []
    kept = b""
    for piece in pieces:
        *items, kept = ITEM_END.split(kept + piece)
        texts += [text_of_runs(item) for item in items]
    return texts


def text_of_runs(content: bytes) -> str:
    """The runs of a rich text joined; how it is pronounced is left out."""
    if b"rPh" in content:
        content = PHONETIC.sub(b"", content)
    return "".join(_plain(run) for run in TEXT_RUN.findall(content))


def _plain(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    if "&" in text:
        text = unescape(text)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _attributes(opening: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in ATTRIBUTE.findall(opening)}


def _prefix(piece: bytes) -> bytes:
    found = re.search(rb"<(\w+:)?row[\s>/]", piece)
    return (found[1] or b"") if found else b""


def _row_number(opening: bytes) -> int:
    number = _attributes(opening).get(b"r", b"")
    return int(number) - 1 if number.isdigit() else -1
