from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from data.language import speaking
from data.refusal import Refused
from data.settings import load_settings
from tests.store_builder import new_store, petitions


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


def test_a_file_in_gbk_is_refused_with_its_name_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes("deadline_day = 8 # 每月8日\n".encode("gbk"))
    with pytest.raises(Refused, match=r"settings\.toml.*编码选UTF-8") as refused:
        load_settings(tmp_path)
    assert "codec" not in str(refused.value)
    with speaking("en"), pytest.raises(Refused, match=r"settings\.toml.*encoding UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("settings.toml", ("due",)),
        ("settings.toml", ("backup", "OUT.zip")),
        ("exports/own.toml", ("exports",)),
        ("lists/category.toml", ("list", "add", "category", "供暖")),
        ("indicators/own.toml", ("indicators",)),
        ("scoring/2025.toml", ("rebuild",)),
        ("control_charts.toml", ("rebuild",)),
        ("events.toml", ("events", "add", "2025-05-01", "换届")),
    ],
)
def test_every_file_of_the_county_in_gbk_is_named(
    tmp_path: Path, command_line: Callable[..., CompletedProcess[str]], name: str, command: tuple[str, ...]
) -> None:
    new_store(tmp_path / "store", petitions("2025-05", "1,甲镇,03"))
    path = tmp_path / "store" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("# 每月8日\n".encode("gbk"))
    said = [str(tmp_path / word) if word == "OUT.zip" else word for word in command]
    done = command_line(*said, store=tmp_path / "store")
    assert done.returncode == 1
    assert path.name in done.stderr and "编码选UTF-8" in done.stderr
