"""The petition indicators as a careful pandas user computes them.

Only the columns needed, words as categories, township and month as one whole number, one grouping
per date for all its sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measures import COLUMNS, MEASURES, MONTHS

Sums = dict[str, pd.DataFrame]
PLACES = 65_536  # more than there are townships; a month's number times it stays below 2³¹


def run(path: Path) -> Sums:
    """Date → sums, one row per township and month."""
    read = pq.read_table(path, columns=COLUMNS)
    rows = read.to_pandas(self_destruct=True, split_blocks=True, date_as_object=False)
    del read
    conditions = {
        "received_on": on_receipt,
        "closed_on": on_closing,
        "due_on": on_due_day,
        "overdue_on": overdue,
    }
    return {by: sums(rows, by, flags(rows)) for by, flags in conditions.items()}


def sums(rows: pd.DataFrame, by: str, flags: Mapping[str, pd.Series]) -> pd.DataFrame:
    month = rows[MONTHS[by]]
    has_date = month.notna()
    if not has_date.all():
        rows, month = rows[has_date], month[has_date]
        flags = {name: flag[has_date] for name, flag in flags.items()}
    place = month.to_numpy().astype("int32") * PLACES + rows["township_key"].to_numpy().astype("int32")
    grouped = pd.DataFrame(flags, copy=False).groupby(pd.Series(place, rows.index, name="place"), sort=False)
    total = next(iter(MEASURES[by]))
    counted = {name: grouped[name].sum() for name in flags}
    return pd.DataFrame(counted if total in counted else {total: grouped.size(), **counted})


def on_receipt(rows: pd.DataFrame) -> dict[str, pd.Series]:
    online, category = rows["channel"] == "online", rows["category"]
    return {
        "repeated": rows["visit_kind"] == "repeat",
        "accepted_in_time": rows["is_acceptance_window_passed"] & rows["is_accepted_within_15d"],
        "acceptance_window_passed": rows["is_acceptance_window_passed"],
        "online": online,
        "property_online": online & (category == "物业纠纷"),
        "wage_arrears": category == "农民工欠薪",
    }


def on_closing(rows: pd.DataFrame) -> dict[str, pd.Series]:
    first, well = rows["visit_kind"] == "first", rows["is_closed_well"]
    wages = well & (rows["category"] == "农民工欠薪")
    return {
        "first_settled": first & well & ~rows["is_named_again"],
        "first": first,
        "closed_well": well,
        "reopened": rows["is_reopen_window_passed"] & rows["is_reopened_within_90d"],
        "reopen_window_passed": rows["is_reopen_window_passed"],
        "days": rows["days_to_close"],
        "squared_days": rows["days_to_close"] ** 2,
        "within_30d": rows["is_closed_within_30d"],
        "late": rows["closed_on"] > rows["due_on"],
        "satisfied": rows["satisfaction"].isin(["satisfied", "mostly"]),
        "rated": rows["satisfaction"].notna(),
        "wages_online": wages & (rows["channel"] == "online"),
        "wages_closed_well": wages,
    }


def on_due_day(rows: pd.DataFrame) -> dict[str, pd.Series]:
    assigned = rows["assigned_by"].isin(["nation", "province", "city"])
    long_standing, agent = rows["is_long_standing"], rows["is_agent_case"]
    return {
        "on_time": rows["closed_on"] <= rows["due_on"],
        "assigned_closed_well": assigned & rows["is_closed_well"],
        "assigned": assigned,
        "long_standing_closed_well": long_standing & rows["is_closed_well"],
        "long_standing": long_standing,
        "agent_closed": agent & rows["closed_on"].notna(),
        "agent": agent,
    }


def overdue(rows: pd.DataFrame) -> dict[str, pd.Series]:
    return {"overdue": rows["closed_on"].isna() | (rows["closed_on"] > rows["due_on"])}


def tables(result: Sums) -> dict[str, pa.Table]:
    """Date → township, month, measures, in the shape that all contestants are compared in."""
    found = {}
    for by, frame in result.items():
        flat = frame.reset_index()
        flat["month_number"] = flat["place"].to_numpy() // PLACES
        flat["township"] = flat["place"].to_numpy() % PLACES
        found[by] = pa.Table.from_pandas(flat, preserve_index=False)
    return found
