"""No page reads past the reader's grant: what every page must leave to the functions that ask it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.source_tree import PROJECT, python_files, shown

PAGES = [path for path in python_files() if shown(path).startswith("pages/")]
# the whole catalogue, where data/visible.py has the reader's part of it
WHOLE_CATALOGUE = re.compile(r"\.catalogue\.(uploads|coverage|findings|acknowledgements)\(")
# a mart opened past `open_mart`, which gives the reader's; a meeting is for those who see the whole county
OPENS_A_MART = re.compile(r"\bMart\(")
MAY_OPEN = {"pages/shared/cached_reads.py", "pages/shared/meeting_decks.py"}


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_page_reads_what_its_reader_may_see(path: Path) -> None:
    text = (PROJECT / shown(path)).read_text(encoding="utf-8")
    assert not WHOLE_CATALOGUE.search(text)
    assert shown(path) in MAY_OPEN or not OPENS_A_MART.search(text)
