"""Unknown words: 办结, 已办结, 结案 → closed; and never the opposite of what a word says."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.asking.likely_names import likely_names
from data.asking.likely_words import nearest_value
from data.asking.memory import Memory
from data.asking.questions import Wishes
from data.export_format import load_exports
from tests.data.asking.small_files import HOTLINE, asked

TICKETS = """
every   = "month"
key     = ["ticket"]
opening = "opened"
[name]
zh = "工单"
[columns.ticket]
zh = "工单"
type = "id"
required = true
[columns.township]
zh = "街道"
type = "township"
required = true
[columns.opened]
zh = "开单"
type = "date"
role = "opening"
required = true
[columns.state]
zh = "状态"
type = "word"
words = { closed = ["完成"], open = ["未完成"] }
[columns.urgent]
zh = "加急"
type = "boolean"
"""


def meaning(export_id: str, column: str, word: str, folder: Path | None = None) -> str | None:
    exports = load_exports(folder)
    export = exports[export_id]
    names = Memory(exports, likely_names(folder)).words(export, export.columns[column])
    found = nearest_value(word, export.columns[column], names)
    return found.value if found else None


@pytest.fixture
def county(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "tickets.toml").write_text(TICKETS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("word", ["办结", "已办结", "结案", "已结案", "办理完毕", "CLOSED"])
def test_words_for_closed_are_proposed_as_closed(county: Path, word: str) -> None:
    assert meaning("tickets", "state", word, county) == "closed"


@pytest.mark.parametrize("word", ["在办", "办理中", "未办结", "未结案"])
def test_words_for_open_are_not_taken_for_closed(county: Path, word: str) -> None:
    assert meaning("tickets", "state", word, county) == "open"


@pytest.mark.parametrize(
    ("column", "word", "value"),
    [
        ("satisfaction", "非常满意", "satisfied"),
        ("satisfaction", "很不满意", "dissatisfied"),
        ("satisfaction", "比较满意", "mostly"),
        ("satisfaction", "未回访", ""),
        ("outcome", "未化解。", "unresolved"),
        ("outcome", "已化解", "resolved"),
        ("outcome", "结案", "resolved"),
        ("channel", "12345热线", "phone"),
        ("visit_kind", "重复来访", "repeat"),
        ("is_agent_case", "属于", "true"),
        ("is_agent_case", "不属于", "false"),
        ("outcome", "转交公安", None),
        ("assigned_by", "本级", None),
    ],
)
def test_a_word_is_proposed_by_synonym_and_by_likeness(column: str, word: str, value: str | None) -> None:
    assert meaning("petitions", column, word) == value


def test_a_word_that_does_not_quite_mean_it_says_so(tmp_path: Path) -> None:
    words = {each.word: each.likely for each in asked(HOTLINE, tmp_path).words}
    closed = words["已办结"]
    assert closed is not None and closed.value == "resolved" and "请核对" in closed.reason


def test_what_was_confirmed_for_another_layout_is_proposed_first(county: Path) -> None:
    profile = 'like = "tickets"\n[name]\nzh = "旧工单"\n[columns.state.words]\nopen = ["已转办"]\n'
    (county / "exports" / "old.toml").write_text(profile, encoding="utf-8")
    assert meaning("tickets", "state", "已转办", county) == "open"


def test_every_unknown_word_is_asked_with_the_number_of_its_rows(tmp_path: Path) -> None:
    rows = "1,望江镇,2026-01-05,结案\n2,望江镇,2026-01-06,结案\n3,望江镇,2026-01-06,某事\n"
    text = "办件编号,乡镇,登记日期,办理结果\n" + rows
    found = asked(text, tmp_path)
    assert [(each.word, each.rows, bool(each.likely)) for each in found.words] == [
        ("结案", 2, True),
        ("某事", 1, False),
    ]
    assert found.trial is not None
    assert (found.trial.rows_accepted, found.trial.rows_rejected) == (2, 1)


def test_personal_values_among_words_are_not_asked_about(tmp_path: Path) -> None:
    text = "办件编号,乡镇,登记日期,办理结果\n1,望江镇,2026-01-05,13812345678\n"
    text += "2,望江镇,2026-01-06,联系人：张建国\n"
    said = repr(asked(text, tmp_path, wishes=Wishes("petitions")).words)
    assert "13812345678" not in said and "张建国" not in said


def test_the_shipped_synonyms_name_columns_and_values_that_exist() -> None:
    exports, likely = load_exports(), likely_names()
    for export_id, columns in likely.headings.items():
        known = (
            {c for e in exports.values() for c in e.columns}
            if export_id == "any"
            else exports[export_id].columns
        )
        assert set(columns) <= set(known), export_id
    for words in (likely.words, likely.doubtful):
        for export_id, by_column in words.items():
            for column_id, values in by_column.items():
                assert set(values) <= {*exports[export_id].columns[column_id].words, ""}
