"""A connection that is lost for some seconds: what failed is told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Dashboard, settled
from tests.browser.test_upload import GOOD, payload


def _refuse(route: Route) -> None:
    route.abort("connectionreset")


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "出错了：网络中断，没有传完"), ("en", "The connection was lost")]
)
def test_a_file_that_did_not_come_says_so_in_plain_words(
    dashboard: Dashboard, page: Page, language: str, words: str
) -> None:
    page.goto(f"{dashboard.address}upload?lang={language}")
    settled(page)
    page.route(re.compile("/_stcore/upload_file/"), _refuse)
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files([payload("一月.csv", GOOD)])
    told = page.locator('[data-testid="stFileChip"] [role="alert"]')
    expect(told).to_contain_text(words)
    box = told.bounding_box()
    assert box and box["width"] > 100 and box["height"] > 10
