"""Papers on a page: made by a process of its own, refused in its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.meeting_actions import write_down
from data.refusal import Refused
from data.store import Store
from pages.shared.papers import edition_here, paper_of, run_quietly
from reports.bulletin_template import example_template_bytes
from tests.pages.conftest import ShowPage, html_of
from tests.pages.meetings import a_meeting


def paper_now(name: str, suffix: str) -> bytes:
    """As a page would offer it for May 2025."""
    edition = edition_here("month", "2025-05")
    return paper_of((name, "--type", "month"), suffix, name, "2025-05", edition)[1]


def test_what_the_command_refuses_is_what_the_page_says(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="库中还没有数据"):
        run_quietly(["deck", "--period", "2025", "--store", str(tmp_path / "store")], tmp_path)


@pytest.mark.integration
def test_a_paper_is_left_in_the_folder_that_was_named(published_demo: Path, tmp_path: Path) -> None:
    run_quietly(["bulletin", "--period", "2025-12", "--store", str(published_demo)], tmp_path)
    assert [path.name for path in tmp_path.glob("*.docx")] == ["平安建设情况通报-2025-12-第2版.docx"]


def test_every_paper_says_what_it_holds_and_the_chosen_chart_is_shown(
    show_page: ShowPage, published_demo: Path
) -> None:
    page = show_page(published_demo, "papers", indicator="resolution_rate", period="2025-12")
    html = html_of(page)
    assert html.count("paper-holds") == 3
    assert 'alt="化解率的走势图"' in html
    labels = [button.label for button in page.button]
    assert {"幻灯片（.pptx）", "文档（.docx）", "表格（.xlsx）", "SVG", "PNG"} <= set(labels)


def test_a_paper_is_made_when_it_is_asked_for(show_page: ShowPage, published_demo: Path) -> None:
    page = show_page(published_demo, "papers", indicator="resolution_rate", period="2025-12")
    page.button(key="make-chart.svg").click().run()
    assert [each.label for each in page.get("download_button")] == ["下载SVG"]


def test_slides_say_what_a_meeting_agreed_on_after_they_were_written_before(store: Store) -> None:
    before = paper_now("deck", ".pptx")
    assert paper_now("deck", ".pptx") == before
    write_down(store, a_meeting(store), "agenda", "action", "整改路口", "交警大队", None)
    assert paper_now("deck", ".pptx") != before


def test_a_bulletin_has_the_layout_that_was_put_in_the_store_after_it_was_written_before(
    store: Store,
) -> None:
    before = paper_now("bulletin", ".docx")
    layout = store.folder / "templates" / "bulletin.docx"
    layout.parent.mkdir()
    layout.write_bytes(example_template_bytes())
    assert paper_now("bulletin", ".docx") != before
