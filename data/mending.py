"""What the check found, grouped as a person mends it: the same wrong text in the same column at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.language import language
from data.nearest import LIKELY, nearest_names
from data.telling_apart import several_called

if TYPE_CHECKING:
    from data.export_parts import Column, Export
    from data.findings import Checked, Finding
    from data.kept_sheet import Cell
    from data.township_register import Register

MOST_PROPOSED = 3
MOST_GROUPS = 40


@dataclass(frozen=True)
class MendGroup:
    """Rows whose cell of one column has the same text and breaks the same rule.

    `proposals`: what may have been meant, the likeliest first; `is_sure`: only the first comes into question.
    """

    rule: str
    column_id: str
    heading: str
    found: str
    expected: str
    rows: tuple[int, ...]
    proposals: tuple[str, ...] = ()
    is_sure: bool = False

    def corrections(self, text: str) -> dict[Cell, str]:
        """The whole group says `text` instead."""
        return {(row, self.column_id): text for row in self.rows}


def mend_groups(
    findings: Iterable[Finding],
    export: Export,
    register: Register,
    lists: Mapping[str, frozenset[str]],
    most: int = MOST_GROUPS,
) -> list[MendGroup]:
    """The findings about cells, the largest groups first; what is about the whole file is left out.

    most: a file in which every row is wrong in its own way is not mended in words.
    """
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for each in findings:
        if each.row is not None and each.column_id in export.columns:
            groups.setdefault((each.rule, each.column_id, each.found), []).append(each)
    largest = sorted(groups.values(), key=len, reverse=True)[:most]
    return [_group(found, export, register, lists) for found in largest]


def _group(
    found: list[Finding], export: Export, register: Register, lists: Mapping[str, frozenset[str]]
) -> MendGroup:
    first = found[0]
    proposals, is_sure = _proposed(first, export.columns[first.column_id], register, lists)
    rows = tuple(dict.fromkeys(each.row for each in found if each.row is not None))
    return MendGroup(
        first.rule, first.column_id, first.column, first.found, first.expected, rows, proposals, is_sure
    )


def _proposed(
    finding: Finding, column: Column, register: Register, lists: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, ...], bool]:
    if finding.rule == "unknown_township":
        return _townships_proposed(finding.found, register) if finding.found else ((), False)
    ask = _ASKED.get(finding.rule)
    words = ask(column, lists) if ask else []
    if not words:
        return (), False
    near = nearest_names(finding.found, words, MOST_PROPOSED, LIKELY) if finding.found else []
    # a short list is offered whole
    offered = near + [word for word in words if word not in near] if len(words) <= 12 else near
    return tuple(offered), len(near) == 1


def _townships_proposed(found: str, register: Register) -> tuple[tuple[str, ...], bool]:
    several = several_called(found, register)
    likely = [] if several else register.likely(found)
    names = several or [each.name for each in likely] or register.nearest(found)
    return tuple(names[:MOST_PROPOSED]), len(likely) == 1


def words_of(column: Column) -> list[str]:
    """What a closed list takes, as a file would write it."""
    if column.type == "boolean":
        return ["是", "否"] if language() == "zh" else ["yes", "no"]
    named = ((value, words) for value, words in column.words.items() if words)
    return [words[0] if language() == "zh" or not value else value for value, words in named]


def _listed(column: Column, lists: Mapping[str, frozenset[str]]) -> list[str]:
    return sorted(column.values or lists.get(column.list_name, frozenset()))


_ASKED: Mapping[str, Callable[[Column, Mapping[str, frozenset[str]]], list[str]]] = {
    "unknown_word": lambda column, lists: words_of(column),
    "unlisted_value": _listed,
}


def grid_rows(checked: Checked, most: int) -> list[int]:
    """The rows that need mending, in the order of the file: refused ones, at most so many."""
    rows = dict.fromkeys(each.row for each in checked.errors if each.row is not None)
    return sorted(rows)[:most]


def edited_cells(
    rows: Iterable[int], before: Mapping[str, list[str]], after: Mapping[str, list[object]]
) -> dict[Cell, str]:
    """The cells that a person changed in a grid; `before`, `after`: column id → texts of these rows."""
    found: dict[Cell, str] = {}
    for at, row in enumerate(rows):
        for column_id, texts in before.items():
            now = after[column_id][at]
            text = "" if now is None or now != now else str(now)  # a cell that was emptied may be NaN
            if text != texts[at]:
                found[row, column_id] = text
    return found
