"""What an office calls a township: the same place under 望江镇, 望江镇人民政府, 望江镇政府 and 望江.

A name has a stem (望江) and, mostly, a kind (镇). The words of the office behind it (人民政府, 街道办事处,
管委会) say nothing about the place and are dropped; so is the people of an ethnic township (石桥回族乡 =
石桥乡). Two names are the same place where stem and kind agree, a kind that is not said agreeing with any.
望江镇 and 望江街道 are not the same: one may have become the other, or stand beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.cell_text import normalised

SHORTEST_BARE_STEM = 2  # one character without a kind is nobody
# the longer before the shorter
OFFICES = (
    *("人民政府", "管理委员会", "党工委", "管委会", "办事处", "政府", "党委"),
    *("街道办", "街办"),
)
SUBDISTRICT = "街道"
SUBDISTRICT_OFFICES = frozenset({"办事处", "街道办", "街办"})
KINDS = (SUBDISTRICT, "苏木", "镇", "乡")
PARK = "园区"
PARKS = {
    **{"经济技术开发区": "经开区", "经济开发区": "经开区", "经开区": "经开区"},
    **{"高新技术产业开发区": "高新区", "高新技术开发区": "高新区", "高新技术产业园区": "高新区"},
    **{"高新区": "高新区", "工业园区": "工业园", "工业园": "工业园"},
    **{"产业园区": "产业园", "产业园": "产业园"},
}
PEOPLES = (
    "民族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|"
    "傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|"
    "仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族?|俄罗斯族?|鄂温克族?|德昂族|保安族|裕固族|京族|塔塔尔族?|"
    "独龙族|鄂伦春族?|赫哲族?|门巴族|珞巴族|基诺族"
)
PEOPLE_AT_END = re.compile(rf"(?:{PEOPLES})+$")
IN_BRACKETS = re.compile(r"\([^()]*\)$")
# what may stand before the name of a county: the places that it lies in
ABOVE_COUNTY = re.compile(r"(?:.{1,12}(?:省|自治区|市|自治州|州|地区|盟)){0,3}")
BETWEEN = "-—/·,、:|"


@dataclass(frozen=True)
class PlaceName:
    """`kind` "" = not said."""

    stem: str
    kind: str = ""

    def is_same_as(self, other: PlaceName) -> bool:
        """True where both can be names of one place."""
        return self.stem == other.stem and (not self.kind or not other.kind or self.kind == other.kind)


def place_name(text: str) -> PlaceName | None:
    """The stem and kind of a name, without the words of its office; None where hardly anything is left."""
    name, office = _without_office(IN_BRACKETS.sub("", normalised(text)))
    stem, kind = _parted(name)
    if office in SUBDISTRICT_OFFICES and not kind:
        kind = SUBDISTRICT
    return PlaceName(stem, kind) if stem and (kind or len(stem) >= SHORTEST_BARE_STEM) else None


def inside_county(text: str, county: str) -> str:
    """What stands behind the county's name and the places above it; "" where the text does not begin so."""
    name, county = normalised(text), normalised(county)
    before, found, behind = name.partition(county)
    if not county or not found or not ABOVE_COUNTY.fullmatch(before):
        return ""
    return behind.lstrip(BETWEEN)


def _without_office(name: str) -> tuple[str, str]:
    for office in OFFICES:
        if name.endswith(office) and len(name) > len(office):
            return name.removesuffix(office), office
    return name, ""


def _parted(name: str) -> tuple[str, str]:
    for park, short in PARKS.items():
        if name.endswith(park):
            return name.removesuffix(park) + short, PARK
    for kind in KINDS:
        if name.endswith(kind) and len(name) > len(kind):
            return _without_people(name.removesuffix(kind)), kind
    return name, ""


def _without_people(stem: str) -> str:
    shorter = PEOPLE_AT_END.sub("", stem)
    return shorter if len(shorter) >= SHORTEST_BARE_STEM else stem
