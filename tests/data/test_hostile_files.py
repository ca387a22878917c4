"""Files made to harm, beyond odd ones: each is refused in words, or read as the plain text that it is."""

from __future__ import annotations

import io
import os
import tomllib
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from data.cell_text import Wrong
from data.cells import read_count, read_number
from data.export_format import load_exports
from data.grid import Unreadable
from data.reading import read_grid
from data.reading_apart import read_apart
from data.refusal import Refused
from data.settings import load_settings
from data.toml_text import parsed_toml
from tests.data.door import cases, checked, rules, values
from tests.data.test_reading_apart import LIMITS, WANTED, refused

HEADINGS = ["办件编号", "乡镇", "登记日期", "应办结日期"]
ROW = ["A1", "望江镇", "2026-01-05", "2026-02-01"]


def book_of(*rows: list[str], **parts: str) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    with zipfile.ZipFile(content, "a") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def with_sheet(content: bytes, old: str, new: str) -> bytes:
    """The workbook with something else in its sheet."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as book,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in book.namelist():
            part = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode(), 1)
            other.writestr(name, part)
    return changed.getvalue()


@pytest.mark.integration
def test_a_million_empty_rows_are_no_rows_of_the_file() -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(3, 1_000_000))
    answer = checked(with_sheet(book_of(HEADINGS, ROW), "</sheetData>", rows + "</sheetData>"), "报表.xlsx")
    assert answer.rows_accepted == 1
    assert answer.rows_in == 1 + answer.rows_explained["blank"]


def test_a_row_number_beyond_every_sheet_ends_the_reading_and_nothing_else() -> None:
    far = with_sheet(book_of(HEADINGS, ROW), 'r="A2"', 'r="A99999999999"')
    with pytest.raises(Unreadable):
        read_apart(far, "报表.xlsx", WANTED, LIMITS)


def test_ten_thousand_columns_are_refused_with_the_limit() -> None:
    assert "500列" in refused((",".join(f"列{n}" for n in range(10_000)) + "\n").encode(), "报表.csv")
    assert "500列" in refused(book_of([f"列{n}" for n in range(10_000)]))


def test_a_link_to_another_file_is_never_followed() -> None:
    links = '<externalLink xmlns="x"><externalBook r:id="rId1"/></externalLink>'
    content = book_of(HEADINGS, ROW, **{"xl/externalLinks/externalLink1.xml": links})
    assert values(checked(content, "报表.xlsx"), "case_id") == ["A1"]


def test_entities_that_grow_are_not_expanded() -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "' + "ha" * 50 + '">'
    laughs += (
        "".join(f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdef", "bcdefg", strict=True)) + "]>"
    )
    content = with_sheet(
        book_of(HEADINGS, ROW), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', laughs
    )
    try:
        answer = checked(with_sheet(content, 't="s"><v>0</v>', 't="str"><v>&g;</v>'), "报表.xlsx")
    except Refused:
        return
    assert answer.refused or answer.rows_accepted <= 1


def test_empty_bytes_inside_a_text_are_refused_and_never_cut_short() -> None:
    answer = checked(",".join(HEADINGS) + "\nA1\x00B,望江镇,2026-01-05,\n")
    assert answer.refused and rules(answer.errors) == ["no_headings"]


def test_two_encodings_in_one_file_are_never_half_read() -> None:
    content = (",".join(HEADINGS) + "\n").encode() + ",".join(ROW).encode("gb18030") + b"\n"
    answer = checked(content)
    assert answer.refused and answer.errors


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u200f", "\u2066", "\ufeff"])
def test_signs_that_nobody_sees_make_no_other_township(sign: str) -> None:
    answer = cases(f"A1,望{sign}江镇,2026-01-05,2026-02-01")
    assert answer.rows_in == 1
    assert answer.rows is None or values(answer, "township") in ([], ["101"])


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "<img src=x onerror=alert(1)>",
        "'; drop table uploads; --",
        "@SUM(A1)",
        "+1+1",
        "%00",
    ],
)
def test_a_name_that_looks_like_code_is_a_text(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    answer = cases(f"{quoted},望江镇,2026-01-05,2026-02-01", f"A2,{quoted},2026-01-05,")
    assert answer.rows_in == 2
    assert values(answer, "case_id") in ([name], [])
    assert answer.rows_rejected == 2 - answer.rows_accepted >= 1


def test_a_number_of_thousands_of_digits_is_wrong_and_no_crash() -> None:
    assert read_count("9" * 5000) == Wrong("not_a_count")
    assert read_number("1" * 400) == Wrong("not_a_number")
    assert read_count("0" * 5000 + "7") == 7


@pytest.mark.parametrize(
    "text",
    [
        *("a = " + "[" * 5000 + "]" * 5000, "a = " + "9" * 5000, "a = {b = " * 3000, "[" + "a." * 100 + "\n"),
        *("a = 0x" + "f" * 99 + "g", 'a = """', "a = 1\na = 2", "\x00"),
    ],
)
def test_a_hostile_toml_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parsed_toml(text)
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused):
        load_settings(tmp_path)
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused):
        load_exports(tmp_path)


@pytest.mark.integration
def test_a_file_of_two_gigabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "报表.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2 << 30)
    # by itself: what an assertion that fails would show of two gigabytes takes all memory there is
    message = refused(path.read_bytes(), path.name)
    assert "2048 MB" in message


def test_a_part_of_a_workbook_that_cannot_be_unpacked_is_refused_in_words() -> None:
    content = bytearray(book_of(HEADINGS, ROW))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        start = book.getinfo("xl/styles.xml").header_offset
    content[start + 60 : start + 120] = bytes(60)
    with pytest.raises(Unreadable) as error:
        read_grid(bytes(content), "报表.xlsx", WANTED)
    assert error.value.rule == "broken_workbook"


def test_who_is_named_beside_a_township_does_not_go_back_with_the_row() -> None:
    answer = cases("A1,望江镇（联系人13987650421）,没有日期,")
    assert answer.returned and "13987650421" not in repr(answer.returned)
