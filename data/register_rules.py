"""The register of townships: files are matched by its codes, names and aliases, so each is one's own."""

from __future__ import annotations

from data.cell_text import normalised
from data.judging import Judging
from data.language import say
from data.township_register import split_aliases

TABLE = "townships"


def check_register(judging: Judging) -> None:
    """Refuse a row whose code, name or alias an earlier row has; the same row once more is a repeat."""
    if judging.export.table != TABLE:
        return
    owner: dict[str, int] = {}
    rows = judging.values.to_pylist()
    for index in judging.accepted():
        for column_id, text in _names(rows[index]):
            other = owner.setdefault(normalised(text), index)
            if other != index and rows[other] != rows[index]:
                expected = say("不与第{row}行重复的代码、名称或别名", row=judging.sheet.numbers[other])
                rule = "code_again" if column_id == "code" else "name_again"
                judging.refuse(index, column_id, rule, expected, text)


def _names(row: dict) -> list[tuple[str, str]]:
    texts = [("code", row["code"]), ("name", row["name"])]
    return texts + [("aliases", alias) for alias in split_aliases(row.get("aliases"))]
