"""Columns that stand for facts about a person, told by their heading or by their values. Such a column is
never declared, so it is always dropped; recognising it lets the report say so, by its heading and the number
of values, never by a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.cell_text import normalised
from data.personal import personal_in_column, scrubbed
from data.text_column import TextColumn

PARTS = (
    *(
        "姓名",
        "联系人",
        "信访人",
        "反映人",
        "当事人",
        "投诉人",
        "举报人",
        "来访人",
        "来电人",
        "来信人",
        "受害人",
        "报案人",
        "申请人",
        "户主",
    ),
    *("身份证", "证件", "护照", "电话", "手机", "联系方式", "微信", "邮箱", "银行卡", "银行账号", "车牌"),
    *(
        "住址",
        "地址",
        "户籍",
        "籍贯",
        "出生",
        "年龄",
        "性别",
        "民族",
        "宗教",
        "信仰",
        "政治面貌",
        "党员",
    ),
    *("婚姻状况", "文化程度", "职业", "内容", "描述", "事由", "备注", "经度", "纬度", "坐标", "经纬"),
)
ENGLISH_WORDS = frozenset(
    (
        *(
            "name",
            "surname",
            "phone",
            "mobile",
            "tel",
            "telephone",
            "email",
            "mail",
            "wechat",
            "qq",
            "passport",
        ),
        *("idcard", "birth", "birthday", "dob", "age", "gender", "sex", "ethnicity", "race", "religion"),
        *("address", "addr", "street", "zipcode", "location", "geom", "coordinates", "latitude", "longitude"),
        *("lat", "lon", "lng", "description", "content", "text", "remark", "remarks", "note", "notes"),
        *("comment", "comments"),
    )
)
ENGLISH_PAIRS = ("id_card", "id_number", "id_no", "bank_card", "plate_number", "zip_code")


def is_private(heading: str) -> bool:
    """True for a heading that names, numbers, locates or describes a person, or holds free text."""
    name = normalised(heading)
    # at the end only: 发生日期 is no birthday, 死亡人数 no person
    if name.endswith(("生日", "人", "人员")) or any(part in name for part in PARTS):
        return True
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).lower())
    joined = "_".join(words)
    return not ENGLISH_WORDS.isdisjoint(words) or any(pair in joined for pair in ENGLISH_PAIRS)


@dataclass(frozen=True)
class Undeclared:
    """Headings of the columns that are not kept, fit to be shown: personal ones and others; and how many
    personal values there were."""

    private: tuple[str, ...]
    ignored: tuple[str, ...]
    values: int


def undeclared_columns(headings: Mapping[int, str], column: Callable[[int], TextColumn]) -> Undeclared:
    """Judge the undeclared columns (position → heading) by heading, else by what is in them.

    column: the texts of the column at a position, one per data row.

    Under a personal heading every filled cell counts, elsewhere those that hold personal data.
    """
    private: list[str] = []
    ignored: list[str] = []
    values = 0
    for at, heading in headings.items():
        found = _personal_cells(column(at), is_private(heading))
        values += found
        is_personal = found or is_private(heading) or scrubbed(heading) != heading
        (private if is_personal else ignored).append(scrubbed(heading.strip()))
    return Undeclared(_once(private), _once(ignored), values)


def _once(headings: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(heading for heading in headings if heading))


def _personal_cells(texts: TextColumn, every_one: bool) -> int:
    rows_of = texts.counted()
    if every_one:
        return sum(rows for text, rows in rows_of.items() if text.strip())
    distinct = [text for text in rows_of if text]
    return sum(rows_of[distinct[at]] for at in personal_in_column(distinct))
