"""Names of persons: near a word that calls for one, or alone in a text where nothing else is expected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.personal.name_signs import COMPOUND, FREQUENT, GIVEN, NO_NAMES, RARER, SURNAMES

Span = tuple[int, int]
HAN = r"[\u4e00-\u9fff]"
TITLE = re.compile("先生|女士|同志|小姐|大爷|大妈|大娘|阿姨|师傅|老师|老人|夫妇|夫妻|一家")
ROLE = re.compile(
    "(?:姓名|名字|联系人|反映人|信访人|投诉人|举报人|申请人|来访人|来信人|来电人|当事人|被举报人|上访人|报案人|受害人|死者|伤者|户主"
    "|业主|村民|居民|市民|群众|职工|农民工|经办人|承办人|负责人|法人|家属)( ?[:=为是系叫(] ?)?"
)
DOES = re.compile(
    r"反映|投诉|举报|信访|诉求|来电|来访|来信|致电|求助|申请|要求|等人|等\d+人|办件|案件|材料|事项|身份证|电话|手机|[诉称住的与和]"
)
# 由王某某反映: a name may begin after one of these
LINKS = frozenset("由与和及向对找给为被请的")
# 有关同志 and 任何先生 name nobody
NOBODY = frozenset(("有关", "相关", "无关", "任何", "如何"))
TOKEN = re.compile(rf"{HAN}+(?:·{HAN}+)*")
MINORITY_NAME = re.compile(rf"{HAN}{{2,6}}·{HAN}{{2,8}}(?:·{HAN}{{1,6}})?")
LONGEST = 4


def named_persons(text: str) -> Iterator[Span]:
    """Where a plain text names a person beside a title (先生), a role (反映人：) or a deed (反映)."""
    for found in TITLE.finditer(text):
        yield from _before_title(text, found)
    for found in ROLE.finditer(text):
        yield from _after_role(text, found.end(), is_labelled=bool(found[1]))
    for found in DOES.finditer(text):
        yield from _before_deed(text, found.start())


def lone_names(text: str) -> Iterator[Span]:
    """Where nothing but a likely name stands between signs that are not Chinese: 王…-2026-01.xlsx."""
    for found in TOKEN.finditer(text):
        if is_likely_name(found[0]):
            yield found.span()


def is_likely_name(text: str) -> bool:
    """Frequent surname and signs of given names only: nearly always a name, misses one in ten."""
    if text in NO_NAMES or not 2 <= len(text) <= LONGEST:
        return False
    if text[:2] in COMPOUND and len(text) > 2:
        return GIVEN.issuperset(text[2:])
    surnames = FREQUENT if len(text) == 2 else SURNAMES
    return len(text) < LONGEST and text[0] in surnames and GIVEN.issuperset(text[1:])


def is_possible_name(text: str) -> bool:
    """A surname and one or two more signs: many words are too, so this counts in a column of names only."""
    if MINORITY_NAME.fullmatch(text):
        return True
    if not all("\u4e00" <= sign <= "\u9fff" for sign in text):
        return False
    if text[:2] in COMPOUND:
        return 3 <= len(text) <= LONGEST
    return 2 <= len(text) < LONGEST and (text[0] in SURNAMES or text[0] in RARER)


def _before_title(text: str, title: re.Match[str]) -> Iterator[Span]:
    """The surname alone is enough: 张先生."""
    for length in range(min(LONGEST, title.start()), 0, -1):
        name = text[title.start() - length : title.start()]
        given = name[2:] if name[:2] in COMPOUND else name[1:]
        known = name[:2] in COMPOUND or name[0] in SURNAMES
        if known and len(given) <= 2 and GIVEN.issuperset(given):
            if text[max(0, title.start() - 2) : title.start()] not in NOBODY:
                yield title.start() - length, title.end()
            return


def _after_role(text: str, start: int, is_labelled: bool) -> Iterator[Span]:
    for length in range(LONGEST, 1, -1):
        name, rest = text[start : start + length], text[start + length : start + length + 3]
        possible = is_labelled and not re.match(rf"{HAN}{{3}}", rest) and is_possible_name(name)
        if len(name) == length and (possible or is_likely_name(name)):
            yield start, start + length
            return
    minority = MINORITY_NAME.match(text, start)
    if is_labelled and minority:
        yield minority.span()


def _before_deed(text: str, end: int) -> Iterator[Span]:
    for length in range(min(LONGEST, end), 1, -1):
        start = end - length
        begins = start == 0 or text[start - 1] in LINKS or not "\u4e00" <= text[start - 1] <= "\u9fff"
        if begins and is_likely_name(text[start:end]):
            yield start, end
            return
