"""Events on the trends: what the file may say, and what it may never say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.refusal import Refused
from data.store import Store
from metrics.events import Event, Places, add_event, events_on, load_events, names_a_person

PLACES = Places({"101": "沙湾镇", "102": "石桥镇"}, ("repeat_visit_share", "resolution_rate"))


def written(folder: Path, text: str) -> Path:
    (folder / "events.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_store_without_the_file_has_no_events(tmp_path: Path) -> None:
    assert load_events(tmp_path, PLACES) == []


def test_events_come_oldest_first_with_the_code_of_their_township(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        '[[event]]\ndate = 2025-07-08\nzh = "暴雨"\nen = "Flood"\ntownship = "沙湾镇"\n'
        '[[event]]\ndate = 2025-04-01\nzh = "办法施行"\nindicator = "resolution_rate"\n',
    )
    assert load_events(folder, PLACES) == [
        Event(date(2025, 4, 1), {"zh": "办法施行"}, indicator="resolution_rate"),
        Event(date(2025, 7, 8), {"zh": "暴雨", "en": "Flood"}, township="101"),
    ]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('zh = "暴雨"', "date"),
        ('date = "2025-07-08"\nzh = "暴雨"', "2026-11-21"),
        ("date = 2025-07-08", "zh"),
        ('date = 2025-07-08\nzh = "  "', "1到60"),
        (f'date = 2025-07-08\nzh = "{"雨" * 61}"', "1到60"),
        ('date = 2025-07-08\nzh = "暴雨"\ntownship = "沙弯镇"', "沙湾镇"),
        ('date = 2025-07-08\nzh = "暴雨"\nindicator = "repeat_visit"', "repeat_visit_share"),
        ('date = 2025-07-08\nzh = "暴雨"\nplace = "沙湾镇"', "place"),
    ],
)
def test_what_is_wrong_is_named_with_the_file_and_what_would_be_right(
    tmp_path: Path, keys: str, told: str
) -> None:
    with pytest.raises(Refused) as refused:
        load_events(written(tmp_path, f"[[event]]\n{keys}\n"), PLACES)
    assert str(refused.value).startswith("events.toml: ")
    assert told in str(refused.value)


@pytest.mark.parametrize("words", ["王小明被免职", "联系人：李建国", "电话13812345678", "张先生来访"])
def test_a_person_is_refused_and_never_quoted(tmp_path: Path, words: str) -> None:
    with pytest.raises(Refused) as refused:
        load_events(written(tmp_path, f'[[event]]\ndate = 2025-07-08\nzh = "{words}"\n'), PLACES)
    assert words not in str(refused.value)
    assert "只写事，不写人" in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        "暴雨，沙湾镇转移群众",
        "信访工作条例施行",
        "换届，新班子到任",
        "人口普查后改用新的常住人口",
        "石桥镇撤并",
    ],
)
def test_things_are_not_taken_for_persons(words: str) -> None:
    assert not names_a_person(words)


def test_an_added_event_is_checked_and_appended(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add_event(store, {"date": date(2025, 7, 8), "zh": '“口径”调整 "A"', "township": "沙湾镇"}, PLACES)
    with pytest.raises(Refused):
        add_event(store, {"date": date(2025, 8, 1), "zh": "洪水", "township": "沙弯镇"}, PLACES)
    add_event(store, {"date": date(2025, 1, 1), "zh": "办法施行", "en": ""}, PLACES)
    assert [event.words["zh"] for event in load_events(tmp_path, PLACES)] == ["办法施行", '“口径”调整 "A"']


def test_a_trend_shows_what_concerns_it() -> None:
    flood = Event(date(2025, 7, 8), {"zh": "暴雨"}, township="101")
    rule = Event(date(2025, 4, 1), {"zh": "口径"}, indicator="resolution_rate")
    assert events_on([flood, rule], "resolution_rate", "county") == [flood, rule]
    assert events_on([flood, rule], "resolution_rate", "102") == [rule]
    assert events_on([flood, rule], "repeat_visit_share", "101") == [flood]
