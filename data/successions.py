"""Townships that ended: what is dated later counts for the one they went into, what came before stays theirs.

A row belongs to the township that was in force in the month of its opening date. So a case of a township that
was merged in March keeps its place in the history of that township, and is closed, months later, in the
figures of its successor (metrics/indicator_months.py counts by the register in force in each month).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from data.date_rules import month_of
from data.judging import Judging
from data.language import say
from data.township_register import Register, Township

FIRST_MONTH, LAST_MONTH = date(1, 1, 1), date(9999, 12, 1)


def move_forward(judging: Judging, reported: date | None) -> None:
    """Give rows that name an ended township after its end to its successor; say so, once for each.

    reported: the month that stands for the date of a row that has none.
    """
    column, register = judging.export.township_column, judging.context.register
    ended = {township.code for township in register.ended_into_another}
    if column is None or not ended.intersection(judging.column(column.id).unique().to_pylist()):
        return
    codes, months = judging.column(column.id).to_pylist(), months_of_rows(judging, reported)
    now = [
        register.in_force(code, month) if code in ended and month else code
        for code, month in zip(codes, months, strict=True)
    ]
    set_townships(judging, now)
    if judging.export.id_column is None:
        _refuse_second_answers(judging, codes)
    moved = Counter((old, new) for old, new in zip(codes, now, strict=True) if old != new)
    for (old, new), count in moved.items():
        _tell(judging, register.by_code[old], register.by_code[new], count)


def _refuse_second_answers(judging: Judging, codes: Sequence[str | None]) -> None:
    """Where old and new name answer the same question, neither is the sum of both: a person adds them up.

    codes: the townships as the file names them.
    """
    columns = [judging.column(column_id).to_pylist() for column_id in judging.export.key]
    first: dict[tuple, int] = {}
    for index, key in enumerate(zip(*columns, strict=True)):
        other = first.setdefault(key, index)
        if codes[other] != codes[index]:
            row = judging.sheet.numbers[other]
            expected = say("并入后合成一行；第{row}行已是并入的乡镇的同一项", row=row)
            judging.refuse(index, "township", "merged_twice", expected)


def keep_with_predecessors(judging: Judging, known: dict[int, str]) -> None:
    """Rows whose id lives in a predecessor, and that opened in its time, go on being the predecessor's.

    known: index of a row → the township in which its id lives. A system that has relabelled its old cases
    with the new name does not rewrite the history of the township that was merged.
    """
    register, months = judging.context.register, months_of_rows(judging, None)
    assert judging.export.township_column is not None
    codes = judging.column(judging.export.township_column.id).to_pylist()
    kept = 0
    for index, home in known.items():
        here, month, township = codes[index], months[index], register.by_code.get(home)
        if here in register.line_of(home)[1:] and township and month and township.is_valid_in(month):
            codes[index] = home
            kept += 1
    if kept:
        set_townships(judging, codes)
        expected = say("撤并前登记的办件仍属原乡镇，撤并后办结的记入并入的乡镇；共{n}行照此处理", n=kept)
        judging.warn_file("kept_with_predecessor", expected, column_id="township")


def warn_of_times_without(judging: Judging) -> None:
    """Warn of rows dated before their township began, or after it ended without a successor."""
    column, register = judging.export.township_column, judging.context.register
    if column is None or not judging.export.opening or not any(map(_has_bounds, register.townships)):
        return
    pairs = _distinct(judging.column(column.id), judging.column(judging.export.opening))
    outside = {
        register.by_code[code].name
        for code, month in pairs
        if code in register.by_code and not register.by_code[code].is_valid_in(month)
    }
    if outside:
        expected = say("有效期内的日期；这些行照收。如系撤并或改名，请在乡镇名录里填有效止、并入或曾用名")
        judging.warn_file("outside_validity", expected, say("、").join(sorted(outside)), column.id)


def _has_bounds(township: Township) -> bool:
    return township.valid_from is not None or township.valid_to is not None


def _distinct(codes: pa.ChunkedArray, days: pa.ChunkedArray) -> set[tuple[str, date]]:
    """Every township and month that some row has, told without looking at each row in turn."""
    coded = codes.combine_chunks().dictionary_encode()
    whole = pc.and_(pc.is_valid(coded.indices), pc.is_valid(days.combine_chunks()))
    months = pc.add(pc.multiply(pc.year(days), 12), pc.subtract(pc.month(days), 1)).combine_chunks()
    pairs = pc.add(pc.multiply(coded.indices.cast(pa.int64()), 1 << 20), months).filter(whole).unique()
    found = (divmod(pair, 1 << 20) for pair in pairs.to_pylist())
    return {(coded.dictionary[code].as_py(), date(at // 12, at % 12 + 1, 1)) for code, at in found}


def months_of_rows(judging: Judging, reported: date | None) -> Sequence[date | None]:
    """The month of each row's opening date; `reported` where the export has none."""
    opening = judging.export.opening
    if not opening:
        return [reported] * judging.values.num_rows
    return [month_of(day) if day else None for day in judging.column(opening).to_pylist()]


def set_townships(judging: Judging, codes: Sequence[str | None]) -> None:
    """Write the column of townships anew."""
    column = judging.export.township_column
    assert column is not None
    at = judging.values.column_names.index(column.id)
    judging.values = judging.values.set_column(at, column.id, pa.array(codes, pa.string()))


def holdings(register: Register) -> pa.Table:
    """Who counts for a township that ended, and when: township, since, until, holder (first days of months).

    Townships that go on count for themselves and have no row.
    """
    ended = register.ended_into_another
    rows = [holding for township in ended for holding in _holdings_of(township, register)]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    types = (pa.string(), pa.date32(), pa.date32(), pa.string())
    arrays = [pa.array(list(values), kind) for values, kind in zip(columns, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=["township", "since", "until", "holder"])


def _holdings_of(township: Township, register: Register) -> list[tuple[str, date, date, str]]:
    found, since = [], FIRST_MONTH
    for code in register.line_of(township.code):
        end = register.by_code[code].valid_to
        goes_on = end is None or code == register.line_of(township.code)[-1]
        until = LAST_MONTH if goes_on else month_of(end or LAST_MONTH)
        if since <= until:
            found.append((township.code, since, until, code))
            since = date(until.year + until.month // 12, until.month % 12 + 1, 1) if not goes_on else until
    return found


def _tell(judging: Judging, old: Township, new: Township, count: int) -> None:
    expected = say(
        "{old}已于{day}并入{new}；此后的{n}行记入{new}",
        old=old.name,
        day=old.valid_to,
        new=new.name,
        n=count,
    )
    judging.warn_file("merged_township", expected, old.name, "township")
