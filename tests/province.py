"""A province of two cities, four counties and eight townships, published through the real door."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data.store import Store
from metrics.publication import Options, publish
from tests.store_builder import csv_file, petitions

REGISTER = """行政区划代码,乡镇,类型,常住人口,省,市（州）,县（市、区）
A1,城关镇,镇,10000,云山省,东江市,甲县
A2,河口乡,乡,8000,云山省,东江市,甲县
B1,城关镇,镇,9000,云山省,东江市,乙县
B2,石桥乡,乡,7000,云山省,东江市,乙县
C1,南湖镇,镇,12000,云山省,西岭市,城区
C2,北湖乡,乡,6000,云山省,西岭市,城区
D1,高坪镇,镇,5000,云山省,西岭市,丁县
D2,平山乡,乡,4000,云山省,西岭市,丁县
"""
CODES = ("A1", "A2", "B1", "B2", "C1", "C2", "D1", "D2")
EAST, WEST = "city:东江市", "city:西岭市"
FIRST = "county:甲县"
# petitions received by township and month: 1 in A1, 2 in A2, … 8 in D2; of each, all but one closed
MONTHS = ("2025-01", "2025-02", "2025-03")


def province_store(folder: Path) -> Store:
    """A copy of the published province."""
    shutil.copytree(_published().name, folder, dirs_exist_ok=True)
    return Store(folder)


@cache
def _published() -> TemporaryDirectory[str]:
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix="province-")
    store = Store(Path(folder.name))
    publish(store, [csv_file("名录", REGISTER, month=date(2025, 1, 1))], Options())
    files = [csv_file(month, _with_channel(petitions(month, *_cases(month)))) for month in MONTHS]
    publish(store, files, Options())
    return folder


def _with_channel(text: str) -> str:
    head, *rows = text.splitlines()
    return "\n".join([f"{head},诉求渠道", *(f"{row},来信" for row in rows)]) + "\n"


def _cases(month: str) -> list[str]:
    return [
        f"{month}-{code}-{case},{code},03{',09' if case else ''}"
        for number, code in enumerate(CODES, start=1)
        for case in range(number)
    ]
