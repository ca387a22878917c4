from __future__ import annotations

from pathlib import Path

import pytest

from data.refusal import Refused
from data.settings import load_settings


def own_settings(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_settings_are_the_rules_of_the_indicators() -> None:
    settings = load_settings()
    assert (settings.deadline_day, settings.acceptance_days, settings.quick_closing_days) == (5, 15, 30)
    assert (settings.request_due_days, settings.longest_request_due_days) == (60, 90)
    assert (settings.hazard_due_days, settings.reopened_days, settings.clearance_days) == (30, 90, 90)


def test_a_store_needs_to_state_only_what_differs(tmp_path: Path) -> None:
    settings = load_settings(
        own_settings(tmp_path, 'deadline_day = 8\n[county]\nzh = "示范县"\nen = "Shifan"\n')
    )
    assert (settings.deadline_day, settings.acceptance_days) == (8, 15)
    assert settings.county == {"zh": "示范县", "en": "Shifan"}


def test_an_unknown_setting_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"settings\.toml.*“deadline_days”.*“deadline_day”"):
        load_settings(own_settings(tmp_path, "deadline_days = 8"))


@pytest.mark.parametrize("line", ['deadline_day = "5"', "deadline_day = 31", "marts_kept = 0", "county = 3"])
def test_a_value_that_cannot_be_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(Refused, match="应为"):
        load_settings(own_settings(tmp_path, line))


def test_a_broken_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"settings\.toml"):
        load_settings(own_settings(tmp_path, "deadline_day ="))
