"""The content of the text files of this folder; `make_files.py` writes them."""

from __future__ import annotations

from typing import Any

HEAD = ("办件编号", "乡镇", "登记日期", "应办结日期")
GOOD = ("A1", "望江镇", "2026-01-05", "2026-02-01")
NEXT = ("A2", "石桥镇", "2026-01-06", "2026-02-02")
WORK = ("乡镇", "月份", "工作项目", "已完成")
GOOD_TEXT = "".join(",".join(row) + "\n" for row in (HEAD, GOOD, NEXT))


def lines(*rows: tuple[Any, ...], separator: str = ",") -> str:
    return "".join(separator.join(map(str, row)) + "\n" for row in rows)


TEXTS: dict[str, bytes] = {
    "gbk.csv": GOOD_TEXT.encode("gbk"),
    "utf8_bom.csv": GOOD_TEXT.encode("utf-8-sig"),
    "utf16_bom.csv": GOOD_TEXT.encode("utf-16"),
    "utf16_le_no_bom.csv": GOOD_TEXT.encode("utf-16-le"),
    "utf16_be_no_bom.csv": GOOD_TEXT.encode("utf-16-be"),
    "cr_only.csv": GOOD_TEXT.replace("\n", "\r").encode(),
    "semicolon.csv": GOOD_TEXT.replace(",", ";").encode(),
    "tab.txt": GOOD_TEXT.replace(",", "\t").encode("utf-16"),
    "separator_line.csv": ("sep=;\n" + GOOD_TEXT.replace(",", ";")).encode(),
    "quotes_inside.csv": (
        lines((*HEAD, "承办单位"), (*GOOD, '"县""信访""局"')) + 'A2,石桥镇,2026-01-06,,"县\r\n信访局"\n'
    ).encode(),
    "broken_quotes.csv": (GOOD_TEXT + 'A3,"石桥"镇,2026-01-06,\n').encode(),
    "empty_lines.csv": (GOOD_TEXT.replace(",", ";") + ";;;\n" * 3000).encode(),
    "headings_with_blanks.csv": GOOD_TEXT.replace("乡镇,", " 乡镇\u3000,").encode(),
    "totals.csv": lines(
        WORK,
        ("合计", "", "", 9),
        *(("望江镇", "2026-01", "入户走访", 4), ("望江镇小计", "", "", 4)),
        *(("石桥镇", "2026-01", "入户走访", 5), ("小计", "", "", 6), ("总计", "", "", "9.0")),
    ).encode(),
    "notes.csv": (
        lines(WORK, ("望江镇", "2026-01", "入户走访", 4))
        + "填表人：张三丰,,审核人：李四光,13800138000\n备注：数据截至1月底。,,,\n1、另有两件未报,,,\n"
    ).encode(),
    "headings_again.csv": (GOOD_TEXT + lines(HEAD, ("A3", *NEXT[1:]))).encode(),
    "text_dates.csv": lines(
        HEAD,
        *(("A1", "望江镇", "2026/1/5 11:25:05", "2026年2月1日"), ("A2", "望江镇", "20260105", "5-Feb-2026")),
        *(
            ("A3", "望江镇", "２０２６－１－５", "二〇二六年二月十一日"),
            ("A4", "望江镇", "2026.1.5", "2026-02-01T08:00:00"),
        ),
        *(("A5", "望江镇", "26-1-5", "2026-02-01"), ("A6", "望江镇", "2026-02-31", "2026-02-01")),
    ).encode(),
    "day_first.csv": lines(
        HEAD, ("A1", "望江镇", "3/1/2026", ""), ("A2", "望江镇", "31/1/2026", "")
    ).encode(),
    "month_first.csv": lines(
        HEAD, ("A1", "望江镇", "1/3/2026", ""), ("A2", "望江镇", "1/31/2026", "")
    ).encode(),
    "order_unknown.csv": lines(
        HEAD, ("A1", "望江镇", "3/1/2026", ""), ("A2", "望江镇", "1/1/2026", "")
    ).encode(),
    "two_orders.csv": lines(
        HEAD,
        *((f"A{n}", "望江镇", day, "") for n, day in enumerate(("31/12/2025", "12/31/2025", "3/1/2026"), 1)),
    ).encode(),
    "serial_days.csv": lines(HEAD, ("A1", "望江镇", 46027, 46054), ("A2", "石桥镇", 46028.5, "")).encode(),
    "some_serial_days.csv": lines(HEAD, GOOD, ("A2", "石桥镇", 46028, "")).encode(),
    "blanks.csv": lines(
        (*HEAD[:3], "办结日期", "原办件编号"),
        *(
            (f"A{n}", "望江镇", "2026-01-05", sign, sign)
            for n, sign in enumerate(("无", "—", "/", "-", "\u3000 "))
        ),
    ).encode(),
    "dressed_numbers.csv": lines(
        ("乡镇", "月份", "工作项目", "已完成"),
        *(("望江镇", "2026-01", "入户走访", '"1,234"'), ("石桥镇", "2026-01", "入户走访", "５.0")),
        ("柳林乡", "2025-12", "入户走访", "12%"),
    ).encode(),
    "ids_as_numbers.csv": lines(
        HEAD, *(("20260001.0", "101.0", *GOOD[2:]), ("1.2E+17", "望江镇", *GOOD[2:]), ('="00123"', *GOOD[1:]))
    ).encode(),
    "lost_zeros.csv": lines(HEAD, ("A1", "7", *GOOD[2:])).encode(),
    "repeats.csv": lines(HEAD, GOOD, GOOD, ("A1", "望江镇", "2026-01-05", "2026-03-01")).encode(),
    "html.xls": b"<html><table><tr><td>" + HEAD[0].encode() + b"</td></tr></table></html>",
    "report.et": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
    "report.pdf": b"%PDF-1.7\n",
}
