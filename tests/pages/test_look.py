"""Colours and sizes that a reader can switch, as the browser gets them."""

from __future__ import annotations

import re
import tomllib

import pytest

from charts.colour_sets import colour_styles
from charts.palette import DARK, LIGHT
from pages.shared.browser.assets import BASE_SIZE, STYLES_FOLDERS, browser_script, scalable, styles
from tests.source_tree import PROJECT


def test_dark_is_for_screens_and_paper_is_light() -> None:
    everywhere, _, on_screens = colour_styles().partition("@media screen {")
    assert LIGHT.ground in everywhere
    assert DARK.ground not in everywhere
    assert '[data-theme="dark"]' in on_screens


def test_the_other_verdict_pair_changes_verdict_colours_only() -> None:
    rule = next(line for line in colour_styles().splitlines() if line.startswith(":root[data-verdicts"))
    assert set(re.findall(r"--([a-z-]+):", rule)) == {
        *("better", "better-soft", "on-better-soft", "better-text"),
        *("worse", "worse-soft", "on-worse-soft", "worse-text"),
    }


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a { font-size: 13px; }", "a { font-size: calc(13rem / 14); }"),
        ("a { margin: -12px 0 0 2px; }", "a { margin: calc(-12rem / 14) 0 0 2px; }"),
        ("a { left: calc(50% - 17px); }", "a { left: calc(50% - calc(17rem / 14)); }"),
        ("@media (width: 64px) { a { top: 6px; } }", "@media (width: 64px) { a { top: calc(6rem / 14); } }"),
        ("a { border: 1.5px solid #e4e7eb; }", "a { border: 1.5px solid #e4e7eb; }"),
    ],
)  # fmt: skip
def test_lengths_grow_with_the_type_but_for_hairlines_and_conditions(written: str, served: str) -> None:
    assert scalable(written) == served


def test_the_base_size_is_streamlits() -> None:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["theme"]["baseFontSize"] == BASE_SIZE
    assert f"html:root {{ font-size: {BASE_SIZE}px; }}" in styles()


def test_no_style_names_a_colour_that_a_reader_could_not_switch() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|(?<![\w-])(?:white|black)(?![\w-])")
    files = [path for folder in STYLES_FOLDERS for path in folder.glob("*.css")]
    rules = {
        path.name: re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S) for path in files
    }
    assert {name: found for name, text in rules.items() if (found := literal.findall(text))} == {}


def test_the_scripts_speak_both_languages_and_carry_the_global_choices() -> None:
    script = browser_script()
    assert '"search": "查找乡镇、指标或页面"' in script
    assert '"search": "Find a township, an indicator or a page"' in script
    assert '"domain"' in script.partition("const CARRIED")[2].partition(";")[0]
