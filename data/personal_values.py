"""What the door does with personal data in declared columns: which cells it asks about, and what it says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.columns import ReadColumn
from data.export_parts import Column, Export
from data.language import say
from data.personal import personal_in_column

PERSONAL_VALUE = "personal_value"
# what was read as a number may still be a person's; what was read as a day or a listed word is no one's
READ_ANYTHING = ("id", "count", "money", "number")
PLACES = "townships"  # townships are called like people: 杨林, 高平
KINDS = {
    "resident_number": "身份证号",
    "passport": "护照号",
    "mobile": "手机号",
    "telephone": "固定电话",
    "bank_card": "银行卡号",
    "e_mail": "电子邮箱",
    "chat_account": "微信或QQ号",
    "plate": "车牌号",
    "person_name": "姓名",
    "address": "详细地址",
    "coordinates": "坐标",
}
Kinds = Sequence[str]


def is_needed(column: Column, export: Export) -> bool:
    """True where a row cannot do without the column, so that a personal value in it refuses the row."""
    return column.required or column.type == "township" or column.id in export.key


def personal_texts(read: ReadColumn, column: Column, export: Export) -> Mapping[str, Kinds]:
    """Text → kinds, for the personal texts of a declared column.

    Asked are those that were not read well, and all where anything reads well: what was found in a register
    or a list was judged when that came in.
    """
    if column.type in READ_ANYTHING or _is_free_text(column):
        asked = read.texts
    else:
        codes = read.wrong if column.type == "township" else [*read.wrong, *read.odd]
        asked = list(dict.fromkeys(read.texts[code] for code in codes))
    alone = column.type != "township" and not _is_free_text(column)
    names = _is_free_text(column) and export.table != PLACES
    found = personal_in_column(asked, names=names, alone=alone) if asked else {}
    personal = {asked[at]: kinds for at, kinds in found.items()}
    if export.table == PLACES and personal:
        from data.national_register import is_township

        # 田师傅镇 is a place, whatever it sounds like
        return {text: kinds for text, kinds in personal.items() if not is_township(text.strip())}
    return personal


def rows_of_texts(read: ReadColumn, wanted: Collection[str]) -> pa.Array:
    """True for the rows of a column whose text is one of the wanted."""
    return pa.array([text in wanted for text in read.texts], pa.bool_()).take(read.codes)


def without_personal(read: ReadColumn, personal: Collection[str], column: Column) -> pa.Array:
    """The values with a blank one where the text is personal; a boolean's blank is no."""
    blank = pa.scalar(False if column.type == "boolean" else None, read.values.type)
    return pc.if_else(rows_of_texts(read, personal), blank, read.values)


def expected_instead(kinds: Kinds, is_refused: bool) -> str:
    """The sentence for the report; it names the kind, never the value."""
    named = say("、").join(say(KINDS[kind]) for kind in kinds)
    if is_refused:
        return say("不含个人信息的内容（似有{kinds}）；原值不保存、不显示", kinds=named)
    return say("不含个人信息的内容（似有{kinds}）；这一格已清空", kinds=named)


def _is_free_text(column: Column) -> bool:
    return column.type == "text" and not column.values and not column.list_name
