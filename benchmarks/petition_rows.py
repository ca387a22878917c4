"""Invented petitions in the shape of the clean table, as many as a city has, written month by month.

As the product holds them: words as numbers into a list (in Parquet a dictionary), townships and the months of
all dates as small numbers, flags and days derived once, sorted by month and township.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TOWNSHIPS, FIRST_CODE = 400, 360000
MONTHS = 60
FIRST_MONTH = np.datetime64("2021-01", "M")
AS_OF = np.datetime64("2025-12-31", "D")

WORDS: dict[str, tuple[list[str | None], list[float]]] = {
    "channel": (["letter", "visit", "phone", "online"], [0.15, 0.25, 0.25, 0.35]),
    "visit_kind": (["first", "repeat"], [0.92, 0.08]),
    "outcome": (
        ["resolved", "explained", "assisted", "unresolved", "withdrawn"],
        [0.55, 0.2, 0.1, 0.1, 0.05],
    ),
    "satisfaction": (["satisfied", "mostly", "dissatisfied", None], [0.45, 0.2, 0.05, 0.3]),
    "assigned_by": (["nation", "province", "city", "county", None], [0.01, 0.02, 0.04, 0.08, 0.85]),
    "category": (
        ["物业纠纷", "农民工欠薪", "征地拆迁", "环境污染", "道路交通", "教育医疗", "社会保障", "其他"],
        [0.2, 0.08, 0.12, 0.1, 0.15, 0.12, 0.13, 0.1],
    ),
    "handled_by": ([f"承办单位{number}" for number in range(30)], [1 / 30] * 30),
}
_CLOSED_WELL = 3  # the first three outcomes
DATES = ("received_on", "closed_on", "due_on", "overdue_on")
_NO_DATE = np.datetime64("NaT", "D")

Columns = dict[str, pa.Array]


def write_petitions(path: Path, rows: int, copies: int = 1) -> None:
    """Write `rows` petitions to one Parquet file, month after month, each sorted by township and day.

    copies: every month's petitions are written so many times over, for inventing takes longer than writing.
    """
    random = np.random.default_rng(20251231)
    per_month = np.full(MONTHS, rows // copies // MONTHS)
    per_month[: rows // copies % MONTHS] += 1
    writer: pq.ParquetWriter | None = None
    for number, count in enumerate(per_month):
        table = month_of_petitions(random, FIRST_MONTH + number, int(count))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd", data_page_version="2.0")
        for _ in range(copies):
            writer.write_table(table)
    if writer:
        writer.close()


def month_of_petitions(random: np.random.Generator, month: np.datetime64, count: int) -> pa.Table:
    """One row per petition received in `month`: the columns of the clean table `petitions`."""
    start, end = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    received = start + random.integers(0, int((end - start).astype(int)), count)
    # small townships and large ones, as in life
    township = np.minimum((random.random(count) ** 2 * TOWNSHIPS).astype(np.int32), TOWNSHIPS - 1)
    order = np.lexsort((received, township))
    received, township = received[order], township[order]
    picks = {name: random.choice(len(words), count, p=odds) for name, (words, odds) in WORDS.items()}
    columns: Columns = {
        "case_id": pa.array([f"{month}-{number}" for number in range(count)]),
        "township_key": pa.array(township, pa.int16()),
        "received_on": pa.array(received),
        **{name: worded(name, pick) for name, pick in picks.items()},
        "is_long_standing": pa.array(random.random(count) < 0.02),
        "is_agent_case": pa.array(random.random(count) < 0.06),
    }
    columns |= days_of(random, received, picks["outcome"])
    return pa.table(columns | {f"month_number_of_{name}": month_numbers(columns[name]) for name in DATES})


def reported_petitions(random: np.random.Generator, month: np.datetime64, count: int) -> pa.Table:
    """The same as files report them: words as texts, townships by their codes."""
    rows = month_of_petitions(random, month, count)
    codes = pa.array([f"{FIRST_CODE + number}" for number in range(TOWNSHIPS)])
    texts = {name: rows[name].cast(pa.string()) for name in WORDS}
    columns = {name: texts.get(name, rows[name]) for name in rows.column_names}
    return pa.table({"township": pc.take(codes, columns.pop("township_key")), **columns})


def month_numbers(dates: pa.Array) -> pa.Array:
    """What data/clean_table.py derives from a date."""
    number = pc.add(pc.multiply(pc.year(dates), 12), pc.subtract(pc.month(dates), 1))
    return pc.cast(number, pa.int32())


def worded(name: str, pick: np.ndarray) -> pa.Array:
    words = [word for word in WORDS[name][0] if word]
    is_blank = pick >= len(words)  # the blank stands last
    return pa.DictionaryArray.from_arrays(pa.array(pick, pa.int8(), mask=is_blank), pa.array(words))


def days_of(random: np.random.Generator, received: np.ndarray, outcome: np.ndarray) -> Columns:
    """The dates of each petition and what the clean table derives from them."""
    count = len(received)
    days_to_accept = random.integers(0, 25, count)
    days_to_close = np.minimum(random.gamma(2.0, 15.0, count).astype(np.int64), 400)
    due = received + random.integers(30, 91, count)
    accepted = happened(received + days_to_accept)
    closed = happened(received + days_to_close)
    is_accepted, is_closed = ~np.isnat(accepted), ~np.isnat(closed)
    columns = {
        "accepted_on": pa.array(accepted),
        "due_on": pa.array(due),
        "closed_on": pa.array(closed),
        "overdue_on": pa.array(due + 1),
        "days_to_accept": pa.array(days_to_accept, mask=~is_accepted),
        "days_to_close": pa.array(days_to_close, mask=~is_closed),
        "is_closed_well": pa.array(is_closed & (outcome < _CLOSED_WELL)),
        "is_accepted_within_15d": pa.array(is_accepted & (days_to_accept <= 15)),
        "is_closed_within_30d": pa.array(is_closed & (days_to_close <= 30)),
        "is_acceptance_window_passed": pa.array(received + 15 <= AS_OF),
        "is_reopen_window_passed": pa.array(is_closed & (closed + 90 <= AS_OF)),
    }
    return columns | reopenings(random, is_closed)


def reopenings(random: np.random.Generator, is_closed: np.ndarray) -> Columns:
    named_again = is_closed & (random.random(len(is_closed)) < 0.06)
    return {
        "is_named_again": pa.array(named_again),
        "is_reopened_within_90d": pa.array(named_again & (random.random(len(is_closed)) < 0.8)),
    }


def happened(days: np.ndarray) -> np.ndarray:
    """`days` without those that still lie ahead of the newest month."""
    return np.where(days <= AS_OF, days, _NO_DATE)
