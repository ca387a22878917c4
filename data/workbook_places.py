"""Rows and cells of an XLSX sheet whose place is told twice, or not at all: one would be read for another.

The reader of values keeps the last of two rows or cells with the same place, and tells no error from nothing:
where an error or an uncomputed formula stands is known by the cell's own address.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter

from data.grid import Unreadable
from data.language import say

# beginning with plain letters, which are found many times as fast as a pattern
ROW = re.compile(rb"<row [^>]*?\br=[\"'](\d+)")
ROW_OF_PREFIX = re.compile(rb"<\w+:row [^>]*?\br=[\"'](\d+)")
CELL = re.compile(rb"<c [^>]*?\br=[\"']([A-Z]+\d+)")
CELL_OF_PREFIX = re.compile(rb"<\w+:c [^>]*?\br=[\"']([A-Z]+\d+)")
NOWHERE = rb"<(?:\w+:)?c(?=[ >])(?![^>]*\br=)"
ERROR_NOWHERE = re.compile(NOWHERE + rb"[^>]*\bt=[\"']e[\"']")
FORMULA_NOWHERE = re.compile(
    NOWHERE + rb"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>)?\s*</"
)


class Places:
    """Looks at a sheet piece by piece. Raises Unreadable."""

    def __init__(self) -> None:
        self._last = 0
        # a million numbers as a set are a hundred megabytes: made only where rows are out of order
        self._before, self._seen = array("Q"), set[int]()

    def look_at(self, piece: bytes) -> None:
        """Refuse a row or a cell that comes twice, and what says no place."""
        is_plain = b"<row" in piece
        for found in (ROW if is_plain else ROW_OF_PREFIX).finditer(piece):
            self._number(int(found[1]))
        _refuse_twice((CELL if is_plain else CELL_OF_PREFIX).findall(piece))
        has_error = b't="e"' in piece or b"t='e'" in piece
        has_formula = b"<f" in piece or b":f" in piece
        is_nowhere = (has_error and ERROR_NOWHERE.search(piece)) or (
            has_formula and FORMULA_NOWHERE.search(piece)
        )
        if is_nowhere:
            raise _not_told(say("表格里有出错或没有算出的格没写明位置"))

    def _number(self, number: int) -> None:
        if number <= self._last:
            self._seen = self._seen or set(self._before)
        if number in self._seen:
            raise _not_told(say("第{row}行在表格文件里出现两次", row=number))
        if self._seen:
            self._seen.add(number)
        self._before.append(number)
        self._last = max(self._last, number)


def _refuse_twice(cells: list[bytes]) -> None:
    """A piece ends between two rows, and no row comes twice: equal cells are in one piece."""
    if len(set(cells)) < len(cells):
        [(cell, _)] = Counter(cells).most_common(1)
        raise _not_told(say("格{cell}在表格文件里出现两次", cell=cell.decode()))


def _not_told(what: str) -> Unreadable:
    text = say("{what}，不知道该怎样读；请在表格软件里打开、另存为XLSX再上传", what=what)
    return Unreadable(text, "broken_workbook")
