"""Goal posts, means and ranks against values computed with COINr."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from metrics.index.scoring import (
    competition_ranks,
    goal_post_points,
    mean_of_children,
    weighted_mean,
    zero_post,
)

GOLDEN = Path(__file__).parents[2] / "golden"


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


GOAL_POSTS = [
    row for row in rows("coinr_normalise.csv") if row["method"] == "n_goalposts" and ",trunc" in row["params"]
]
MEANS = [row for row in rows("coinr_aggregate.csv") if row["a_gmean"] != "ERROR"]


def test_there_are_golden_goal_posts() -> None:
    assert len(GOAL_POSTS) >= 20 and len(MEANS) >= 6


@pytest.mark.parametrize("row", GOAL_POSTS, ids=lambda row: f"{row['series']}-{row['params']}-{row['i']}")
def test_goal_posts_are_those_of_coinr(row: dict[str, str]) -> None:
    stated = {key: float(value) for key, value in re.findall(r"(\w+)=(-?[\d.]+)", row["params"])}
    ends = (stated["low"], stated["high"]) if stated["dir"] == 1 else (stated["high"], stated["low"])
    if row["x"] in ("", "NA"):
        assert np.isnan(goal_post_points(float("nan"), *ends))
        return
    found = goal_post_points(float(row["x"]), *ends) / 100 * stated["scale"]
    assert float(found) == pytest.approx(float(row["expected"]), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("row", MEANS, ids=lambda row: row["case"])
@pytest.mark.parametrize(("mean", "column"), [("arithmetic", "a_amean"), ("geometric", "a_gmean")])
def test_means_are_those_of_coinr(row: dict[str, str], mean: str, column: str) -> None:
    points = [float("nan") if each == "NA" else float(each) for each in row["x"].split(";")]
    weights = [float(each) for each in row["w"].split(";")]
    expected = float(row[column]) if row[column] else float("nan")
    assert float(weighted_mean(points, weights, mean)) == pytest.approx(expected, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
def test_children_one_after_the_other_have_the_mean_they_have_together(mean: str) -> None:
    nan, generator = float("nan"), np.random.default_rng(1)
    children, weights = generator.uniform(0, 100, (9, 5, 3)), generator.uniform(1, 2, (9, 5))
    children[:4, :, 0], children[:, :, 2] = nan, nan
    together = weighted_mean(np.moveaxis(children, 0, -1), weights.T[:, None, :], mean)
    found = mean_of_children(zip(children, weights, strict=True), mean)
    assert found.tolist() == pytest.approx(together, rel=1e-12, nan_ok=True)


def test_no_child_has_no_mean() -> None:
    assert np.isnan(mean_of_children((), "arithmetic"))


def test_the_line_through_60_and_100_points_has_its_zero_where_it_should() -> None:
    zero = zero_post(90, 80)
    assert float(zero) == 65
    assert goal_post_points([65, 80, 90], zero, 90) == pytest.approx([0, 60, 100])


def test_ranks_share_the_least_place_and_rounding_makes_no_difference() -> None:
    assert competition_ranks([70.0, 90.0, 90.0 + 1e-12, 80.0]).tolist() == [4, 1, 1, 3]
