"""How like the values of a file's column are to what one of our columns holds, with the reason in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data import cells
from data.asking.column_sample import SampleColumn
from data.asking.likely_words import WordNames, listed_value
from data.cell_text import half_width, normalised
from data.export_parts import Column, Export
from data.findings import CheckContext
from data.language import say

SHAPED_LIKE_ID = re.compile(r"(?=.*\d)[\w〔〕\[\]()（）【】/.#-]{2,40}")
CATEGORIES = 60  # a column of words from a list has no more different values
ASKED_FOR, KNOWN_SHARE = 200, 0.2  # ids that the store is asked for, and how many of them make a column known
FITS = 0.5  # from here on a reason is worth saying


@dataclass(frozen=True)
class ValueLikeness:
    """`share`: 0 to 1, None where the values say nothing either way; `reason`: in words, "" where none."""

    share: float | None
    reason: str = ""


def value_likeness(
    column: Column, export: Export, sample: SampleColumn, context: CheckContext, names: WordNames
) -> ValueLikeness:
    """Judge the values of `sample` as those of `column`."""
    if not sample.filled:
        return ValueLikeness(None, say("这一列全空"))
    judge = JUDGES.get(column.type)
    if judge:
        return judge(sample, context)
    if column.type in ("word", "boolean"):
        return _words(column, sample, names)
    if column.type == "id":
        return _ids(column, export, sample, context)
    return _texts(column, sample, context)


def _said(share: float, text: str) -> ValueLikeness:
    return ValueLikeness(share, say(text, share=f"{int(100 * share)}%") if share >= FITS else "")


def _dates(sample: SampleColumn, context: CheckContext) -> ValueLikeness:
    return _said(sample.day_share, "{share}的值是日期")


def _months(sample: SampleColumn, context: CheckContext) -> ValueLikeness:
    return _said(max(sample.month_share(), 0.6 * sample.day_share), "{share}的值是月份")


def _townships(sample: SampleColumn, context: CheckContext) -> ValueLikeness:
    if not context.register.townships:
        return ValueLikeness(None)
    return _said(sample.share(context.register.find), "{share}的值是名录中的乡镇")


def _indicators(sample: SampleColumn, context: CheckContext) -> ValueLikeness:
    names = {normalised(name) for name in context.indicators}
    return _said(sample.share(lambda text: normalised(text) in names), "{share}的值是指标")


def _numbers(
    read: Callable[[str], object], text: str
) -> Callable[[SampleColumn, CheckContext], ValueLikeness]:
    def judge(sample: SampleColumn, context: CheckContext) -> ValueLikeness:
        return _said(sample.share(read), text)

    return judge


JUDGES: Mapping[str, Callable[[SampleColumn, CheckContext], ValueLikeness]] = {
    "date": _dates,
    "month": _months,
    "township": _townships,
    "indicator": _indicators,
    "year": _numbers(cells.read_year, "{share}的值是年份"),
    "count": _numbers(cells.read_count, "{share}的值是整数"),
    "number": _numbers(cells.read_number, "{share}的值是数字"),
    "money": _numbers(cells.read_money, "{share}的值是金额"),
}


def _words(column: Column, sample: SampleColumn, names: WordNames) -> ValueLikeness:
    """How many are words of the list, or mean the same as one."""
    if len(sample.counts) > CATEGORIES:
        return ValueLikeness(0.0)
    share = sample.share(lambda text: listed_value(text, column, names))
    return _said(share, "{share}的值是可填的词或同义词")


def _ids(column: Column, export: Export, sample: SampleColumn, context: CheckContext) -> ValueLikeness:
    """Different in every row, with digits, no days, and not just the number of the row; or known already."""
    if sample.day_share > FITS:
        return ValueLikeness(0.0)
    if _counts_up(sample):  # an office may number its cases so, but only their name can tell
        return ValueLikeness(None)
    shaped = sample.share(lambda text: SHAPED_LIKE_ID.fullmatch(half_width(text)))
    if column.refers:  # names another case: only where there is one
        return ValueLikeness(shaped)
    different = len(sample.counts) / sample.filled
    is_unique = different == 1 and shaped >= FITS
    asked = list(sample.counts)[:ASKED_FOR] if shaped * different >= FITS else []
    if asked and len(context.known(export.id, asked)) >= KNOWN_SHARE * len(asked):
        return ValueLikeness(1.0, say("这些编号在已发布的数据里出现过"))
    return ValueLikeness(shaped * different, say("像编号，每行都不同") if is_unique else "")


def _counts_up(sample: SampleColumn) -> bool:
    """True for 1, 2, 3 …: the number of the row, which begins anew in every file."""
    numbers = [int(float(t)) for t in map(half_width, sample.counts) if re.fullmatch(r"\d{1,6}(?:\.0)?", t)]
    return len(numbers) == sample.filled and numbers == list(range(1, 1 + len(numbers)))


def _texts(column: Column, sample: SampleColumn, context: CheckContext) -> ValueLikeness:
    """A listed column repeats few values; any text may be in a free one, so that says little."""
    listed = frozenset(map(normalised, column.values or context.lists.get(column.list_name, ())))
    if not listed:
        return ValueLikeness(0.0 if sample.day_share > FITS else None)
    share = sample.share(lambda text: normalised(text) in listed)
    if share >= FITS:
        return _said(share, "{share}的值在清单中")
    numeric = sample.share(lambda text: cells.NUMBER.fullmatch(half_width(text)))
    if len(sample.counts) > CATEGORIES or max(numeric, sample.day_share) > FITS:
        return ValueLikeness(0.0)
    return ValueLikeness(None)
