"""Point types and assurance, against the words of the reference."""

from __future__ import annotations

from collections import defaultdict

import pytest

from data.engines.duckdb_engine import DuckDB
from metrics.signals import signal_macros
from tests.metrics.test_control_charts import read

GOOD = {"increase": "high", "decrease": "low", "neutral": "neither"}


def test_the_words_for_points_and_targets_are_those_of_the_reference() -> None:
    last = {row["case_id"]: row for row in read("xmr_points")}
    with DuckDB() as engine:
        for macro in signal_macros("temp"):
            engine.execute(macro)
        for case in read("xmr_cases"):
            point = last[case["case_id"]]
            direction = {"Above": 1, "Incre": 1, "Below": -1, "Decre": -1}
            words = point["special_cause_type"]
            sign = next((s for word, s in direction.items() if word in words), 0)
            row = [GOOD[case["improvement_direction"]], sign]
            sql = "select point_type(?, ?), assurance_of(?, ?, ?, ?)"
            limits = [
                None if v in ("", "NA", "NaN") else float(v)
                for v in (case["target"], point["lpl"], point["upl"])
            ]
            ((variation, assurance),) = engine.rows(sql, [*row, row[0], *limits])
            assert variation == case["variation_last_point"] == point["point_type"]
            assert (assurance or "") == case["assurance_type"]


def test_every_point_type_is_that_of_the_reference() -> None:
    good = {case["case_id"]: GOOD[case["improvement_direction"]] for case in read("xmr_cases")}
    ups = ("Above", "Incre")
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in read("xmr_points"):
        words = row["special_cause_type"]
        sign = 0 if words == "Common Cause" else 1 if any(up in words for up in ups) else -1
        found[good[row["case_id"]], sign].add(row["point_type"])
    with DuckDB() as engine:
        engine.execute(signal_macros("temp")[0])
        for (direction, sign), types in found.items():
            assert {engine.rows("select point_type(?, ?)", [direction, sign])[0][0]} == types


@pytest.mark.parametrize(
    "rule",
    [row for row in read("xmr_unit_rules") if row["function"] == "assurance"],
    ids=lambda r: r["input"],
)
def test_assurance_is_that_of_the_reference(rule: dict[str, str]) -> None:
    given = dict(pair.split("=") for pair in rule["input"].split())
    target = None if given["target"] == "none" else float(given["target"])
    row = [GOOD[given["direction"]], target, float(given["lpl"]), float(given["upl"])]
    with DuckDB() as engine:
        engine.execute(signal_macros("temp")[1])
        ((found,),) = engine.rows("select assurance_of(?, ?, ?, ?)", row)
    assert (found or "NA") == rule["expected"]
