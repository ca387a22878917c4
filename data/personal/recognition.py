"""Which personal data a text holds, and the same text without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from data.personal.bank_cards import bank_cards
from data.personal.documents_and_accounts import PROVINCE, chat_accounts, e_mails, passports, plates
from data.personal.person_names import DOES, ROLE, TITLE, lone_names, named_persons
from data.personal.places import ADDRESS_GATE, addresses, coordinates
from data.personal.plain_text import plain
from data.personal.resident_numbers import resident_numbers
from data.personal.run_together import numbers_inside
from data.personal.telephones import fixed_lines, mobiles

Span = tuple[int, int]
HIDDEN = "▇▇"


@dataclass(frozen=True)
class Recogniser:
    """`find`: the places in a plain text; `gate`: RE2 that every plain text with one matches, and few others.

    Of a hundred thousand texts the gates leave a few to look at.
    """

    find: Callable[[str], Iterator[Span]]
    gate: str


LONG_NUMBER = r"(?:\d[ -]{0,3}){14}|\d[eE]\+?1\d"
RECOGNISERS: dict[str, Recogniser] = {
    "resident_number": Recogniser(resident_numbers, LONG_NUMBER + r"|身份|证件|居民证|(?i:id ?card)"),
    "passport": Recogniser(passports, r"(?i)[a-z]\d{7}|护照|通行证|台胞证|回乡证|居留证|passport"),
    "mobile": Recogniser(
        mobiles,
        r"(?:^|\D)(?:0{0,2}86\)?[ -]{0,2}|\(?0\)?)?1[ ._·-]{0,3}[3-9](?:[ ._·-]{0,3}\d){9}|\d[eE]\+?10",
    ),
    "telephone": Recogniser(
        fixed_lines,
        r"(?:^|\D)(?:0[1-9]|(?:00)?86)\)?(?:[ ()-]{0,3}\d){7}"
        r"|电话|座机|固话|手机|联系方式|致电|拨打|(?i:tel|phone|mobile)",
    ),
    "bank_card": Recogniser(bank_cards, LONG_NUMBER + "|卡|账|帐"),
    "e_mail": Recogniser(e_mails, "@"),
    "chat_account": Recogniser(chat_accounts, r"(?i)微信|微讯|weixin|wechat|wx|qq|扣扣|企鹅号"),
    "plate": Recogniser(plates, rf"[{PROVINCE}][A-Za-z]"),
    "person_name": Recogniser(named_persons, f"{TITLE.pattern}|{ROLE.pattern}|{DOES.pattern}"),
    "address": Recogniser(addresses, ADDRESS_GATE),
    "coordinates": Recogniser(coordinates, r"(?i)\.\d{4,}[^\d]|经度|纬度|lat|lon|lng|°|[0-9a-f]{40}"),
}
SUFFIX = re.compile(r"\.[A-Za-z]{1,5}$")


def personal_kinds(text: str) -> tuple[str, ...]:
    """The ids of RECOGNISERS that find something in the text, in their order.

    A name counts beside a word that calls for one; whether a cell that is nothing but a name counts is asked
    of its column: `data/personal/columns.py`.
    """
    looked_at = plain(text)
    return tuple(kind for kind, each in RECOGNISERS.items() if next(each.find(looked_at), None))


@lru_cache(maxsize=16384)
def scrubbed(text: str) -> str:
    """The text with ▇▇ in place of every personal part; the very same text where there is none.

    For what is quoted to people and kept beside data: file, sheet and column names, cells in messages. There
    a name may stand alone, for hiding a word too many costs nothing.
    """
    looked_at = plain(text)
    finders = (*(each.find for each in RECOGNISERS.values()), lone_names)
    inside = ((each.start, each.end) for each in numbers_inside(looked_at))
    spans = merged([*inside, *(span for find in finders for span in find(looked_at))])
    if not spans:
        return text
    parts, end = [], 0
    for start, stop in spans:
        parts += [looked_at[end:start], HIDDEN]
        end = stop
    return "".join([*parts, looked_at[end:]])


def scrubbed_file_name(name: str) -> str:
    """A file's name, its suffix kept: the reader goes by it."""
    suffix = SUFFIX.search(name)
    return scrubbed(name[: suffix.start()]) + suffix[0] if suffix else scrubbed(name)


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
