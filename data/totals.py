"""合计 and 小计 rows: never data, but what they say is compared with the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from data.cell_text import Wrong, is_blank
from data.cells import read_number
from data.judging import Judging
from data.language import say
from data.personal import personal_kinds
from data.reconciliation import figure_text, times_over
from data.row_kinds import TotalRow

SUMMED = ("count", "money", "number")


def check_totals(judging: Judging) -> None:
    """Warn, with both figures, where a total differs from the sum of the rows that it is the total of."""
    for total, first, end in _spans(judging.sheet.totals, judging.values.num_rows):
        columns = [c for c in judging.export.columns.values() if c.type in SUMMED and c.id in total.cells]
        for column in columns:
            _compare(judging, total, column.id, first, end)
        _compare_rows(judging, total, end - first, has_figures=bool(columns))


def _spans(totals: Sequence[TotalRow], rows: int) -> Iterator[tuple[TotalRow, int, int]]:
    """Each total with the rows it sums, from `first` to before `end`.

    小计 sums what came since the last one, 合计 and 总计 everything; a total above all rows sums them too.
    """
    subtotals = [total.after for total in totals if total.is_subtotal]
    lead = bool(subtotals) and subtotals[0] == 0
    start = 0
    for total in totals:
        if not total.is_subtotal:
            yield total, 0, total.after or rows
        elif lead:
            yield total, total.after, next((at for at in subtotals if at > total.after), rows)
        else:
            yield total, start, total.after
        start = total.after


def _compare(judging: Judging, total: TotalRow, column_id: str, first: int, end: int) -> None:
    text = total.cells[column_id]
    stated = _figure(text)
    if isinstance(stated, Wrong):
        return
    part = judging.column(column_id).slice(first, end - first)
    added = pc.sum(part).as_py() or 0
    if abs(Decimal(str(added)) - Decimal(str(stated))) > Decimal("0.005"):
        expected = _sum_text(stated, added)
        judging.warn_file("total_differs", expected, f"{stated:,.10g}", column_id, total.number)


def _sum_text(stated: Any, added: Any) -> str:
    """The other figure, and the sign of a batch that was imported again and again."""
    total = figure_text(added)
    if times := times_over(stated, added):
        return say("各行相加为{sum}；合计正好是{times}倍，像是导入了{times}次", sum=total, times=times)
    if times := times_over(added, stated):
        return say("各行相加为{sum}，正好是合计的{times}倍，像是导入了{times}次", sum=total, times=times)
    return say("各行相加为{sum}", sum=total)


def _compare_rows(judging: Judging, total: TotalRow, rows: int, has_figures: bool) -> None:
    """In a list of cases a total can only be their number."""
    numbers = [] if has_figures else [_figure(text) for text in total.cells.values()]
    stated = total.stated_rows or next((n for n in numbers if not isinstance(n, Wrong)), None)
    if stated is not None and stated != rows:
        expected = say("共{rows}行", rows=rows)
        if times := times_over(stated, rows):
            expected = say("共{rows}行；合计正好是{times}倍，像是导入了{times}次", rows=rows, times=times)
        judging.warn_file("total_differs", expected, f"{stated:,.10g}", row=total.number)


def _figure(text: str) -> float | Wrong:
    """A telephone number in a total row is no figure, and must not be quoted as one."""
    return Wrong("") if is_blank(text) or personal_kinds(text) else read_number(text)
