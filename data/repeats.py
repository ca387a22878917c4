"""Rows that come again inside one file."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.judging import Judging
from data.language import say


def check_repeats(judging: Judging) -> None:
    """An exact repeat is kept once; the same key with other content is kept too: the export says which wins.

    A row is compared with the one of its key before it: where A, B, A come, the last A is no repeat: it wins.
    """
    judging.keys_differ = _all_differ(judging)
    if judging.keys_differ:
        return
    groups = _rows_by_key(judging)
    again = [rows for rows in groups.values() if len(rows) > 1]
    if not again:
        return
    wanted = sorted(index for rows in again for index in rows)
    content = dict(zip(wanted, _contents(judging, wanted), strict=True))
    for rows in again:
        _judge_group(judging, rows, content)


def _all_differ(judging: Judging) -> bool:
    """True where no key comes twice: what most files are, told without a Python object for every row."""
    keys = judging.values.select(list(judging.export.key))
    if keys.num_columns == 1 and pa.types.is_string(keys.schema.types[0]):
        return bool(pc.count_distinct(keys.column(0), mode="all").as_py() == keys.num_rows)
    return bool(keys.group_by(keys.column_names, use_threads=False).aggregate([]).num_rows == keys.num_rows)


def _rows_by_key(judging: Judging) -> dict[tuple, list[int]]:
    columns = [judging.column(column_id).to_pylist() for column_id in judging.export.key]
    keys = list(zip(*columns, strict=True))
    groups: dict[tuple, list[int]] = {}
    for index in judging.accepted():
        groups.setdefault(keys[index], []).append(index)
    return groups


def _contents(judging: Judging, rows: Sequence[int]) -> list[tuple]:
    """All declared values of the rows."""
    table = judging.values.take(rows)
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _judge_group(judging: Judging, rows: Sequence[int], content: dict[int, tuple]) -> None:
    column_id, numbers = judging.export.key[-1], judging.sheet.numbers
    standing = rows[0]
    for index in rows[1:]:
        if content[index] == content[standing]:
            expected = say("与第{row}行完全相同，只保留一次", row=numbers[standing])
            judging.warn(index, column_id, "repeat", expected)
            judging.repeats.add(index)
        else:
            expected = say("与第{row}行不重复；{wins}", row=numbers[standing], wins=_who_wins(judging))
            judging.warn(index, column_id, "id_again", expected)
            standing = index


def _who_wins(judging: Judging) -> str:
    wins = judging.export.wins
    if wins == "last":
        return say("以最后一行为准")
    if wins == "first":
        return say("以第一行为准")
    return say("以“{column}”最晚的一行为准", column=judging.sheet.heading(wins, judging.export))
