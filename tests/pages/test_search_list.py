"""What the search looks through: every name with the ways to read it aloud."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pages.shared.page_list import existing_pages
from pages.shared.search_list import romanised, search_json, sounds


def test_each_character_is_read_as_its_phrase_says_and_then_in_its_other_ways() -> None:
    assert sounds("重复访占比")[:3] == [["chong", "zhong", "tong"], ["fu"], ["fang"]]
    assert sounds("重大")[0][0] == "zhong"


def test_what_is_typed_lu_or_lv_reads_a_rate() -> None:
    assert {"lv", "lu"} <= set(sounds("化解率")[2])


def test_letters_and_figures_read_as_themselves() -> None:
    assert [readings[0] for readings in sounds("30日内A")] == ["3", "0", "ri", "nei", "a"]


@pytest.mark.parametrize(
    ("name", "kind", "english"),
    [
        ("沙湾镇", "town", "Shawan Town"),
        ("城关街道", "subdistrict", "Chengguan Subdistrict"),
        ("开发区", "park", "Kaifaqu"),
        ("重阳乡", "township", "Chongyang Township"),
    ],
)
def test_a_township_has_a_name_for_an_english_reader(name: str, kind: str, english: str) -> None:
    assert romanised(name, kind) == english


def test_the_list_holds_townships_indicators_and_pages(
    published_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(published_demo))
    entries = {(each["type"], each["zh"]): each for each in json.loads(search_json())}
    assert entries["township", "沙湾镇"]["page"] == "township"
    assert entries["indicator", "重复访占比"]["en"] == "Repeat-visit share"
    assert entries["page", "总览"] == {
        "type": "page", "id": "overview", "zh": "总览", "en": "Overview",
        "sounds": [["zong"], ["lan"]], "page": "", "choice": "",
    }  # fmt: skip
    assert all(len(each["sounds"]) == len(each["zh"]) for each in entries.values())


def test_before_the_first_publication_there_are_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(tmp_path / "nothing"))
    assert [each["id"] for each in json.loads(search_json())] == [page.file for page in existing_pages()]
