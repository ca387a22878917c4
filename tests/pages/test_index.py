"""平安指数 as the demo county fills it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.store import Store
from metrics.index.period_index import index_of_period
from metrics.indicator import load_indicators
from metrics.mart_reader import Mart
from tests.pages.conftest import ShowPage, choose_option, chosen_option, html_of
from tests.store_builder import petitions, publish_texts


def test_every_score_stands_beside_its_band_and_its_rank_with_interval(
    published_demo: Path, show_page: ShowPage
) -> None:
    page = show_page(published_demo, "index", by="year", period="2025")
    assert not page.exception
    html = html_of(page)
    current = Store(published_demo).current_mart()
    assert current is not None
    with Mart(current) as mart:
        found = index_of_period(mart, "year", "2025")
    scored = [area for area in found.townships if area.score is not None]
    assert len(scored) == 23
    for area in scored:
        row = next(
            each for each in re.findall(r"<tr.*?</tr>", html, flags=re.S) if f">{area.name}</a>" in each
        )
        assert f"<b>{area.score:.1f}</b>" in row
        assert f"{area.rank}/{area.ranked}" in row


def test_no_neutral_indicator_is_part_of_a_score(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "index", by="year", period="2025"))
    parts = html[html.index('class="parts"') :]
    neutral = [each.name for each in load_indicators().values() if each.is_neutral]
    assert [name for name in neutral if f">{name}</a>" in parts] == []


def test_a_month_is_too_short_and_shows_the_last_twelve(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "index", period="2025-12"))
    assert "截至2025年12月的12个月" in html


@pytest.mark.parametrize("township", ["竹山乡", "沙湾镇"])
def test_a_score_is_taken_apart_where_there_is_one(
    published_demo: Path, show_page: ShowPage, township: str
) -> None:
    current = Store(published_demo).current_mart()
    assert current is not None
    with Mart(current) as mart:
        codes = {name: area for area, name in mart.kept_rows("areas", ("area", "name"))}
    html = html_of(show_page(published_demo, "index", by="year", period="2025", township=codes[township]))
    if township == "竹山乡":
        assert "竹山乡有数的权重不足三分之二，不计分。" in html
    else:
        assert "沙湾镇的分丢在哪里" in html and "receipt=" in html


def test_a_score_is_held_against_the_period_before_and_twelve_months_against_a_year_ago(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "index", by="quarter", period="2025-Q4"))
    assert 'class="waterfall moves"' in html
    assert "2025年第3季度" in html
    assert "看2025年第4季度的名单" not in html
    html = html_of(show_page(published_demo, "index", period="2025-12"))
    assert "比上年同期" in html
    assert "截至2024年12月的12个月" in html
    assert "看2025年第4季度的名单" in html


def test_by_quarter_it_opens_on_the_newest_whole_one(store: Store, show_page: ShowPage) -> None:
    assert (
        chosen_option(show_page(store.folder, "index", by="quarter"), "时期") == "2025年第2季度"
    )  # no other
    publish_texts(store, [petitions("2025-03", "C1,甲镇,02"), petitions("2025-06", "C2,甲镇,02")])
    publish_texts(store, [petitions("2025-07", "C3,甲镇,02")])
    app = show_page(store.folder, "index", by="quarter")
    assert chosen_option(app, "时期") == "2025年第2季度"
    app = choose_option(show_page(store.folder, "index"), "时期类型", "季度")
    assert chosen_option(app, "时期") == "2025年第2季度"
    # whoever asks for the running one gets it, and other pages show what has come so far
    assert chosen_option(choose_option(app, "时期", "2025年第3季度"), "时期") == "2025年第3季度"
    assert chosen_option(show_page(store.folder, by="quarter"), "时期") == "2025年第3季度"


def test_a_trial_of_weights_is_in_the_address_and_shows_both_scores(
    published_demo: Path, show_page: ShowPage
) -> None:
    choices = {"by": "year", "period": "2025"}
    plain = html_of(show_page(published_demo, "index", **choices))
    tried = html_of(show_page(published_demo, "index", weights="requests:60,petitions_received:9", **choices))
    assert "试算结果" not in plain
    assert "试算结果" in tried
    assert "原为35" in tried
    assert tried.split('class="weights-trial"')[0].count("优") == plain.split('class="weights-trial"')[
        0
    ].count("优")


def test_without_targets_the_page_says_that_they_are_missing(store: Store, show_page: ShowPage) -> None:
    html = html_of(show_page(store.folder, "index"))
    assert "这一时期没有平安指数" in html and "先报送目标值" in html
    assert "—分" not in html


def test_where_nobody_has_a_score_nothing_is_said_of_differences(store: Store, show_page: ShowPage) -> None:
    publish_texts(store, ["指标,年度,目标,预警线\n化解率,2025,92,85\n"])
    html = html_of(show_page(store.folder, "index"))
    assert "没有一个乡镇有得分：有数的权重都不足三分之二。" in html
    assert "名次先后没有意义" not in html and "—分" not in html
