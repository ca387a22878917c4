"""The tables of a page as CSV."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Dashboard, OpenPage


def test_the_tables_of_any_page_are_saved_and_run_nothing(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(
        f"{dashboard.address}indicator?indicator=repeat_visit_share&by=year&period=2025&view=table"
    )
    page.evaluate("document.querySelector('tbody th').textContent = '=1+1'")
    page.locator("[data-opens='settings']").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载本页的表（CSV）").click()
    assert taken.value.suggested_filename == "指标.csv"
    lines = Path(taken.value.path()).read_text(encoding="utf-8-sig").split("\n")
    assert lines[0].startswith("乡镇,")
    assert lines[1].startswith("'=1+1,")
    assert any(line.startswith("沙湾镇,") and "20/175" in line.replace(",", "/") for line in lines)
