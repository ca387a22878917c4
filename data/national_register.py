"""The national register of townships: a county is chosen from it, not typed.

`data/national/townships.parquet` ships with the product (its date and source: `about()`); nothing is fetched.
Codes are those of the statistics office: 2 digits a province, 4 a city, 6 a county, 9 a township.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.cell_text import normalised
from data.language import say
from data.likely_places import is_alike
from data.nearest import nearest_names
from data.refusal import Refused

if TYPE_CHECKING:
    import pyarrow as pa

REGISTER = Path(__file__).with_name("national") / "townships.parquet"
LEVELS = {"province": 2, "city": 4, "county": 6}
# one name for many places: what stands where a province has counties but no city
NO_CITY = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
KINDS = {
    **{"镇": "town", "乡": "township", "苏木": "township"},
    **{"街道": "subdistrict", "街道办事处": "subdistrict"},
}
PARKS = ("开发区", "园区", "工业园", "产业园", "科技园", "高新区", "经开区", "管委会", "管理委员会")


@dataclass(frozen=True)
class Place:
    """A province, city, county or township. `kind`: of a township, a value of the export's column or ""."""

    code: str
    name: str
    kind: str = ""


@dataclass(frozen=True)
class County:
    """A county with the places that it lies in."""

    code: str
    name: str
    city: str
    province: str

    @property
    def full_name(self) -> str:
        """浙江省杭州市西湖区; what is no city of its own is left out."""
        city = "" if self.city in NO_CITY or self.city == self.name else self.city
        return f"{self.province}{city}{self.name}"


def about() -> dict[str, str]:
    """`source`, `as_of`, `package` and `licence` of the register, as its file says."""
    return {key.decode(): text.decode() for key, text in (_register().schema.metadata or {}).items()}


def provinces() -> list[Place]:
    """All provinces, by code."""
    return _places("province")


def cities(province: str) -> list[Place]:
    """The cities of a province (2 digits); districts right under a province stand in one named 市辖区."""
    return _places("city", province)


def counties(city: str) -> list[Place]:
    """The counties of a city (4 digits)."""
    return _places("county", city)


def townships(county: str) -> list[Place]:
    """The townships of a county (6 digits), by code. Raises Refused for a code that no county has."""
    county_of(county)
    import pyarrow.compute as pc

    table, first = _register(), int(county) * 1000
    codes = table.column("code")
    found = table.filter(pc.and_(pc.greater_equal(codes, first), pc.less(codes, first + 1000)))
    rows = zip(found.column("code").to_pylist(), found.column("name").to_pylist(), strict=True)
    return [Place(str(code), name, kind_of(name)) for code, name in rows]


def county_of(code: str) -> County:
    """The county with this code. Raises Refused, naming the likest, where there is none."""
    found = all_counties().get(code)
    if found is None:
        likely = say("、").join(nearest_names(code, list(all_counties())))
        raise Refused(say("全国名录中没有代码为“{code}”的县；最接近的是：{likely}", code=code, likely=likely))
    return found


def counties_named(text: str) -> list[County]:
    """The counties that a code or a name means: 330106, 西湖区, 杭州市西湖区, or a name without its ending.

    Several where the name is borne by several, in the order of codes; [] where none has it.
    """
    asked = normalised(text)
    known = all_counties().values()
    by_rule = (
        [each for each in known if each.code == asked],
        [each for each in known if asked in (each.name, each.city + each.name, each.full_name)],
        [each for each in known if len(asked) > 1 and asked == each.name[:-1]],
    )
    return next((found for found in by_rule if found), [])


def likely_counties(text: str) -> list[str]:
    """The three names likest to a mistyped one, for a message: those that sound or look alike first."""
    asked = normalised(text)
    names = list(dict.fromkeys(each.name for each in all_counties().values()))
    alike = [name for name in names if is_alike(asked, name)]
    return list(dict.fromkeys([*alike, *nearest_names(asked, names)]))[:3]


@cache
def all_counties() -> dict[str, County]:
    """Code → county, by code."""
    found: dict[str, County] = {}
    names = (_register().column(name).to_pylist() for name in ("code", "county", "city", "province"))
    for code, county, city, province in zip(*names, strict=True):
        of_county = str(code)[: LEVELS["county"]]
        if of_county not in found:
            found[of_county] = County(of_county, county, city, province)
    return found


def is_township(name: str) -> bool:
    """True for a name that some township of the nation has."""
    return name in _township_names()


@cache
def _township_names() -> frozenset[str]:
    return frozenset(_register().column("name").to_pylist())


def kind_of(name: str) -> str:
    """The kind that a township's name says (镇, 乡, 街道, 园区), "" where it says none, as a farm's."""
    for ending, kind in KINDS.items():
        if name.endswith(ending):
            return kind
    return "park" if name.endswith(PARKS) else ""


def _places(level: str, above: str = "") -> list[Place]:
    digits = LEVELS[level]
    found = {each.code[:digits]: getattr(each, _NAMES[level]) for each in _counties_of(above)}
    return [Place(code, name) for code, name in found.items()]


_NAMES = {"province": "province", "city": "city", "county": "name"}


def _counties_of(above: str) -> Iterable[County]:
    return (each for each in all_counties().values() if each.code.startswith(above))


@cache
def _register() -> pa.Table:
    from pyarrow.parquet import ParquetFile  # only who chooses a county pays for it

    with ParquetFile(REGISTER) as parquet:
        return parquet.read()
