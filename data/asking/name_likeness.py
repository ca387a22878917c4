"""How like two headings are: 办结时间 and 结案日期 say little in their last signs, much in their first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from data.cell_text import normalised

# what comes after a number or stands in brackets belongs to the form, not to the name
DECORATION = re.compile(r"^[*＊\d.、()（）]+|[(（\[【].*?[)）\]】]|[*＊:：]+$")
SAME_SIGNS = (("时间", "日期"), ("编码", "编号"), ("代码", "编号"), ("单号", "编号"), ("号码", "编号"))
# the end that says only what kind of column it is, by type; English ids begin or end with it
KIND_ONLY = {
    "date": re.compile(r"日期|年月日|[_ ]?(?:dt|date|on|at|time)$"),
    "month": re.compile(r"月份|年月|日期|[_ ]?month$"),
    "id": re.compile(r"编号|[_ ]?(?:id|no|number)$"),
    "boolean": re.compile(r"^是否为?|^有无"),
    "count": re.compile(r"人数|数量|件数|个数|数$"),
    "word": re.compile(r"类型|类别|情况|分类"),
    "text": re.compile(r"名称"),
}
NOTHING_BUT_KIND = 0.35  # 日期 may be any of the dates
INSIDE, SIMILAR = 0.5, 0.8
CHANCE = 0.34  # two short names share a sign in three by chance


def likeness(heading: str, names: Iterable[str], kind: str) -> float:
    """0 to 1: how like `heading` is to the likest of `names` of a column of type `kind`."""
    return max((_likeness(heading, name, kind) for name in names), default=0.0)


def is_same(heading: str, name: str) -> bool:
    """True where only brackets, stars, numbers and spaces tell them apart."""
    return normalised(heading) == normalised(name) or _plain(heading) == _plain(name) != ""


def _likeness(heading: str, name: str, kind: str) -> float:
    if normalised(heading) == normalised(name):
        return 1.0
    one, other = _stem(heading, kind), _stem(name, kind)
    if _plain(heading) == _plain(name) or (one and one == other):
        return 0.95
    if not one or not other:
        return NOTHING_BUT_KIND if not one and _plain(heading) in _plain(name) else 0.0
    short, long = sorted((one, other), key=len)
    if short in long and (len(short) > 1 or len(long) == 2):
        return INSIDE + (0.95 - INSIDE) * len(short) / len(long)
    from rapidfuzz import fuzz  # only a file that nobody knows pays for it

    return SIMILAR * max(0.0, fuzz.ratio(one, other) / 100 - CHANCE) / (1 - CHANCE)


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    text = normalised(DECORATION.sub("", text.strip()))
    for sign, same in SAME_SIGNS:
        text = text.replace(sign, same)
    return text


@lru_cache(maxsize=8192)
def _stem(text: str, kind: str) -> str:
    pattern = KIND_ONLY.get(kind)
    return pattern.sub("", _plain(text)) if pattern else _plain(text)
