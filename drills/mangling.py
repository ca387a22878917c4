"""Files as they must never be, made of real ones: bytes, cells, lines and parts of a workbook mangled."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

PROJECT = Path(__file__).resolve().parent.parent
REAL = PROJECT.parent / "shared" / "real"
ROWS_KEPT = 6
ODD_TEXTS = (
    *(
        "",
        " ",
        "\x00",
        "\ufeff",
        "\u202e八月",
        "望\u200b江镇",
        "=1+1",
        "@SUM(A1)",
        "-1",
        "'",
        '"',
        '""',
        "\t",
        "\r\n",
    ),
    *(
        "<script>alert(1)</script>",
        "'; drop table uploads; --",
        "../../etc/passwd",
        "%s%n",
        "{0}",
        "NaN",
        "inf",
    ),
    *(
        "1e309",
        "-0",
        "９９９",
        "一百",
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "10000-01-01",
        "2026年13月",
        "45992",
    ),
    *(
        "1900-02-29",
        "12:61",
        "#REF!",
        "NULL",
        "None",
        "合计",
        "小计",
        "x" * 5000,
        "望江镇" * 300,
        "𠮷",
        "\ud7ff",
        "٣",
    ),
    *(
        "110101198102030076",
        "13987650421",
        "1" * 400,
        "9" * 5000,
        "0x10",
        "1_000",
        "१२",
        "²",
        "½",
        "∞",
        "１２/３",
        "2026/1/5",
    ),
)
ODD_BYTES = (
    b"\x00",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\x80",
    b"\x81\x30",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\x1a",
)
Mangle = Callable[[bytes, random.Random], bytes]


def seeds() -> list[bytes]:
    """The beginnings of the real files, and of every shape that the product's own forms have."""
    found = [*_heads(sorted((PROJECT / "tests" / "files").glob("*.csv")))]
    found += _heads(sorted((PROJECT / "docs" / "examples").glob("*/*.csv")))
    if REAL.exists():
        found += _heads(
            [*sorted((REAL / "boston311" / "exports").glob("*.csv"))[:3], *REAL.glob("pingshan/*.csv")]
        )
    return [each for each in found if each]


def _heads(paths: Sequence[Path]) -> list[bytes]:
    return [b"".join(path.read_bytes().splitlines(keepends=True)[: 1 + ROWS_KEPT])[:4000] for path in paths]


def workbooks() -> list[bytes]:
    """The small workbooks of the tests, and one with every kind of cell."""
    small = [path.read_bytes() for path in sorted((PROJECT / "tests" / "files").glob("*.xls*"))]
    return [each for each in small if len(each) < 20_000] + [_workbook()]


def _workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["办件编号", "乡镇", "登记日期", "应办结日期"])
        page.write_row(1, 0, ["A1", "望江镇", "2026-01-05", "2026-02-01"])
        page.write_formula(2, 0, "=1+1", None, 2)
        page.write_boolean(2, 1, True)
        page.merge_range(3, 0, 4, 0, "A2")
    return content.getvalue()


def mangled_bytes(content: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, put in, taken out, repeated, or everything from a place on."""
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(content) + 1)
        way = dice.randrange(6)
        if way == 0:
            content = content[:at] + dice.choice(ODD_BYTES) + content[at:]
        elif way == 1:
            content = content[:at] + dice.randbytes(dice.randint(1, 4)) + content[at + 1 :]
        elif way == 2:
            content = content[:at] + content[at + dice.randint(1, 40) :]
        elif way == 3:
            content = content[:at] + content[max(0, at - dice.randint(1, 60)) :]
        elif way == 4:
            content = content[: max(1, at)]
        else:
            content = content.replace(b",", dice.choice((b";", b"\t", b",,", b"")), dice.randint(1, 9))
    return content


def mangled_cells(content: bytes, dice: random.Random) -> bytes:
    """Cells that hold what no cell should; lines too long, too short, or in another order."""
    try:
        rows = list(csv.reader(io.StringIO(_text(content), newline="")))
    except csv.Error:
        return mangled_bytes(content, dice)
    for _ in range(dice.randint(1, 5)):
        row = dice.choice(rows or [[""]])
        at = dice.randrange(len(row) + 1)
        row[at : at + dice.randint(0, 1)] = [dice.choice(ODD_TEXTS)] * dice.choice((1, 1, 1, 2, 40))
    if dice.random() < 0.2:
        dice.shuffle(rows)
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=dice.choice(("\n", "\r\n", "\r"))).writerows(rows)
    encoding = dice.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"))
    return written.getvalue().encode(encoding, "replace")


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-16", "replace")


def mangled_workbook(content: bytes, dice: random.Random) -> bytes:
    """The bytes of the archive, or the texts of its parts, mangled."""
    if dice.random() < 0.3 or not content.startswith(b"PK"):
        return mangled_bytes(content, dice)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(changed, "w") as other:
        names = book.namelist()
        chosen = dice.choice([name for name in names if name.startswith("xl/")] or names)
        for name in names:
            part = book.read(name)
            if name == chosen and dice.random() < 0.05:
                continue
            other.writestr(name, _mangled_xml(part, dice) if name == chosen else part)
    return changed.getvalue()


def _mangled_xml(part: bytes, dice: random.Random) -> bytes:
    words = (b'"', b"<", b">", b'r="', b't="', b"<v>", b"</c>", b"<f>", b's="', b"1", b"A", b"row")
    for _ in range(dice.randint(1, 3)):
        word = dice.choice(words)
        if word in part and dice.random() < 0.6:
            odd = dice.choice((*ODD_TEXTS, "-5", "99999999999", "e", "s", "XFE1", "&#0;", "&x;", "<v/>"))
            start = part.find(word, dice.randrange(len(part)))
            part = part[: max(0, start)] + odd.encode("utf-8", "replace") + part[start + len(word) :]
        else:
            part = mangled_bytes(part, dice)
    return part


MANGLES: dict[str, tuple[Callable[[], list[bytes]], Mangle]] = {
    "字节 bytes": (seeds, mangled_bytes),
    "单元格 cells": (seeds, mangled_cells),
    "工作簿 workbooks": (workbooks, mangled_workbook),
}
