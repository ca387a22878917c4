"""示范县: its townships, its calendar and the stories that its figures tell. Everything here is invented."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

COUNTY = "示范县"
YEARS = (2023, 2024, 2025)
MONTHS = tuple(date(year, month, 1) for year in YEARS for month in range(1, 13))
AS_OF = date(2025, 12, 31)
YEARLY_GROWTH = {"街道": 0.008, "园区": 0.03, "镇": -0.003, "乡": -0.008}


@dataclass(frozen=True, eq=False)  # there is one object for each, and dicts of them are asked often
class Township:
    """One township. `population` is of 2023; `code` starts with a prefix that no real place has."""

    code: str
    name: str
    kind: str
    population: int

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other spellings, as offices write them: never a name of its own."""
        if self.kind == "街道":
            return (f"{self.name}办事处", self.name.removesuffix("街道"))
        if self.kind == "园区":
            return ("示范县产业园区", "产业园")
        return (f"{self.name}人民政府", self.name.removesuffix(self.kind))

    def population_in(self, year: int) -> int:
        """Residents in a year: the seat and the park grow, the villages shrink."""
        return round(self.population * (1 + YEARLY_GROWTH[self.kind]) ** (year - YEARS[0]))


# two of the 乡 are tiny on purpose: their figures are too few to judge
_SIZES = (
    ("城关街道", "街道", 64200), ("新河街道", "街道", 49800), ("望江镇", "镇", 35100),
    ("石桥镇", "镇", 31400), ("柳林镇", "镇", 27600), ("青峰镇", "镇", 22300),
    ("白鹤镇", "镇", 24500), ("大坪镇", "镇", 19800), ("双溪镇", "镇", 21600),
    ("金田镇", "镇", 26300), ("永安镇", "镇", 23400), ("枫树镇", "镇", 17900),
    ("龙泉镇", "镇", 20700), ("高岭镇", "镇", 14600), ("沙湾镇", "镇", 29400),
    ("桂花乡", "乡", 9800), ("茶园乡", "乡", 8600), ("云雾乡", "乡", 4300),
    ("梅岭乡", "乡", 7400), ("竹山乡", "乡", 640), ("松坡乡", "乡", 1950),
    ("红石乡", "乡", 8100), ("南湖乡", "乡", 6200), ("产业园区", "园区", 4600),
)  # fmt: skip
TOWNSHIPS = tuple(
    Township(f"9999010{number:02d}", name, kind, population)
    for number, (name, kind, population) in enumerate(_SIZES, start=1)
)
BY_NAME = {township.name: township for township in TOWNSHIPS}
BY_CODE = {township.code: township for township in TOWNSHIPS}

# (export, township) → the months that it did not report; nothing of the petitions after 2023, for the
# headline figures need their two years whole
MISSING: dict[tuple[str, str], tuple[date, ...]] = {
    ("petitions", "梅岭乡"): (date(2023, 5, 1), date(2023, 6, 1)),
    ("hazards", "红石乡"): (date(2024, 8, 1),),
    ("hazards", "云雾乡"): (date(2025, 12, 1),),
    ("surveys", "云雾乡"): (date(2025, 12, 1),),
}


def month_of(day: date) -> date:
    """The month of a day, as its first day."""
    return day.replace(day=1)


def month_end(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def months_between(start: date, end: date) -> int:
    """Whole months from one month to another; negative when `end` is earlier."""
    return (end.year - start.year) * 12 + end.month - start.month


def is_missing(export: str, township: Township, month: date) -> bool:
    """Whether the township did not report this export for this month."""
    return month in MISSING.get((export, township.name), ())


def reported_in(export: str, township: Township, day: date) -> date:
    """The month whose file tells what happened on `day`: what a missing month held comes with the next."""
    month = month_of(day)
    while is_missing(export, township, month):
        month = month_end(month) + timedelta(days=1)
    return month


def covers(export: str, month: date) -> str:
    """The `covers` of the county's file: "all", or the codes of those that did report."""
    codes = [t.code for t in TOWNSHIPS if not is_missing(export, t, month)]
    return "all" if len(codes) == len(TOWNSHIPS) else ",".join(codes)


def trouble(township: Township, day: date) -> float:
    """How many times likelier than elsewhere things go wrong here: 沙湾镇 got worse, 石桥镇 got better."""
    month = month_of(day)
    if township.name == "沙湾镇":  # slides from the middle of 2024 for a year
        return 1.0 + 1.7 * min(1.0, max(0, months_between(date(2024, 6, 1), month)) / 12)
    if township.name == "石桥镇":  # improves all through 2024
        return 1.8 - 1.5 * min(1.0, max(0, months_between(date(2023, 12, 1), month)) / 13)
    return 1.0


def burst(township: Township, month: date) -> float:
    """龙泉镇 was flooded in August 2025: four times the usual requests, and more hazards."""
    return 4.0 if (township.name, month) == ("龙泉镇", date(2025, 8, 1)) else 1.0
