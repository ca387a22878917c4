"""The demo's files read back with pandas alone, so that its figures are counted a second, independent way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.demo import DemoFile

AS_OF = pd.Timestamp(2025, 12, 31)
UPPER_LEVELS = ("国家", "省", "市")
CLOSED_WELL = ("已解决", "已解释", "已帮扶")


def encoding_of(path: Path) -> str:
    """The first of the encodings that staff use which reads the whole file."""
    content = path.read_bytes()
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def read(file: DemoFile, first_column: str) -> pd.DataFrame:
    """The rows under the line that holds the column, all cells as text or as the workbook has them."""
    if file.path.suffix == ".xlsx":
        raw = pd.read_excel(file.path, header=None, engine="calamine", dtype=object)
    else:
        raw = pd.read_csv(file.path, header=None, dtype=str, encoding=encoding_of(file.path))
    header = next(n for n in range(3) if first_column in set(raw.iloc[n]))
    return raw.iloc[header + 1 :].set_axis(raw.iloc[header].tolist(), axis=1)


def days(texts: pd.Series) -> pd.Series:
    """Dates in any of the styles of the files."""
    plain = texts.astype("string").str.replace("[年月]", "-", regex=True).str.replace("日", "")
    return pd.to_datetime(plain, errors="coerce", format="mixed").dt.normalize()


def townships(files: Sequence[DemoFile]) -> dict[str, str]:
    """Every spelling → code."""
    register = read(next(file for file in files if file.export == "townships"), "乡镇").astype(str)
    spellings: dict[str, str] = {}
    for row in register.to_dict("records"):
        for spelling in (row["行政区划代码"], row["乡镇"], *row["别名"].split("、")):
            spellings[spelling] = row["行政区划代码"]
    return spellings


def standing_rows(files: Sequence[DemoFile], export: str, key: Sequence[str]) -> pd.DataFrame:
    """The last row of every key, from all files of the export; `乡镇` as code, rows of others left out."""
    parts = [read(file, key[0]).assign(month=file.month) for file in files if file.export == export]
    rows = pd.concat(parts, ignore_index=True)
    rows["乡镇"] = rows["乡镇"].astype(str).map(townships(files))
    return rows.dropna(subset=["乡镇"]).drop_duplicates(list(key), keep="last")


def petitions(files: Sequence[DemoFile]) -> pd.DataFrame:
    """One row a request: dates as days, `due` as it counts, `well` where closed with success."""
    rows = standing_rows(files, "petitions", ["办件编号"])
    rows["received"], rows["closed"] = days(rows["登记日期"]), days(rows["办结日期"])
    asked = days(rows["应办结日期"]).fillna(rows["received"] + pd.Timedelta(days=60))
    rows["due"] = asked.clip(upper=rows["received"] + pd.Timedelta(days=90))
    rows["well"] = rows["closed"].notna() & rows["办理结果"].isin(CLOSED_WELL)
    rows["repeat"] = (rows["初重件"] == "重复") | rows["原办件编号"].notna()
    came_back = rows.dropna(subset=["原办件编号"]).groupby("原办件编号")["received"].min()
    back = rows["办件编号"].map(came_back)
    rows["came_back"] = back.le(rows["closed"] + pd.Timedelta(days=90)) & back.le(AS_OF)
    return rows


def in_year(rows: pd.DataFrame, by: str, year: int) -> pd.DataFrame:
    """The rows whose date lies in the year."""
    return rows[rows[by].dt.year == year]
