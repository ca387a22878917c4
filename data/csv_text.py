"""CSV as offices' systems write it: four encodings, three separators, any line ends, breaks inside quotes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator

from data.formula_text import unquoted_cell
from data.grid import Progress, Unreadable
from data.headings import find_headings
from data.language import say
from data.reading import Reading
from data.reading_limits import Intake, Limits

SEPARATORS = ",;\t"
LOOKED_AT = 40  # records that tell the separator
PIECE = 1 << 20
# the spreadsheets' own words for "the separator is …", before the headings
SEPARATOR_LINE = re.compile(r'"?sep=(?P<separator>.)"?(?=[\r\n])', re.IGNORECASE)
# a text dressed as a formula so that a spreadsheet keeps its zeros: ="00123"
TEXT_FORMULA = re.compile(r'="([^"]*)"')
# either such a text, or one that is kept from being run by a sign before it: '-3
DRESSED = re.compile(rb"""=\x00?"|'\x00?[=+@\xef\xa3\t\r\n-]""")


def read_csv(
    content: bytes, known: Collection[str], limits: Limits | None = None, progress: Progress | None = None
) -> Reading:
    """The records of a CSV file; raises Unreadable."""
    encoding = encoding_of(content)
    separator = _separator(_text(content, encoding).read(65536), known)
    intake = Intake(limits or Limits(), progress, 1 + max(content.count(b"\n"), content.count(b"\r")))
    rows = csv.reader(_text(content, encoding), delimiter=separator, strict=True)
    try:
        intake.take_all(_undressed(rows) if _is_dressed(content) else rows)
    except csv.Error as error:
        row = len(intake.rows.lengths) + 1
        message = say("第{row}行附近的引号不成对或单元格过长，请重新导出", row=row)
        raise Unreadable(message, "broken_quotes") from error
    return Reading("utf-16" if encoding.startswith("utf-16") else encoding, intake.rows)


def _is_dressed(content: bytes) -> bool:
    """True where some text may be; the two signs are looked for first, for that takes no time."""
    return (b"=" in content or b"'" in content) and DRESSED.search(content) is not None


def _undressed(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for row in rows:
        for at, cell in enumerate(row):
            if cell[:2] == '="':
                row[at] = TEXT_FORMULA.sub(r"\1", cell)
            elif cell[:1] == "'":
                row[at] = unquoted_cell(cell)
        yield row


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The text as a stream: a whole one would cost four times the file."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def encoding_of(content: bytes) -> str:
    """By a byte-order mark, else UTF-16 where bytes are empty, else UTF-8, else GB18030 (which holds GBK)."""
    for encoding in _likely_encodings(content):
        if _decodes(content, encoding):
            return encoding
    raise Unreadable(say("认不出文件的编码，请另存为CSV（UTF-8）或XLSX再上传"), "unknown_encoding")


def _likely_encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in content[:65536]:
        # without a mark the order of the bytes is told by the line ends
        orders = {"utf-16-le": content[::2], "utf-16-be": content[1::2]}
        return tuple(order for order, low in orders.items() if b"\n" in low or b"\r" in low)
    return ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8", "gb18030")


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    try:
        for start in range(0, len(content), PIECE):
            if "\x00" in decoder.decode(view[start : start + PIECE]):
                return False
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str, known: Collection[str]) -> str:
    """The separator that gives a first record the most known headings, else the most cells."""
    stated = SEPARATOR_LINE.match(text)
    if stated:
        return stated["separator"]

    def likeness(separator: str) -> tuple[int, int]:
        rows = list(_first_records(text, separator))
        return find_headings(rows, known).hits, max(map(len, rows), default=0)

    return max(SEPARATORS, key=likeness)


def _first_records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row, _ in zip(reader, range(LOOKED_AT), strict=False):
            yield row
    except csv.Error:
        return
