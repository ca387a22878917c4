"""The county of the drills: two townships, months of petitions, and a count of them made apart."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data.store import Store
from metrics.figures import COLUMNS, Choice, figures
from metrics.publication import FileToCheck, Options, Publication, publish

TOWNSHIPS = "行政区划代码,乡镇,别名,类型,常住人口\nA,甲镇,甲,镇,12000\nB,乙乡,乙,乡,6000\n"
HEADINGS = "办件编号,乡镇,登记日期,办结日期,办理结果"
MONTHS = ("2025-03", "2025-04", "2025-05", "2025-06")
RECEIVED = date(2025, 12, 1)
INDICATOR = "petitions_received"


@dataclass(frozen=True)
class MonthFile:
    """One month's petitions as a file: all of both townships, so that it may replace what stood."""

    month: str
    cases: tuple[str, ...]

    def arriving(self, number: int) -> FileToCheck:
        """The file as it is handed in."""
        rows = [
            f"{case},{'甲镇' if at % 2 else '乙乡'},{self.month}-0{1 + at % 9},,"
            for at, case in self.numbered
        ]
        text = "\n".join([HEADINGS, *rows]) + "\n"
        month = date.fromisoformat(f"{self.month}-01")
        return FileToCheck(f"{self.month} {number}.csv", text.encode(), "petitions", month, RECEIVED)

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """Each case with its place in the file."""
        return list(enumerate(self.cases))


@dataclass
class Expected:
    """Which cases stand in which month, counted with nothing of the product's."""

    standing: dict[str, set[str]] = field(default_factory=dict)

    def publish(self, files: Sequence[MonthFile], replaces: bool) -> None:
        """What stands after these files."""
        for file in files:
            kept = set() if replaces else self.standing.get(file.month, set())
            self.standing[file.month] = kept | set(file.cases)

    def counts(self) -> dict[str, int]:
        """Month → petitions received."""
        return {month: len(cases) for month, cases in sorted(self.standing.items())}


def draw_files(dice: random.Random, number: int) -> list[MonthFile]:
    """One to three months, each with a few cases that are new and a few that may be known."""
    months = dice.sample(MONTHS, dice.randint(1, 3))
    return [
        MonthFile(
            month,
            (
                *(f"XF-{month}-{number:04}-{at}" for at in range(dice.randint(1, 30))),
                *(f"XF-{month}-{at}" for at in range(dice.randint(0, 5))),
            ),
        )
        for month in months
    ]


def new_store(folder: Path) -> tuple[Store, Expected]:
    """A store of two townships and a first month, and what stands in it."""
    store, expected = Store(folder), Expected()
    register = FileToCheck("乡镇.csv", TOWNSHIPS.encode(), "townships", date(2025, 1, 1), RECEIVED)
    publish(store, [register], Options())
    first = [MonthFile(month, (f"XF-{month}-0", f"XF-{month}-1", f"XF-{month}-2")) for month in MONTHS]
    publish_files(store, first)
    expected.publish(first, False)
    return store, expected


def publish_files(store: Store, files: Sequence[MonthFile], replaces: bool = False) -> Publication:
    """Publish them together."""
    arriving = [file.arriving(number) for number, file in enumerate(files)]
    return publish(store, arriving, Options(by="小王", replace=replaces))


def shown_counts(mart: Path) -> dict[str, int]:
    """Month → petitions received, as the mart shows them."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in figures(mart, Choice(indicator=INDICATOR))]
    found = {str(row["period"]): row["value"] for row in rows if row["area"] == "county"}
    return {month: int(str(found[month]).split(".")[0]) for month in MONTHS if found.get(month) is not None}


def differs(store: Store, expected: Mapping[str, int]) -> str:
    """How the figures that are shown differ from the count made apart; empty where they do not."""
    mart = store.current_mart()
    shown = shown_counts(mart) if mart else {}
    return "" if shown == dict(expected) else f"{shown} ≠ {dict(expected)}"
