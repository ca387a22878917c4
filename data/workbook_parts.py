"""What stands in the parts of an XLSX file beside its values, read without opening it as a spreadsheet.

The reader of values does not tell hidden rows, errors, percent formats and formulas that were never computed;
each would be read wrongly without a word. Nothing is evaluated and no link is followed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from data.grid import ERROR_TEXT, UNCOMPUTED
from data.reading import broken_workbook, wrong_kind
from data.reading_limits import Limits, too_large
from data.workbook_places import Places

PIECE = 1 << 20
LONG_SHEET = 96 << 20  # inflated; a row of twenty cells is about one KB
SHARED = "xl/sharedStrings.xml"
SMALL_MEMBER = 8 << 20  # a smaller part may shrink as far as it likes: it is harmless when inflated
NAME = rb"<(?:\w+:)?"
HIDDEN_ROW = re.compile(NAME + rb"row\b(?=[^>]*\bhidden=[\"'](?:1|true))[^>]*\br=[\"'](\d+)")
ERROR = re.compile(NAME + rb"c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*\br=[\"']([A-Z]+)(\d+)")
FORMULA = re.compile(
    NAME
    + rb"c\b([^>]*\br=[\"']([A-Z]+)(\d+)[^>]*)>\s*"
    + NAME
    + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
FOREIGN = {"xl/workbook.bin": "XLSB", "content.xml": "ODS", "word/document.xml": "DOCX"}
FOREIGN |= {"ppt/presentation.xml": "PPTX", "Index/Document.iwa": "NUMBERS"}
PERCENT_FORMATS = frozenset((9, 10))  # 0% and 0.00%, which every spreadsheet has built in


@dataclass
class SheetMarks:
    """Of one sheet: numbers of hidden rows, and (row, column), both from 0, of cells that need a word.

    texts: what an error or an uncomputed formula is read as; percents: numbers shown times a hundred.
    """

    hidden_rows: list[int] = field(default_factory=list)
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    percents: dict[int, set[int]] = field(default_factory=dict)


class WorkbookParts:
    """The parts of an XLSX file. Raises Unreadable where it is another kind of archive or exceeds a limit."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise broken_workbook() from error
        _refuse_bombs(self._zip.infolist(), limits)
        names = set(self._zip.namelist())
        kind = next((kind for member, kind in FOREIGN.items() if member in names), None)
        if kind:
            raise wrong_kind(kind)
        self._names = names

    def counts_from_1904(self) -> bool:
        """True where day numbers count from 1904, as old workbooks of another system do."""
        text = self._read("xl/workbook.xml")
        return re.search(rb"date1904=[\"'](?:1|true)", text) is not None

    def marks(self, sheet: str) -> SheetMarks:
        """The marks of the sheet of this name."""
        marks, percent = SheetMarks(), self._percent_pattern()
        part, places = self._part_of(sheet), Places()
        for piece in self._pieces(part) if part in self._names else ():
            places.look_at(piece)
            _mark_all(marks, piece, percent)
        return marks

    def is_long(self, sheet: str) -> bool:
        """True for a sheet that is too large to be held as a whole."""
        part = self._part_of(sheet)
        return part in self._names and self._zip.getinfo(part).file_size > LONG_SHEET

    def pieces(self, sheet: str) -> Iterator[tuple[bytes, SheetMarks]]:
        """The sheet in pieces that end between two rows, each with its own marks."""
        part, percent, places = self._part_of(sheet), self._percent_pattern(), Places()
        for piece in self._pieces(part):
            places.look_at(piece)
            marks = SheetMarks()
            _mark_all(marks, piece, percent)
            yield piece, marks

    def shared_pieces(self) -> Iterator[bytes]:
        """The workbook's shared texts in pieces."""
        if SHARED in self._names:
            with self._zip.open(SHARED) as stream:
                while piece := stream.read(PIECE):
                    yield piece

    def number_formats(self) -> list[str]:
        """The number format of every cell style: its code, or its number where every spreadsheet has it."""
        return _number_formats(self._read("xl/styles.xml"))

    def _read(self, member: str) -> bytes:
        return self._zip.read(member) if member in self._names else b""

    def _part_of(self, sheet: str) -> str:
        """The member that holds a sheet."""
        book, links = self._read("xl/workbook.xml"), self._read("xl/_rels/workbook.xml.rels")
        try:
            targets = {e.get("Id"): e.get("Target", "") for e in ElementTree.fromstring(links)}
            for element in ElementTree.fromstring(book).iter():
                if element.tag.endswith("}sheet") and element.get("name") == sheet:
                    link = next(value for key, value in element.items() if key.endswith("}id"))
                    return posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        except (ElementTree.ParseError, StopIteration) as error:
            raise broken_workbook() from error
        return ""

    def _pieces(self, member: str) -> Iterator[bytes]:
        """The part in pieces that end between two rows."""
        kept = b""
        with self._zip.open(member) as stream:
            while piece := stream.read(PIECE):
                kept += piece
                end = kept.rfind(b"row>") + 4
                if end > 3:
                    yield kept[:end]
                    kept = kept[end:]
        yield kept

    def _percent_pattern(self) -> re.Pattern[bytes] | None:
        """Finds the cells whose style shows a number as percent; None where no style does."""
        styles = _percent_styles(self._read("xl/styles.xml"))
        if not styles:
            return None
        numbers = "|".join(map(str, styles)).encode()
        return re.compile(
            NAME + rb"c\b(?=[^>]*\bs=[\"'](?:" + numbers + rb")[\"'])[^>]*\br=[\"']([A-Z]+)(\d+)[^>/]*>"
        )


def _mark_all(marks: SheetMarks, piece: bytes, percent: re.Pattern[bytes] | None) -> None:
    _mark_piece(marks, piece)
    for found in percent.finditer(piece) if percent else ():
        marks.percents.setdefault(int(found[2]) - 1, set()).add(column_index(found[1]))


def _mark_piece(marks: SheetMarks, piece: bytes) -> None:
    # asking for a word first is twenty times as fast as a pattern that is not there
    if b"hidden=" in piece:
        marks.hidden_rows.extend(int(found[1]) for found in HIDDEN_ROW.finditer(piece))
    if b't="e"' in piece or b"t='e'" in piece:
        for found in ERROR.finditer(piece):
            _put(marks, found[1], found[2], ERROR_TEXT)
    if b"<f" in piece or b":f" in piece:
        for found in FORMULA.finditer(piece):
            # a formula may well have computed an empty text
            if not (found[4] and re.search(rb"\bt=[\"']str", found[1])):
                _put(marks, found[2], found[3], UNCOMPUTED)


def _percent_styles(styles: bytes) -> list[int]:
    if b"%" not in styles and not re.search(rb"numFmtId=[\"'](?:9|10)[\"']", styles):
        return []
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError:
        return []
    formats = set(PERCENT_FORMATS)
    formats |= {int(e.get("numFmtId", 0)) for e in root.iter() if "%" in e.get("formatCode", "")}
    used = next((e for e in root if e.tag.endswith("}cellXfs")), ())
    return [at for at, style in enumerate(used) if int(style.get("numFmtId", 0)) in formats]


def _number_formats(styles: bytes) -> list[str]:
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError:
        return []
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter() if e.get("formatCode")}
    used = next((e for e in root if e.tag.endswith("}cellXfs")), ())
    numbers = [style.get("numFmtId", "0") for style in used]
    return [own.get(number, number) for number in numbers]


def _put(marks: SheetMarks, letters: bytes, row: bytes, text: str) -> None:
    marks.texts.setdefault(int(row) - 1, {})[column_index(letters)] = text


def column_index(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _refuse_bombs(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Before anything is inflated."""
    if len(members) > limits.most_zip_members:
        raise too_large("most_zip_members", limits.most_zip_members, len(members))
    inflated = sum(member.file_size for member in members)
    if inflated > limits.most_inflated_mb << 20:
        raise too_large("most_inflated_mb", limits.most_inflated_mb, f"{inflated >> 20} MB")
    for member in members:
        ratio = member.file_size // max(1, member.compress_size)
        if member.file_size > SMALL_MEMBER and ratio > limits.highest_zip_ratio:
            raise too_large("highest_zip_ratio", limits.highest_zip_ratio, ratio)
