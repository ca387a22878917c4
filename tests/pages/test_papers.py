"""Papers on a page: made by a process of its own, refused in its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.refusal import Refused
from pages.shared.papers import run_quietly


def test_what_the_command_refuses_is_what_the_page_says(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="库中还没有数据"):
        run_quietly(["deck", "--period", "2025", "--store", str(tmp_path / "store")], tmp_path)


@pytest.mark.integration
def test_a_paper_is_left_in_the_folder_that_was_named(published_demo: Path, tmp_path: Path) -> None:
    run_quietly(["bulletin", "--period", "2025-12", "--store", str(published_demo)], tmp_path)
    assert [path.name for path in tmp_path.glob("*.docx")] == ["平安建设情况通报-2025-12-第2版.docx"]
