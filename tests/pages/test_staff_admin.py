"""The tabs of 管理 that are about the staff's month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.deadlines import deadlines
from data.live_register import live_register
from data.store import Store
from metrics.targets import Target
from pages.shared.admin.targets import changed_targets
from pages.shared.admin.townships import changed_rows
from tests.pages.conftest import html_of
from tests.store_builder import new_store, petitions

ShowTab = Callable[[str], AppTest]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(tmp_path / "store"))
    return new_store(tmp_path / "store", petitions("2025-05", "1,甲镇,03"))


def tab(name: str) -> AppTest:
    def run(name: str) -> None:
        from importlib import import_module

        from pages.shared.cached_reads import the_store

        import_module(f"pages.shared.admin.{name}").show(the_store())

    app = AppTest.from_function(run, args=(name,), default_timeout=60).run()
    assert not app.exception
    return app


def test_a_month_is_locked_and_opened_again(store: Store) -> None:
    app = tab("locks")
    app.button(key="lock").click().run()
    assert store.locked_months() == {date(2025, 5, 1)}
    assert app.success[0].value == "2025年5月已锁定。"
    app.button(key="unlock").click().run()
    assert store.locked_months() == frozenset()


def test_a_deadline_is_changed_from_a_month_on(store: Store) -> None:
    app = tab("deadlines")
    app.number_input[0].set_value(8)
    app.button[0].click().run()
    assert [(each.export, each.day) for each in deadlines(store).decided] == [("petitions", 8)]
    assert "次月8日前" in html_of(app)


def test_a_township_is_renamed_on_its_tab(store: Store) -> None:
    app = tab("townships")
    app.text_input[0].set_value("新甲镇")
    app.button[0].click().run()
    assert live_register(store.live()).by_code["A"].name == "新甲镇"


@pytest.mark.parametrize(
    ("name", "words"), [("targets", "按指标的单位填"), ("weights", "metrics/scoring/2020.toml")]
)
def test_a_tab_of_grids_shows_what_holds(store: Store, name: str, words: str) -> None:
    assert words in html_of(tab(name))


def test_the_grid_of_weights_names_its_indicators_in_the_readers_language(store: Store) -> None:
    def run() -> None:
        from data.language import use_language
        from pages.shared.admin.weights import show
        from pages.shared.cached_reads import the_store

        use_language("en")
        show(the_store())

    app = AppTest.from_function(run, default_timeout=60).run()
    _, indicators = (frame.value for frame in app.dataframe)
    assert "Resolution rate" in set(indicators["name"])


def test_only_what_changed_in_the_grid_of_targets_is_set() -> None:
    now = {"a": Target("a", 2025, 90.0, 80.0)}
    rows = [
        {"indicator": "a", "target": 90.0, "warning": 80.0},
        {"indicator": "b", "target": 5.0, "warning": float("nan")},
        {"indicator": "c", "target": float("nan"), "warning": float("nan")},
    ]
    assert changed_targets(2025, rows, now) == [Target("b", 2025, 5.0, None)]


def test_only_what_changed_in_the_grid_of_townships_is_published() -> None:
    before = [{"code": "A", "name": "甲镇"}, {"code": "B", "name": "乙乡"}]
    after = [{"code": "A", "name": "甲镇"}, {"code": "B", "name": "乙镇"}, {"code": None, "name": "丙"}]
    assert changed_rows(before, after) == {"B": {"code": "B", "name": "乙镇"}}
