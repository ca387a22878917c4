"""What was confirmed before: the headings and words of the county's own exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.asking.likely_names import LikelyNames
from data.asking.likely_words import WordNames
from data.cell_text import heading_key
from data.export_parts import Column, Export

SHORT = 2  # signs


@dataclass(frozen=True)
class Memory:
    """All exports of the store, beside what other systems call things."""

    exports: Mapping[str, Export]
    likely: LikelyNames = field(repr=False)

    def headings(self, export: Export, column: Column) -> frozenset[str]:
        """Headings, normalised, that mean the column in another export of the same table."""
        found: frozenset[str] = frozenset()
        for other in self._relatives(export):
            if column.id in other.columns:
                found |= other.columns[column.id].headers
        return found

    def words(self, export: Export, column: Column) -> WordNames:
        """What is known of the column's words."""
        confirmed: dict[str, tuple[str, ...]] = {}
        for other in self._relatives(export):
            if column.id in other.columns:
                for value, words in other.columns[column.id].words.items():
                    confirmed[value] = (*confirmed.get(value, ()), *words)
        listed, doubtful = self.likely.of_words(export, column), self.likely.doubtful_words(export, column)
        return WordNames(listed, doubtful, confirmed, self.likely.same)

    def names(self, export: Export, column: Column) -> tuple[str, ...]:
        """Every name of a column that a heading may be like, the column's own first."""
        return (column.id, *column.names.values(), *column.aliases, *self.likely.of_column(export, column))

    def known_headings(self) -> frozenset[str]:
        """Every heading, normalised, that is declared or likely: by them the heading row is found.

        A likely name of two signs (时间, 类型) also stands over groups of headings, so it tells no row; those
        of townships (属地, 镇街) do not.
        """
        found: set[str] = set()
        for export in self.exports.values():
            for column in export.columns.values():
                likely = self.likely.of_column(export, column)
                telling = (name for name in likely if len(name) > SHORT or column.type == "township")
                found |= column.headers | set(map(heading_key, telling))
        return frozenset(found)

    def _relatives(self, export: Export) -> list[Export]:
        return [each for each in self.exports.values() if each.table == export.table and each is not export]
