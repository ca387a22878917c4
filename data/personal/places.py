"""Where somebody lives: addresses down to the house, and coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百零〇两]{1,5})"
NUMBERS = rf"{NUMBER}(?:[ -]{{1,2}}\d{{1,5}}){{0,3}}"
HOUSE = r"(?:号楼|号院|号(?!文|令|线|件|案|机|公告|台)|栋|幢|单元|室(?!外)|弄)"
ROAD = (
    rf"(?:路|街(?!道)|(?<!街)道(?!路)|巷|胡同|弄|里|大道)[东南西北中上下内外]?段?(?:附|第)?{NUMBERS}{HOUSE}"
)
ESTATE = (
    r"(?:小区|社区|花园|家园|公寓|大厦|新村|苑|村|庄|屯|寨)"
    rf"[^\d\s,;。、]{{0,4}}?第?{NUMBERS}(?:{HOUSE}|户)"
)
GROUP = rf"(?:村|社区|屯|寨)[^\d\s,;。、]{{0,3}}?第?{NUMBER}(?:组|社(?!区)|队|户)"
FLAT = rf"{NUMBER}(?:栋|幢|座|号楼|号院|号|单元)(?:[ -]?{NUMBERS}(?:单元|室(?!外)|层|楼|户))+"
INSIDE = rf"(?:[ -]?{NUMBERS}(?:{HOUSE}|层|楼|户))*"
CHINESE = re.compile(rf"(?:{ROAD}|{ESTATE}|{GROUP}|{FLAT}){INSIDE}")
ADDRESS_GATE = rf"{NUMBER} ?(?:号|栋|幢|座|单元|室|弄|户|组|社|队)|\d[A-Z]? +[A-Z][A-Za-z'.]+ "
BEFORE = re.compile(r"[\u4e00-\u9fff]{0,12}$")
STREETS = "St|Street|Ave|Avenue|Rd|Road|Blvd|Dr|Drive|Ln|Lane|Ct|Court|Pl|Place|Ter|Terrace|Pkwy|Sq|Way"
ENGLISH = re.compile(rf"(?<![\w.-])\d{{1,5}}[A-Z]?(?:-\d+)? +(?:[A-Z][A-Za-z'.]+ +){{1,4}}(?:{STREETS})\b")
DECIMAL = r"([+-]?\d{1,3}\.\d{4,})"
PAIR = re.compile(rf"(?<![\d.]){DECIMAL}[^\d+-]{{1,10}}{DECIMAL}(?![\d.])")
NAMED = re.compile(
    r"(?:经度|纬度|\blat\w*|\blon\w*|\blng)[^\d\n]{0,4}\d{1,3}\.\d{3,}|\d{1,3}°\d{1,2}['′]", re.I
)
# well-known binary in hex, with or without the number of the reference system
GEOMETRY = re.compile(r"(?<![0-9A-Fa-f])0[01](?:0[1-7]0000[0248C]0|[0248C]000000[1-7])[0-9A-Fa-f]{32,}", re.I)


def addresses(text: str) -> Iterator[Span]:
    """Where a plain text leads to a house, a flat or a village group, with the place names before it."""
    for found in CHINESE.finditer(text):
        before = BEFORE.search(text, max(0, found.start() - 12), found.start())
        yield before.start() if before else found.start(), found.end()
    yield from (found.span() for found in ENGLISH.finditer(text))


def coordinates(text: str) -> Iterator[Span]:
    """Where a plain text holds a pair of degrees with at least four decimals, or a geometry in hex."""
    for found in PAIR.finditer(text):
        one, other = abs(float(found[1])), abs(float(found[2]))
        if max(one, other) <= 180 and min(one, other) <= 90:
            yield found.span()
    for pattern in (NAMED, GEOMETRY):
        yield from (found.span() for found in pattern.finditer(text))
