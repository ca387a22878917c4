"""What a row under the headings is: data, a total, a note under the table, or the headings once more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.cell_text import is_blank, normalised

TOTAL = re.compile(
    r"(?P<whose>.{0,12}?)(?P<word>合计|小计|总计|共计|subtotal|grandtotal|total)(?:\(.{0,8}\))?[:：]?"
    r"(?P<rows>\d+)?[件条起行个]?"
)
SUBTOTALS = ("小计", "subtotal")
# sums of everything, though they name whose sum it is; another name (望江镇合计) is a subtotal
OF_EVERYTHING = re.compile(r"[(（一二三四五六七八九、.]*|(?:全|本|总|各|以上|上述).*")
NOTE = re.compile(
    r"[(（\[【*※\d.、]*(?:备注|附注|注[:：\d]|说明|附[:：件]|填[表报写制]|制[表作]|编制|审[核批]|复核|核[对准]|负责人|"
    r"分管|主管|联系|报[送告]|上报|单位|签[字章发]|盖章|经办|打印|导出|数据来?源|资料来源|来源|统计|口径|截[至止]|"
    r"remark|notes?\b|source|prepared|signed)"
)
SENTENCE = re.compile(r"[:：。；;]|.{25}")


@dataclass(frozen=True)
class TotalRow:
    """A row of sums. `after`: the number of data rows above it; `cells`: column id → text."""

    number: int
    after: int
    is_subtotal: bool
    stated_rows: int | None
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RowKinds:
    """`position`: column id → place; `required`: the places that data rows fill; `headings`: as they are."""

    position: Mapping[str, int]
    required: tuple[int, ...]
    headings: tuple[str, ...]

    def total(self, number: int, row: Sequence[str], after: int) -> TotalRow | None:
        """The row as one of sums: its first filled cell, or a declared one, says 合计, 小计 or 总计."""
        first = next((at for at, cell in enumerate(row) if cell.strip()), 0)
        for at in (first, *self.position.values()):
            found = TOTAL.fullmatch(normalised(row[at])) if row[at] else None
            # a name before the word makes a total only of a row that is no data row
            if found and (not found["whose"] or self._lacks_something(row, at)):
                return self._total(found, number, row, after)
        return None

    def is_note(self, row: Sequence[str], follows_note: bool) -> bool:
        """True for words about the table: 备注：…, 填表人…, a lone sentence, a lone cell after such a row."""
        filled = [at for at, cell in enumerate(row) if cell.strip()]
        if not filled:  # all it has stands beyond the last heading: a row too wide, which is refused as one
            return False
        first = normalised(row[filled[0]])
        begins = NOTE.match(first) is not None
        if len(self.required) < 2 or not self._lacks_something(row, filled[0]):
            return begins and ":" in first
        return begins or (len(filled) == 1 and (follows_note or SENTENCE.search(first) is not None))

    def are_headings(self, row: Sequence[str]) -> bool:
        """True for the headings once more, as at the top of a printed page."""
        return all(row[at] == self.headings[at] for at in self.position.values())

    def _lacks_something(self, row: Sequence[str], beside: int) -> bool:
        """True where some required cell is blank, that at `beside` left aside."""
        return any(is_blank(row[at]) for at in self.required if at != beside)

    def _total(self, found: re.Match[str], number: int, row: Sequence[str], after: int) -> TotalRow:
        whose = found["whose"]
        named = bool(whose) and not OF_EVERYTHING.fullmatch(whose)
        stated = int(found["rows"]) if found["rows"] else None
        cells = {column_id: row[at] for column_id, at in self.position.items()}
        return TotalRow(number, after, named or found["word"] in SUBTOTALS, stated, cells)
