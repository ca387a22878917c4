"""指标说明: every indicator is there, found by its words, said in words, and can be taken away."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from data.export_format import load_exports
from data.language import speaking
from metrics.condition_words import Speaker, counted_in_words
from metrics.indicator import Counted, load_indicators
from pages.shared.definition_list import chosen_definitions, facts
from pages.shared.downloads import csv_bytes
from tests.pages.conftest import ShowPage, chosen, html_of


def test_every_indicator_is_on_the_page_with_its_file(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "definitions"))
    for each in load_indicators().values():
        assert f'id="{each.id}"' in html
        assert each.name in html
    assert "where = &quot;visit_kind = &#x27;repeat&#x27;&quot;" in html


def test_the_list_follows_the_words_and_the_domain_of_the_address(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "definitions", q="破案"))
    assert html.count("<article") == 1
    assert "现案破案率" in html
    assert html_of(show_page(published_demo, "definitions", domain="economy")).count("<article") == 3
    assert "没有符合的指标" in html_of(show_page(published_demo, "definitions", q="没有这个词"))


def test_words_typed_are_written_into_the_address(published_demo: Path, show_page: ShowPage) -> None:
    app = show_page(published_demo, "definitions")
    app.text_input(key="search").set_value("破案").run()
    assert chosen(app, "q") == "破案"
    assert html_of(app).count("<article") == 1


def test_a_county_s_own_indicator_is_marked(tmp_path: Path, show_page: ShowPage) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "visits.toml").write_text(
        'domain = "requests"\nunit = "count"\ngood = "neither"\n[name]\nzh = "来访件次"\n'
        '[numerator]\ntable = "petitions"\nby = "received_on"\nwhere = "channel = \'visit\'"\n',
        encoding="utf-8",
    )
    html = html_of(show_page(tmp_path, "definitions", q="来访件次"))
    assert "本县指标" in html
    assert "诉求渠道为“来访”" in html


def test_a_file_that_is_copied_there_with_its_old_time_is_read(tmp_path: Path, show_page: ShowPage) -> None:
    """Its time may be earlier than that of the files that came with the program."""
    path = tmp_path / "indicators" / "visits.toml"
    path.parent.mkdir()
    for year, name in enumerate(("来访件次", "来访次数")):
        path.write_text(
            f'domain = "requests"\nunit = "count"\ngood = "neither"\n[name]\nzh = "{name}"\n'
            '[numerator]\ntable = "petitions"\nby = "received_on"\nwhere = "channel = \'visit\'"\n',
            encoding="utf-8",
        )
        os.utime(path, (1e9 + year, 1e9 + year))
        assert name in html_of(show_page(tmp_path, "definitions", q="来访"))


def test_every_word_of_a_search_must_be_found() -> None:
    catalogue = list(load_indicators().values())
    assert [each.id for each in chosen_definitions(catalogue, "办结 按期", "")] == ["completion_on_time"]
    assert [each.id for each in chosen_definitions(catalogue, "SENSE_OF", "feelings")] == ["sense_of_safety"]


def test_what_limits_the_reading_of_an_indicator_is_said() -> None:
    catalogue = load_indicators()
    assert facts(catalogue["clearance_rate"]) == "% · 越高越好 · 90天内为暂定"
    assert facts(catalogue["open_requests"]).endswith("只陈述，不评价 · 期末存量")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("visit_kind = 'repeat'", "初重件为“重复”"),
        ("assigned_by in ('nation', 'city')", "交办层级为“国家”或“市”"),
        ("closed_on is not null and is_agent_case", "办结日期已填，且代理"),
        ("closed_on <= due_on", "办结日期不晚于应办结日期"),
        ("outcome is null or not is_agent_case", "办理结果未填，或不属于“代理”"),
        ("days_to_close between 0 and 30", "登记到办结的天数在0与30之间"),
        ("coalesce(channel, 'x') = 'x'", "COALESCE(channel, 'x')为“x”"),
    ],
)
def test_a_condition_is_said_in_words(condition: str, words: str) -> None:
    assert Speaker("petitions", load_exports()).condition(condition) == words


def test_what_is_counted_is_one_sentence_in_either_language() -> None:
    deaths = Counted("incidents", "occurred_on", "kind = 'road'", "deaths")
    expected = "安全事件中事件类型为“道路交通”的死亡人数之和，按发生日期计入月份"
    assert counted_in_words(deaths, load_exports()) == expected
    with speaking("en"):
        assert "sum of" in counted_in_words(deaths, load_exports()).lower()


def test_no_column_of_a_shipped_indicator_is_left_without_a_name() -> None:
    exports = load_exports()
    said = [
        counted_in_words(part, exports) for each in load_indicators().values() for part in each.parts.values()
    ]
    assert [sentence for sentence in said if "_" in sentence] == []


def test_a_download_never_holds_a_formula() -> None:
    written = csv_bytes(["甲"], [["=1+1"], ["@SUM(1)"], [-3], ["−3"]]).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(written))] == ["甲", "'=1+1", "'@SUM(1)", "-3", "−3"]
