"""Refused rows as a file to mend and upload again: bad cells are coloured and say what was expected."""

from __future__ import annotations

import csv
import io
from typing import Any

from data.formula_text import is_like_formula, safe_cell
from data.language import language, say
from data.returned_rows import REASON, REASON_ENGLISH, ReturnedRows

MOST_IN_WORKBOOK = 50_000  # rows: each has notes, which spreadsheets open slowly
LONGEST_CELL = 32_767  # signs that a spreadsheet's cell holds
BAD = {"bg_color": "#FBDCC2", "border": 1, "border_color": "#C4570A"}
PLAIN = {"num_format": "@"}  # text: what was typed stays what was typed


def returned_csv(returned: ReturnedRows) -> bytes:
    """The rows and a last column that says what is wrong; with the byte-order mark that spreadsheets want."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(safe_cell, (*returned.headings, _reason_heading())))
    for row, reason in zip(returned.rows, returned.reasons, strict=True):
        writer.writerow(map(safe_cell, (*row, reason)))
    return text.getvalue().encode("utf-8-sig")


def returned_xlsx(returned: ReturnedRows) -> bytes:
    """The rows as a workbook: each bad cell coloured, with a note; no cell is a formula.

    At most MOST_IN_WORKBOOK rows; the sheet of notes says so where there are more.
    """
    import xlsxwriter  # only who asks for the file pays for it

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet(say("退回的行"))
        _write_headings(book, sheet, returned)
        _write_rows(book, sheet, returned)
        _write_guide(book, returned)
    return content.getvalue()


def _reason_heading() -> str:
    return REASON if language() == "zh" else REASON_ENGLISH


def _write_headings(book: Any, sheet: Any, returned: ReturnedRows) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F3F5"})
    plain = book.add_format(PLAIN)
    for at, heading in enumerate(returned.headings):
        sheet.set_column(at, at, max(12, 2 * len(heading) + 4), plain)
        sheet.write_string(0, at, heading, bold)
    last = len(returned.headings)
    sheet.set_column(last, last, 60, plain)
    sheet.write_string(0, last, _reason_heading(), bold)
    sheet.freeze_panes(1, 0)


def _write_rows(book: Any, sheet: Any, returned: ReturnedRows) -> None:
    formats = {
        (is_bad, is_quoted): book.add_format(PLAIN | (BAD if is_bad else {}) | {"quote_prefix": is_quoted})
        for is_bad in (False, True)
        for is_quoted in (False, True)
    }
    for at, row in enumerate(returned.rows[:MOST_IN_WORKBOOK]):
        for column, text in enumerate((*row, returned.reasons[at])):
            note = returned.notes.get((at, column), "")
            shape = formats[bool(note), is_like_formula(text)]
            # a blank cell too: its colour shows that something is missing
            (sheet.write_string if text else sheet.write_blank)(at + 1, column, text[:LONGEST_CELL], shape)
            if note:
                sheet.write_comment(at + 1, column, note, {"x_scale": 2})
    everything = (0, 0, min(len(returned.rows), MOST_IN_WORKBOOK), len(returned.headings))
    sheet.ignore_errors({"number_stored_as_text": _range(*everything)})


def _range(*corners: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(*corners))


def _write_guide(book: Any, returned: ReturnedRows) -> None:
    guide = book.add_worksheet(say("怎样改"))
    guide.set_column(0, 0, 90)
    lines = [
        say("改好标了颜色的格子，整份重新上传即可；鼠标停在格子上可看到应该怎样填。"),
        say("最后一列是退回原因，不用删，上传时不会读它。"),
        say("没有声明的列不在这里；像个人信息的内容已经清空，请勿再填。"),
    ]
    if len(returned.rows) > MOST_IN_WORKBOOK:
        lines.append(
            say(
                "共{rows}行退回，这里是前{shown}行；全部见CSV。",
                rows=len(returned.rows),
                shown=MOST_IN_WORKBOOK,
            )
        )
    for at, line in enumerate(lines):
        guide.write_string(at, 0, line)
