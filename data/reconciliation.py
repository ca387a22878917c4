"""What a file says twice must be the same twice: warnings with both figures, never a refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Any

import pyarrow.compute as pc

from data.date_rules import month_before, month_of
from data.findings import Coverage
from data.judging import Judging
from data.language import say
from data.reconciling_rules import PartsRule, StockRule

TOLERANCE = Decimal("0.005")
NOISE = 3  # standard deviations of a count: 4 cases instead of 9 are no break
FEWEST_ROWS = 6  # a row that comes twice is a slip; a file whose every row comes twice was put together twice
MOST_TIMES = 12
SAME_SHARE = 0.9  # of the ids that come equally often


def reconcile(judging: Judging, month: date, coverage: Sequence[Coverage]) -> None:
    """Parts against wholes, stocks against last month, rows against the usual, and repeated imports."""
    for rule in judging.export.parts:
        _check_parts(judging, rule)
    for stock in judging.export.stock:
        _check_stock(judging, stock, month)
    _check_volume(judging, month, coverage)
    _check_imports(judging)


def figure_text(number: Any) -> str:
    """1234.0 → 1,234 and 1234.50 → 1,234.5."""
    text = f"{Decimal(str(number)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def times_over(larger: Any, smaller: Any) -> int | None:
    """How many times, 2 to 12, where one figure is exactly a multiple of the other."""
    whole, part = Decimal(str(larger)), Decimal(str(smaller or 0))
    # far beyond, as a total of thirty digits is, there is no remainder to be had
    if not part or abs(whole) > MOST_TIMES * abs(part) or whole % part:
        return None
    times = int(whole / part)
    return times if 2 <= times <= MOST_TIMES else None


def _check_parts(judging: Judging, rule: PartsRule) -> None:
    named = (rule.whole, *rule.parts, *rule.less)
    if not all(map(judging.has, named)):
        return
    columns = [judging.column(column_id).to_pylist() for column_id in named]
    for index in judging.accepted():
        whole, *parts = (column[index] for column in columns)
        if whole is not None and any(part is not None for part in parts):
            _compare_parts(judging, rule, index, whole, parts)


def _compare_parts(judging: Judging, rule: PartsRule, index: int, whole: Any, parts: list[Any]) -> None:
    signs = ["＋"] * len(rule.parts) + ["－"] * len(rule.less)
    numbers = [Decimal(str(part or 0)) for part in parts]
    total = sum((n if sign == "＋" else -n for sign, n in zip(signs, numbers, strict=True)), Decimal(0))
    if abs(Decimal(str(whole)) - total) <= TOLERANCE:
        return
    named = zip(signs, (*rule.parts, *rule.less), numbers, strict=True)
    terms = "".join(
        f"{sign}{judging.sheet.heading(column_id, judging.export)}{figure_text(number)}"
        for sign, column_id, number in named
    ).removeprefix("＋")
    expected = say("{terms}＝{total}", terms=terms, total=figure_text(total))
    judging.warn(index, rule.whole, "parts_differ", expected)


def _check_stock(judging: Judging, rule: StockRule, month: date) -> None:
    """What is open at the beginning of a month is what was open at the end of the last."""
    if not judging.has(rule.opening) or (rule.closing and not judging.has(rule.closing)):
        return
    opening = judging.column(rule.opening).to_pylist()
    months = _months(judging, month)
    rows = [index for index in judging.accepted() if opening[index] is not None]
    if rule.of:
        _check_open_cases(judging, rule, months, opening, rows)
        return
    keys = _keys_without_month(judging)
    closing = judging.column(rule.closing).to_pylist()
    here = {(months[index], keys[index]): closing[index] for index in judging.accepted()}
    stored = {each: judging.context.last_closing(judging.export, rule, each) for each in set(months)}
    for index in rows:
        before = month_before(months[index])
        stood = here.get((before, keys[index]), stored[months[index]].get(keys[index]))
        if stood is not None and Decimal(str(stood)) != Decimal(str(opening[index])):
            expected = say("{month}末的{stood}", month=f"{before:%Y-%m}", stood=figure_text(stood))
            judging.warn(index, rule.opening, "stock_differs", expected)


def _check_open_cases(
    judging: Judging, rule: StockRule, months: list[date], opening: list[Any], rows: list[int]
) -> None:
    """Per township: the figure against the cases that the store holds as open at the end of last month."""
    column = judging.export.township_column
    if column is None:
        return
    townships = judging.column(column.id).to_pylist()
    groups: dict[tuple[date, str], list[int]] = {}
    for index in rows:
        groups.setdefault((months[index], townships[index]), []).append(index)
    open_cases = {month: judging.context.open_cases(rule, month) for month, _ in groups}
    for (month, township), indexes in groups.items():
        stated, known = sum(opening[index] for index in indexes), open_cases[month]
        if known is not None and stated != known.get(township, 0):
            stood = figure_text(known.get(township, 0))
            expected = say(
                "{month}末库中未办结的{stood}件", month=f"{month_before(month):%Y-%m}", stood=stood
            )
            judging.warn(indexes[0], rule.opening, "stock_differs", expected, figure_text(stated))


def _months(judging: Judging, month: date) -> list[date]:
    if not judging.export.opening:
        return [month] * judging.values.num_rows
    days = judging.column(judging.export.opening).to_pylist()
    return [month_of(day) if day else month for day in days]


def _keys_without_month(judging: Judging) -> list[tuple]:
    named = [column_id for column_id in judging.export.key if column_id != judging.export.opening]
    columns = [judging.column(column_id).to_pylist() for column_id in named]
    return list(zip(*columns, strict=True)) if columns else [()] * judging.values.num_rows


def _check_volume(judging: Judging, month: date, coverage: Sequence[Coverage]) -> None:
    """The whole file against its usual rows, and each township against its own."""
    townships = frozenset(each.township for each in coverage if each.township)
    usual = judging.context.usual_rows(judging.export.id, month, townships)
    rows = sum(each.rows for each in coverage if each.month == month)
    if usual and not usual / 2 <= rows <= usual * 2:
        judging.warn_file("unusual_volume", say("通常约{rows}行", rows=round(usual)), str(rows))
    if len(townships) > 1:
        _check_volume_of_each(judging, month, coverage)


def _check_volume_of_each(judging: Judging, month: date, coverage: Sequence[Coverage]) -> None:
    """Each township in force against its usual rows; those under the name of one that ended are its own."""
    register, rows = judging.context.register, Counter[str]()
    for each in coverage:
        if each.township and each.month == month:
            rows[register.in_force(each.township, month)] += each.rows
    usual = judging.context.usual_by_township(judging.export.id, month)
    names = {each.code: each.name for each in register.townships}
    for code in rows:
        if code not in usual or _is_usual(rows[code], usual[code]):
            continue
        name = names.get(code, code)
        expected = say("{township}通常约{rows}行", township=name, rows=round(usual[code]))
        judging.warn_file(
            "unusual_volume", expected, say("{township}{rows}行", township=name, rows=rows[code])
        )


def _is_usual(rows: int, usual: float) -> bool:
    # a place that mostly has none has one now and then
    return usual / 2 <= rows <= usual * 2 or abs(rows - usual) <= NOISE * sqrt(max(usual, 1))


def _check_imports(judging: Judging) -> None:
    """A file that holds the same batch several times: a system imported it again and again."""
    rows, key = judging.values.num_rows, list(judging.export.key)
    if rows < FEWEST_ROWS or judging.keys_differ:
        return
    counted = judging.values.select(key).group_by(key, use_threads=False).aggregate([([], "count_all")])
    often = pc.value_counts(counted["count_all"]).to_pylist()
    most = max(often, key=lambda each: each["counts"])
    times, distinct = most["values"], counted.num_rows
    if times > 1 and most["counts"] >= SAME_SHARE * distinct:
        expected = say(
            "每个编号一行：不同的编号有{distinct}个，各出现{times}次，像是导入了{times}次",
            distinct=f"{distinct:,}",
            times=times,
        )
        judging.warn_file("imported_again", expected, say("{rows}行", rows=f"{rows:,}"))
