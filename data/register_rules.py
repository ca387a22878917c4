"""The register of townships: files are matched by its codes, names and aliases, so each is one's own.

A township that went into another names it. Whoever follows that from one to the next comes to an end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.branches import LEVELS
from data.cell_text import normalised
from data.judging import Judging
from data.language import say
from data.telling_apart import names_like
from data.township_register import Register, register_from_rows, split_aliases

TABLE = "townships"
Row = dict[str, Any]


def check_register(judging: Judging) -> None:
    """Refuse names that are another row's (the same row once more is a repeat), successors that do not exist,
    and mergers that go round in a circle.
    """
    if judging.export.table != TABLE:
        return
    rows = judging.values.to_pylist()
    _refuse_names_again(judging, rows)
    if any(row.get("merged_into") for row in rows):
        _check_successors(judging, rows)
    _warn_of_absent(judging, rows)


def _refuse_names_again(judging: Judging, rows: list[Row]) -> None:
    owner: dict[tuple[str, ...], int] = {}
    has_branches = len({_county(row) for row in rows}) > 1
    for index in judging.accepted():
        for column_id, text in _names(rows[index]):
            # two counties may both have a 城关镇; a code is one's own everywhere
            county = _county(rows[index]) if has_branches and column_id != "code" else ()
            other = owner.setdefault((normalised(text), *county), index)
            if (
                other != index
                and rows[other] != rows[index]
                and not _takes_over(rows, index, other, column_id)
            ):
                expected = say("不与第{row}行重复的代码、名称或别名", row=judging.sheet.numbers[other])
                rule = "code_again" if column_id == "code" else "name_again"
                judging.refuse(index, column_id, rule, expected, text)


def _county(row: Row) -> tuple[str, ...]:
    return tuple(normalised(row.get(level) or "") for level in LEVELS)


def _takes_over(rows: list[Row], index: int, other: int, column_id: str) -> bool:
    """True where one of two rows went into the other, so that both may bear the name."""
    if column_id == "code":
        return False
    pairs = ((rows[index], rows[other]), (rows[other], rows[index]))
    return any(
        normalised(old.get("merged_into") or "") in (normalised(new["code"]), normalised(new["name"]))
        for old, new in pairs
    )


def _names(row: Row) -> list[tuple[str, str]]:
    texts = [("code", row["code"]), ("name", row["name"])]
    return texts + [("aliases", alias) for alias in split_aliases(row.get("aliases"))]


def _check_successors(judging: Judging, rows: list[Row]) -> None:
    index_of = {rows[index]["code"]: index for index in judging.accepted()}
    register = _register_after(judging, [rows[index] for index in index_of.values()])
    for code, index in index_of.items():
        asked = rows[index].get("merged_into")
        if not asked:
            continue
        if register.by_code[code].merged_into is None:
            names = say("、").join(names_like(asked, register))
            expected = say("名录中乡镇的代码或名称；最接近的是：{names}", names=names)
            judging.refuse(index, "merged_into", "unknown_successor", expected)
        elif circle := _circle_from(code, register):
            expected = say("最终并入一个现有的乡镇；这里绕了一圈：{names}", names=" → ".join(circle))
            judging.refuse(index, "merged_into", "merged_in_a_circle", expected)


def _register_after(judging: Judging, rows: list[Row]) -> Register:
    """The rows of the file over the townships that stand."""
    of_file = {row["code"] for row in rows}
    kept: list[Mapping[str, Any]] = [
        {**vars(each), "aliases": "、".join(each.aliases), "former_names": "、".join(each.former_names)}
        for each in judging.context.register.townships
        if each.code not in of_file
    ]
    return register_from_rows([*kept, *rows])


def _circle_from(code: str, register: Register) -> list[str]:
    """The names on the way from a township back to itself; [] where the way ends or circles elsewhere."""
    way = [code]
    while successor := register.by_code[way[-1]].merged_into:
        way.append(successor)
        if successor == code:
            return [register.by_code[each].name for each in way]
        if successor in way[:-1]:
            break
    return []


def _warn_of_absent(judging: Judging, rows: list[Row]) -> None:
    """A register that leaves out a township without saying that it ended: it goes on being expected."""
    of_file = {row["code"] for row in rows}
    open_ended = [each for each in judging.context.register.townships if each.valid_to is None]
    absent = [each.name for each in open_ended if each.code not in of_file]
    # a file of a few rows adds to the register, it does not replace it
    if absent and len(absent) * 2 < len(open_ended):
        expected = say("也列出已撤并的乡镇，填有效止和并入；没有列出的仍算在册、仍要报送")
        judging.warn_file("township_absent", expected, say("、").join(absent), "name")
