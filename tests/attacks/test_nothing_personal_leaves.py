"""Files full of personal data, uploaded in a browser: none of it comes back, is logged or left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Response, expect

from data.export_format import load_exports
from data.store import Store
from metrics.publication import FileToCheck, Options, publish
from pages.shared.page_list import PAGES
from tests.access.served import PACKED, _unpacked, served
from tests.browser.conftest import settled
from tests.data.personal_samples import PLANTED
from tests.data.planted_search import places_of
from tests.data.test_personal_corpus import DIARY, JANUARY, RECEIVED, SOUGHT, TOWNSHIPS, as_csv, files_with

pytestmark = [pytest.mark.integration, pytest.mark.browser]
CHECKED = 120_000  # milliseconds


class Received:
    """Everything that a server sends to a page: answers and messages, unpacked as the page does it."""

    def __init__(self, page: Page) -> None:
        self.parts: list[str] = []
        page.on("websocket", lambda opened: opened.on("framereceived", self._keep))
        page.on("response", self._keep_answer)

    def _keep(self, content: bytes | str) -> None:
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        self.parts.append(PACKED.sub(_unpacked, text))

    def _keep_answer(self, answer: Response) -> None:
        if answer.ok and not answer.url.endswith((".js", ".css", ".woff2", ".png")):
            self._keep(answer.body())


def upload(page: Page, address: str, file: FileToCheck) -> None:
    """Choose a file in 报送, read what is said of it, publish it."""
    page.goto(f"{address}/upload")
    chosen: FilePayload = {"name": file.name, "mimeType": "text/csv", "buffer": file.content}
    settled(page).locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files([chosen])
    page.wait_for_selector(".file-report", timeout=CHECKED)
    settled(page).get_by_role("button", name="发布", exact=True).click(timeout=CHECKED)
    expect(page.locator(".st-key-published")).to_contain_text("已发布1份文件", timeout=CHECKED)
    settled(page)


def test_an_upload_sends_logs_and_leaves_nothing_personal(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, log = tmp_path / "temporary", tmp_path / "log" / "server.log"
    store = Store(tmp_path / "store")
    for folder in (temporary, log.parent, store.folder / "exports"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(temporary))
    (store.folder / "exports" / "diary.toml").write_text(DIARY, encoding="utf-8")
    publish(store, [FileToCheck("名录.csv", as_csv(TOWNSHIPS), "townships", JANUARY, RECEIVED)], Options())
    with served(store.folder, log) as address:
        context = chromium.new_context(locale="zh-CN")
        page = context.new_page()
        received = Received(page)
        upload(page, address, files_with(load_exports(store.folder))[0])
        for entry in PAGES:
            page.goto(f"{address}/{'' if entry is PAGES[0] else entry.file}")
            settled(page)
        context.close()
    sent = "".join(received.parts)
    assert "望江镇" in sent  # what was sent is there to be searched
    assert [text for text in SOUGHT if text in sent] == []
    assert places_of(SOUGHT, [store.folder, temporary, log.parent]) == []
    assert store.live().rows > len(PLANTED)  # and it was published
