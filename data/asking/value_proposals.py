"""Words of closed lists that a file has and we do not know, each with the value that it most likely means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from data.asking.likely_words import LikelyValue, nearest_value, values_of
from data.asking.memory import Memory
from data.export_parts import Column
from data.findings import Checked
from data.personal import HIDDEN

UNKNOWN = "unknown_word"
MOST_WORDS = 40  # of one column: one with more is no list
CUT = "…"


@dataclass(frozen=True)
class WordProposal:
    """`word` stands in `rows` cells of `column`; `likely`: our value, None where nothing speaks for one."""

    column: Column
    word: str
    rows: int
    likely: LikelyValue | None

    @property
    def values(self) -> tuple[str, ...]:
        """What it may be said to mean; "" is blank."""
        return values_of(self.column)


def propose_words(checked: Checked, memory: Memory) -> tuple[WordProposal, ...]:
    """For every unknown word that the check reported, the most frequent first, column by column.

    The report has no personal values, so none is asked about.
    """
    export = checked.export
    if export is None:
        return ()
    counts: dict[str, Counter[str]] = {}
    for finding in checked.errors:
        if finding.rule == UNKNOWN and finding.found and HIDDEN not in finding.found:
            counts.setdefault(finding.column_id, Counter())[finding.found] += 1
    found = []
    for column in export.columns.values():
        names = memory.words(export, column) if column.id in counts else None
        for word, rows in counts.get(column.id, Counter()).most_common(MOST_WORDS):
            if names is not None and not word.endswith(CUT):
                found.append(WordProposal(column, word, rows, nearest_value(word, column, names)))
    return tuple(found)
