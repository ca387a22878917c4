"""Papers on a page: made by a process of its own, refused in its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.refusal import Refused
from pages.shared.papers import run_quietly
from tests.pages.conftest import ShowPage
from tests.store_builder import new_store, petitions


def test_what_the_command_refuses_is_what_the_page_says(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="库中还没有数据"):
        run_quietly(["deck", "--period", "2025", "--store", str(tmp_path / "store")], tmp_path)


@pytest.mark.integration
def test_a_paper_is_left_in_the_folder_that_was_named(published_demo: Path, tmp_path: Path) -> None:
    run_quietly(["bulletin", "--period", "2025-12", "--store", str(published_demo)], tmp_path)
    assert [path.name for path in tmp_path.glob("*.docx")] == ["平安建设情况通报-2025-12-第2版.docx"]


def test_every_paper_and_format_has_its_button_and_a_chart_is_a_picture(
    show_page: ShowPage, tmp_path: Path
) -> None:
    store = new_store(tmp_path / "county", petitions("2025-05", "B1,甲镇,02,20", "B2,乙乡,03"))
    app = show_page(store.folder, "papers", indicator="petitions_received")
    assert [button.key for button in app.button] == [
        *("make-deck-pptx", "make-deck-pdf", "make-bulletin-docx", "make-bulletin-pdf", "make-workbook-xlsx"),
        *("make-chart-petitions_received-svg", "make-chart-petitions_received-png"),
    ]
    app.button(key="make-chart-petitions_received-svg").click().run()
    (taken,) = app.get("download_button")
    assert taken.proto.label == "下载受理诉求件次 SVG"
