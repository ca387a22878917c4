"""Empty forms: a file with the right headings that an office fills in and uploads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from data.cell_text import heading_key
from data.export_parts import Column, Export
from data.language import language, pick, say

ROWS = 2000  # rows of the form that have drop-downs and formats
LONGEST_DROP_DOWN = 255  # characters that a drop-down may hold in place
TYPE_TEXTS = {
    "id": "编号，原样填写",
    "township": "名录中的代码、名称或别名",
    "date": "日期，如2026-01-05",
    "month": "月份，如2026-01",
    "year": "年份，如2026",
    "word": "从下拉列表中选",
    "text": "文字",
    "count": "不小于0的整数",
    "number": "数字",
    "money": "金额（元）",
    "boolean": "是或否，空白为否",
    "indicator": "指标的名称或标识",
}
EXAMPLES = {"township": "望江镇", "date": "2025-07-15", "month": "2025-07", "year": "2025"}
EXAMPLES |= {"count": "12", "number": "90", "money": "3500.00", "id": "2025-0001"}

# the open lists by name, and what the two other types of columns choose from
Lists = Mapping[str, Collection[str]]
TOWNSHIPS, INDICATORS = "*townships", "*indicators"
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def offered(lists: Lists, townships: Iterable[str] = (), indicators: Iterable[str] = ()) -> Lists:
    """All that a form's drop-downs offer: open lists, names of townships in their order, of indicators."""
    return {**lists, TOWNSHIPS: tuple(townships), INDICATORS: tuple(indicators)}


def fields(export: Export) -> list[Column]:
    """The columns to fill in: what a constant stands for is left out, a heading that two share comes once."""
    found: list[Column] = []
    for column in export.columns.values():
        shared = any(heading_key(column.name) in other.headers for other in found)
        if column.id not in export.constants and not shared:
            found.append(column)
    return found


def form_csv(export: Export, rows: Iterable[Sequence[str]] = ()) -> bytes:
    """The headings in the running language; with a byte-order mark, by which spreadsheets know UTF-8.

    rows: texts that are filled in already, a cell per field.
    """
    return _csv([[column.name for column in fields(export)], *rows])


def notes_csv(export: Export, lists: Lists | None = None) -> bytes:
    """What the second sheet of a workbook says, for who fills in the CSV."""
    rows = _notes(export, lists or {})
    return _csv([*rows[:1], *((*row[:4], say("、").join(row[4:])) for row in rows[1:])])


def form_xlsx(export: Export, lists: Lists | None = None, rows: Iterable[Sequence[str]] = ()) -> bytes:
    """An empty sheet with headings, drop-downs and formats, and a second sheet that explains every column.

    lists: what the drop-downs offer (`offered`); without it open columns take any text. The example stands
    on the second sheet, so that no filled form has it among its rows.
    rows: texts that are filled in already, a cell per field.
    """
    import xlsxwriter  # only a form pays for it

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet(NOT_IN_A_SHEET_NAME.sub(" ", export.name)[:31].strip() or export.id[:31])
        notes = book.add_worksheet(say("填写说明"))
        _write_headings(book, sheet, export)
        for number, cells in enumerate(rows, start=1):
            for position, cell in enumerate(cells):
                sheet.write_string(number, position, cell)
        _write_notes(book, notes, export, lists or {})
        for position, column in enumerate(fields(export)):
            _restrict(sheet, notes, position, column, choices(column, lists or {}))
    return content.getvalue()


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def choices(column: Column, lists: Lists) -> list[str]:
    """The words that a drop-down offers: closed lists in the running language, open lists as they are."""
    if column.type == "boolean":
        return ["是", "否"] if language() == "zh" else ["yes", "no"]
    if column.type == "word":
        spoken = language()
        named = [(value, words) for value, words in column.words.items() if words]
        return [words[0] if spoken == "zh" or not value else value for value, words in named]
    if column.type in ("township", "indicator"):
        return list(lists.get(TOWNSHIPS if column.type == "township" else INDICATORS, ()))
    return sorted(column.values or lists.get(column.list_name, ()))


def example(column: Column, lists: Lists) -> str:
    """A value that the check would accept; "" for a reference to another row, which few rows have."""
    offers = choices(column, lists)
    if column.refers:
        return ""
    if column.example and (not offers or column.example in offers):
        return column.example
    return offers[0] if offers else column.example or EXAMPLES.get(column.type, "")


def _write_headings(book: Any, sheet: Any, export: Export) -> None:
    style = {"bold": True, "bottom": 1, "bg_color": "#F1F3F5"}
    required, optional = book.add_format(style | {"font_color": "#0B5FA5"}), book.add_format(style)
    # what looks like a number stays what was typed: 003 is not 3
    formats = {"date": "yyyy-mm-dd", "id": "@", "township": "@", "month": "@"}
    for position, column in enumerate(fields(export)):
        shape = book.add_format({"num_format": formats[column.type]}) if column.type in formats else None
        sheet.set_column(position, position, max(12, 2 * len(column.name) + 4), shape)
        sheet.write(0, position, column.name, required if column.required else optional)
    sheet.freeze_panes(1, 0)


def _notes(export: Export, lists: Lists) -> list[list[str]]:
    """Headings, then a row per field: name, whether it is needed, how to fill it, an example, its choices."""
    rows = [[say("列名"), say("必填"), say("怎样填"), say("例子"), say("可填的值")]]
    for column in fields(export):
        need = say("必填") if column.required else say("可空")
        how = pick(column.about) or say(TYPE_TEXTS[column.type])
        # one value a cell: a long drop-down points here
        rows.append([column.name, need, how, example(column, lists), *choices(column, lists)])
    return rows


def _write_notes(book: Any, notes: Any, export: Export, lists: Lists) -> None:
    bold = book.add_format({"bold": True})
    notes.set_column(0, 0, 18)
    notes.set_column(1, 4, 30)
    notes.write_row(0, 0, [export.name], bold)
    headings, *rows = _notes(export, lists)
    notes.write_row(1, 0, headings, bold)
    for row, cells in enumerate(rows, start=2):
        for position, cell in enumerate(cells):
            notes.write_string(row, position, cell)


def _restrict(sheet: Any, notes: Any, position: int, column: Column, offered: list[str]) -> None:
    if not offered:
        return
    source: list[str] | str = offered
    if len(",".join(offered)) > LONGEST_DROP_DOWN:
        row = position + 3  # rows are counted from 1 there, and two stand above
        source = f"='{notes.get_name()}'!$E${row}:${_letters(3 + len(offered))}${row}"
    # an open list only warns: what is not in it is kept as 未归类 until an admin adds it; a township may
    # be written by its code or an alias
    strict = "stop" if column.type in ("word", "boolean") else "warning"
    options = {"validate": "list", "source": source, "error_type": strict}
    sheet.data_validation(1, position, ROWS, position, options)


def _letters(position: int) -> str:
    """The name of a spreadsheet column, counted from 0."""
    first, last = divmod(position, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)
