"""What the leaders' pages take from the address and the store: sorting, domains, events, what is owed."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from data.store import Store
from tests.pages.conftest import ShowPage, html_of

YEAR = {"by": "year", "period": "2025"}
SANDBAR = "999901015"  # 沙湾镇


def rows(html: str) -> list[str]:
    table = re.findall(r'<table class="heat">.*?</table>', html, flags=re.S)[0]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', table)


def test_the_heat_map_is_sorted_and_grouped_as_the_address_says(
    published_demo: Path, show_page: ShowPage
) -> None:
    together = html_of(show_page(published_demo, "overview", sort="repeat_visit_share", group="none", **YEAR))
    assert rows(together)[:2] == ["南湖乡", "沙湾镇"]
    assert 'scope="rowgroup"' not in together
    assert 'aria-sort="ascending"' in together
    grouped = html_of(show_page(published_demo, "overview", sort="repeat_visit_share", **YEAR))
    assert rows(grouped).index("沙湾镇") == 2  # after the subdistricts, first of the towns
    register = html_of(show_page(published_demo, "overview", sort="petitions_received", **YEAR))
    assert rows(register)[:3] == ["城关街道", "新河街道", "望江镇"]
    assert "aria-sort" not in register


def test_a_domain_stays_alone_and_one_that_is_none_is_all(published_demo: Path, show_page: ShowPage) -> None:
    feelings = html_of(show_page(published_demo, "overview", domain="feelings", **YEAR))
    assert feelings.count('<th scope="col"><a') == 4
    everything = html_of(show_page(published_demo, "overview", domain="nothing", **YEAR))
    assert everything.count('<th scope="col"><a') > 30


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.integration)])
@pytest.mark.parametrize("period", [{"period": "2025-12"}, {"by": "quarter", "period": "2025-Q4"}, YEAR])
def test_the_opening_paragraph_has_five_sentences_at_most_and_names_who_is_late(
    published_demo: Path, show_page: ShowPage, language: str, period: dict[str, str]
) -> None:
    html = html_of(show_page(published_demo, "overview", lang=language, **period))
    lead = re.sub("<[^>]+>", "", re.findall(r'<p class="lead">(.*?)</p>', html, flags=re.S)[0])
    assert 1 <= len(re.findall(r"。|\.(?:\s|$)", lead)) <= 5
    if period.get("period") == "2025-12":
        assert "云雾乡" in lead


def test_events_of_the_store_stand_on_the_trend_they_concern(demo_copy: Path, show_page: ShowPage) -> None:
    (demo_copy / "events.toml").write_text(
        '[[event]]\ndate = 2025-07-08\nzh = "暴雨"\nen = "Flood"\ntownship = "沙湾镇"\n'
        '[[event]]\ndate = 2025-09-01\nzh = "口径调整"\nindicator = "resolution_rate"\n',
        encoding="utf-8",
    )
    trend = {"indicator": "repeat_visit_share", "view": "trend"}
    page = show_page(demo_copy, "indicator", **trend)
    assert "① 2025年7月8日 暴雨（沙湾镇）" in html_of(page)
    [finding] = re.findall('class="drawing" role="img" aria-label="([^"]*)"', html_of(page))
    assert "① 2025年7月8日 暴雨" in finding
    assert "口径调整" not in html_of(page)
    assert "暴雨" not in html_of(show_page(demo_copy, "indicator", area="999901004", **trend))
    assert "Flood" in html_of(show_page(demo_copy, "indicator", lang="en", **trend))


@pytest.mark.integration
def test_a_wrong_file_of_events_is_told_and_takes_no_chart_away(demo_copy: Path, show_page: ShowPage) -> None:
    (demo_copy / "events.toml").write_text('[[event]]\ndate = 2025-07-08\nwords = "暴雨"\n', encoding="utf-8")
    page = show_page(demo_copy, "indicator", indicator="repeat_visit_share", view="trend")
    assert not page.exception
    assert html_of(page).count('class="drawing"') == 1
    assert "events.toml: [event 1] 没有名为" in html_of(page)


def test_what_is_wrong_with_the_events_is_told_every_reader_in_their_language(
    store: Store, show_page: ShowPage
) -> None:
    (store.folder / "events.toml").write_text('[[event]]\nwords = "暴雨"\n', encoding="utf-8")
    trend = {"indicator": "petitions_received", "view": "trend"}
    assert "没有名为" in html_of(show_page(store.folder, "indicator", **trend))
    assert "没有名为" not in html_of(show_page(store.folder, "indicator", lang="en", **trend))


def test_events_that_are_copied_there_with_their_old_time_are_shown_and_go_with_the_file(
    store: Store, show_page: ShowPage
) -> None:
    trend = {"indicator": "petitions_received", "view": "trend"}
    (store.folder / "boundaries.geojson").write_text("{}")  # newer than they are
    show_page(store.folder, "indicator", **trend)
    events = store.folder / "events.toml"
    events.write_text('[[event]]\ndate = 2025-05-08\nzh = "暴雨"\n', encoding="utf-8")
    os.utime(events, (1e9, 1e9))
    assert "暴雨" in html_of(show_page(store.folder, "indicator", **trend))
    events.unlink()
    assert "暴雨" not in html_of(show_page(store.folder, "indicator", **trend))


def test_all_townships_stand_on_one_page_those_that_differ_first(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "indicator", indicator="repeat_visit_share", view="townships"))
    panels = re.findall(r'<div class="head"><a [^>]*>([^<]+)</a>', html)
    assert len(panels) == 24
    assert panels[0] == "沙湾镇"
    neutral = html_of(
        show_page(published_demo, "indicator", indicator="petitions_received", view="townships")
    )
    assert re.findall(r'<div class="head"><a [^>]*>([^<]+)</a>', neutral)[:2] == ["城关街道", "新河街道"]
    assert not re.search("tone-(better|worse)|dot (better|worse)", neutral)


@pytest.mark.integration
def test_a_map_that_cannot_be_read_is_a_grid_of_tiles(demo_copy: Path, show_page: ShowPage) -> None:
    (demo_copy / "boundaries.geojson").write_text("{", encoding="utf-8")
    page = show_page(demo_copy, "indicator", indicator="repeat_visit_share", view="map")
    assert not page.exception
    assert html_of(page).count('class="tile ') == 24


def test_a_township_lists_what_it_owes_by_number_and_its_neighbours(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "township", township=SANDBAR, period="2025-12"))
    owed = html[html.index("超期未办结诉求") :]
    cases = re.findall(
        r'<li class="overdue-case"><span translate="no">(\w+)</span>', owed[: owed.index("超期未整改隐患")]
    )
    figure = re.search(r'>超期未办结件数</a></th><td class="value"><a [^>]*><b>(\d+)</b>', html)
    assert figure is not None
    assert len(cases) == int(figure[1])
    near = html[html.index("规模相近的乡镇") :]
    assert re.findall(r"<li><a [^>]*>([^<]+)</a>", near)[:4] == ["柳林镇", "石桥镇", "金田镇", "望江镇"]


def test_a_township_may_be_read_one_domain_at_a_time(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "township", township=SANDBAR, domain="feelings", **YEAR))
    table = html[html.index('class="profile"') :]
    assert "群众安全感" in table
    assert ">重复访占比</a></th>" not in table
