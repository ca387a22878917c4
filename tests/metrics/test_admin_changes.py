"""Targets, weights and townships are changed over time; what was before stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.live_register import live_register
from data.refusal import Refused
from data.store import Store
from metrics.index.weights import save_weights, standard_of, weight_history, with_weights
from metrics.register_changes import change, merge, rename
from metrics.targets import Target, set_targets, target_history
from tests.store_builder import new_store, petitions, publish_texts, value


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store", petitions("2025-05", "1,甲镇,03,20", "2,乙乡,04,20"))


def test_a_target_is_set_and_the_one_before_stays_in_the_history(store: Store) -> None:
    set_targets(store, [Target("resolution_rate", 2025, 92.5, 85)], "县信访局")
    set_targets(store, [Target("resolution_rate", 2025, 95.25)], "县信访局")
    assert [(each.target.target, each.by) for each in target_history(store)] == [
        (92.5, "县信访局"),
        (95.25, "县信访局"),
    ]
    assert {each.target.year for each in target_history(store)} == {2025}


def test_a_neutral_indicator_gets_no_target_and_nothing_is_published(store: Store) -> None:
    uploads = len(store.catalogue.uploads())
    wanted = [Target("resolution_rate", 2025, 92.5), Target("petitions_received", 2025, 10)]
    with pytest.raises(Refused, match="petitions_received"):
        set_targets(store, wanted, "")
    assert len(store.catalogue.uploads()) == uploads


@pytest.mark.integration
def test_weights_change_for_a_year_and_not_for_those_before(store: Store) -> None:
    text = with_weights(store, 2026, {"requests": 50}, {"resolution_rate": 25, "reopened_90d": 0})
    save_weights(store, text, "县委政法委")
    changed, before = standard_of(store, 2026), standard_of(store, 2025)
    requests = next(each for each in changed.domains if each.id == "requests")
    assert (requests.weight, requests.indicators["resolution_rate"]) == (50, 25)
    assert "reopened_90d" not in requests.indicators
    assert before.domains[0].weight == 35
    assert changed.deductions == before.deductions
    assert [(each.year, each.by) for each in weight_history(store)] == [(2026, "县委政法委")]


def test_weights_that_make_no_standard_are_refused(store: Store) -> None:
    with pytest.raises(Refused):
        with_weights(store, 2026, {"requests": -1}, {})


def test_a_township_is_renamed_and_its_old_name_is_still_understood(store: Store) -> None:
    rename(store, "A", "新甲镇", date(2025, 6, 1), "县民政局")
    register = live_register(store.live())
    assert (register.by_code["A"].name, register.by_code["A"].population) == ("新甲镇", 12000)
    assert register.find("甲镇") is register.by_code["A"]
    publish_texts(store, [petitions("2025-06", "3,甲镇,03", "4,新甲镇,04")])
    assert value(store, "petitions_received", "2025-06", "A") == 2


@pytest.mark.integration
def test_a_merged_township_keeps_its_past_and_its_later_rows_go_to_the_successor(store: Store) -> None:
    merge(store, "B", "A", date(2025, 5, 31), "县民政局")
    publish_texts(store, [petitions("2025-06", "3,乙乡,03", "4,甲镇,04")])
    assert value(store, "petitions_received", "2025-05", "B") == 1
    assert value(store, "petitions_received", "2025-06", "A") == 2


@pytest.mark.integration
def test_a_merger_into_itself_or_in_a_circle_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="自己"):
        merge(store, "A", "A", date(2025, 5, 31), "")
    merge(store, "B", "A", date(2025, 5, 31), "")
    with pytest.raises(Refused, match="绕了一圈"):
        merge(store, "A", "B", date(2025, 6, 30), "")


def test_other_facts_and_new_townships_come_from_the_grid(store: Store) -> None:
    rows = {"A": {"population": "15000"}, "C": {"name": "丙镇", "kind": "镇", "population": "900"}}
    change(store, rows, date(2025, 6, 1), "县民政局")
    register = live_register(store.live())
    assert [(each.code, each.population) for each in register.townships] == [
        ("A", 15000),
        ("B", 6000),
        ("C", 900),
    ]


def test_a_register_with_a_mistake_is_not_published_at_all(store: Store) -> None:
    uploads = len(store.catalogue.uploads())
    with pytest.raises(Refused):
        change(store, {"C": {"name": "甲镇"}}, date(2025, 6, 1), "")
    assert len(store.catalogue.uploads()) == uploads
