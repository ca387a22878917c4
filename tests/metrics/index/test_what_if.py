"""Other weights for the index: what an address may ask for, and what becomes of the standard."""

from __future__ import annotations

from pathlib import Path

from data.store import Store
from metrics.index.period_index import index_of_period
from metrics.index.standard import Domain, Standard
from metrics.index.what_if import reweighed, weights_in
from metrics.mart_reader import Mart

STANDARD = Standard(
    2025, "2025.toml", "arithmetic", {"excellent": 90.0},
    (Domain("requests", 60.0, {"a": 70.0, "b": 30.0}), Domain("feelings", 40.0, {"c": 100.0})), {}, (),
)  # fmt: skip


def test_an_address_may_weigh_domains_and_weighted_indicators_and_nothing_else() -> None:
    asked = "requests:40,b:0,petitions_received:90,c:101,feelings:-5,a:x,c:,:,a:70"
    assert weights_in(asked, STANDARD) == {"requests": 40.0, "b": 0.0}
    assert weights_in("", STANDARD) == {}


def test_a_weight_of_nothing_leaves_out_and_the_file_stays_as_it_is() -> None:
    found = reweighed(STANDARD, {"requests": 10.0, "a": 0.0})
    assert found.domains == (Domain("requests", 10.0, {"b": 30.0}), Domain("feelings", 40.0, {"c": 100.0}))
    assert [each.id for each in reweighed(STANDARD, {"c": 0.0}).domains] == ["requests"]
    assert STANDARD.domains[0].weight == 60.0


def test_with_nothing_left_to_weigh_the_standard_stands() -> None:
    assert reweighed(STANDARD, {"requests": 0.0, "feelings": 0.0}) == STANDARD


def test_a_trial_scores_by_the_tried_weights_and_leaves_the_score_alone(published_demo: Path) -> None:
    path = Store(published_demo).current_mart()
    assert path is not None
    with Mart(path) as mart:
        now = index_of_period(mart, "year", "2025")
        assert now.standard is not None
        others = {each.id: 0.0 for each in now.standard.domains if each.id != "feelings"}
        trial = index_of_period(mart, "year", "2025", others)
        assert index_of_period(mart, "year", "2025").townships[0].score == now.townships[0].score
    for area in trial.townships:
        if area.score is not None:
            assert abs(area.domains["feelings"] - area.deducted - area.score) < 1e-9
            assert area.rank_low is not None
            assert area.rank is not None
            assert area.rank_low <= area.rank
