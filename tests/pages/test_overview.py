"""总览 as the demo county fills it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts.chosen_measures import headline_measures, heat_map_measures
from charts.measure import Measure
from tests.pages.conftest import html_of
from tests.source_tree import PROJECT

# what the county's yearly report says, as the cards must show it: name → (value and unit, counts, change)
HEADLINES = {
    "受理诉求件次": ("3,276件", "", "−18.6%"),
    "重复访占比": ("5.1%", "167/3,276", "−3.2个百分点"),
    "初次诉求一次性化解率": ("92.3%", "2,769/3,000", ""),
    "群众满意率": ("94.2%", "1,884/2,000", "+4.5个百分点"),
    "上级交办事项化解率": ("100.0%", "46/46", ""),
    "信访代理办结率": ("100.0%", "213/213", ""),
    "积案化解率": ("90.2%", "37/41", ""),
    "农民工欠薪诉求件次": ("118件", "", "−41.0%"),
    "网上诉求物业纠纷占比": ("27.0%", "297/1,100", ""),
    "重大决策风险评估率": ("100.0%", "52/52", ""),
    "领导接访批次": ("126批次", "", ""),
    "干部入户走访次数": ("12,000次", "", ""),
}


def overview(store: Path, monkeypatch: pytest.MonkeyPatch, **choices: str) -> str:
    """The HTML of the page in the address of these choices."""
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(store))
    page = AppTest.from_file(str(PROJECT / "pages" / "overview.py"), default_timeout=60)
    for name, value in choices.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return html_of(page)


def cards(html: str) -> dict[str, str]:
    """Card name → its text."""
    found = re.findall(r'<li class="card.*?</li>', html, flags=re.S)
    texts = [re.sub(r"<[^>]+>", "|", card) for card in found]
    return {text.strip("|").split("|")[0]: text.replace("|", " ") for text in texts}


@pytest.fixture(scope="module")
def year(published_demo: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        return overview(published_demo, patch, by="year", period="2025")


@pytest.mark.parametrize("name", HEADLINES)
def test_the_year_shows_every_headline_figure(year: str, name: str) -> None:
    value, counts, change = HEADLINES[name]
    text = cards(year)[name]
    assert value in text.replace(" ", "")
    assert counts in text
    assert change in text


def test_real_changes_are_told_and_a_volume_is_not_judged(year: str) -> None:
    shown = cards(year)
    assert "真实改善" in shown["重复访占比"]
    assert "不作评价" in shown["受理诉求件次"]
    lead = re.findall(r'<p class="lead">(.*?)</p>', year, flags=re.S)[0]
    assert "项变化超出正常波动" in lead
    assert "受理诉求" not in lead
    assert lead.count("。") <= 5


def test_every_township_has_a_row_and_no_column_is_neutral(year: str) -> None:
    table = re.findall(r'<table class="heat">.*?</table>', year, flags=re.S)[0]
    assert table.count('scope="row"') == 24
    for neutral in ("受理诉求件次", "网上渠道占比", "发案率"):
        assert neutral not in table


def test_a_month_compares_townships_over_twelve_and_says_so(
    published_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = overview(published_demo, monkeypatch, period="2025-12")
    assert "截至2025年12月的12个月" in html
    assert "件数太少" in html
    assert "比上月" in html


def test_who_has_not_reported_is_named(published_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = overview(published_demo, monkeypatch, period="2025-12")
    assert "23/24个乡镇已报齐" in html
    missing = html[html.index("还没有报送") :]
    assert "云雾乡" in missing
    assert "群众测评" in missing


def test_a_kind_of_township_narrows_the_table(published_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = overview(published_demo, monkeypatch, kind="subdistrict", by="year", period="2025")
    assert html.count('scope="row"') == 2


def test_every_figure_leads_to_its_receipt(year: str) -> None:
    cells = re.findall(r'<td class="v-[^"]*"><a (.*?)>', year)
    assert len(cells) == 24 * year.count('<th scope="col"><a')
    assert all('href="?' in cell and "receipt=" in cell for cell in cells)


def test_an_empty_store_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还没有数据" in overview(tmp_path / "nothing", monkeypatch)


def test_a_county_that_feeds_few_of_our_figures_sees_its_own_first() -> None:
    measures = [
        Measure("petitions_received", "受理诉求件次", "count", "neither"),
        Measure("resolution_rate", "化解率", "percent", "high"),
        Measure("wards_closed", "办结", "count", "neither"),
        Measure("wards_on_time", "按期办结率", "percent", "high"),
    ]
    with_figures = {"petitions_received", "wards_closed", "wards_on_time"}
    shown = [measure.id for measure in headline_measures(measures, with_figures)]
    assert shown == ["wards_closed", "wards_on_time", "petitions_received"]
    assert [measure.id for measure in heat_map_measures(measures, with_figures)] == ["wards_on_time"]


def test_in_the_first_months_townships_are_not_said_to_be_compared_over_twelve(
    published_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = overview(published_demo, monkeypatch, period="2023-02")
    assert "截至2023年2月的12个月，其中2个月有数据（一个月件数太少，不足以比较）" in html
