"""The papers in a real office program: converted by LibreOffice, drawn by pdftoppm, and looked at."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from reports.papers import Paper
from reports.printed import as_pdf, converter

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        converter() is None or shutil.which("pdftoppm") is None,
        reason="LibreOffice or pdftoppm is not installed: deploy/set-up.sh office",
    ),
]
PUBLISHED = datetime(2026, 1, 6, 9, 0)
DOTS = 40  # to the inch
INK = 200  # darker than this is ink


@pytest.fixture(scope="module")
def printed(deck: Paper, bulletin: Paper, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("printed")
    for name, paper in (("deck", deck), ("bulletin", bulletin)):
        suffix = f".{paper.name.rpartition('.')[2]}"
        (folder / f"{name}.pdf").write_bytes(as_pdf(paper.content, suffix, PUBLISHED))
    return {name: folder / f"{name}.pdf" for name in ("deck", "bulletin")}


def pictures(pdf: Path) -> list[Image.Image]:
    subprocess.run(["pdftoppm", "-r", str(DOTS), "-gray", pdf, pdf.with_suffix("")], check=True)
    return [Image.open(path) for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))]


def ink(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Dark dots inside left, top, right, bottom."""
    return sum(picture.crop(box).histogram()[:INK])


def fonts(pdf: Path) -> str:
    return subprocess.run(["pdffonts", pdf], check=True, capture_output=True, text=True).stdout


def text_of(pdf: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout


def test_a_slide_is_a_page_and_none_is_empty(printed: dict[str, Path], deck: Paper) -> None:
    pages = pictures(printed["deck"])
    assert len(pages) == len(Presentation(io.BytesIO(deck.content)).slides)
    for page in pages:
        width, height = page.size
        assert ink(page, (0, height // 3, width, height * 9 // 10)) > 500


def test_nothing_runs_out_of_a_slide_or_into_its_foot(printed: dict[str, Path]) -> None:
    for page in pictures(printed["deck"]):
        width, height = page.size
        edge = round(0.25 * DOTS)
        assert ink(page, (0, 0, edge, height)) == 0
        assert ink(page, (width - edge, 0, width, height)) == 0
        assert ink(page, (0, height - round(0.1 * DOTS), width, height)) == 0
        gap = (round(0.5 * DOTS), round(6.8 * DOTS), width - edge, round(6.92 * DOTS))
        assert ink(page, gap) == 0


def test_no_page_of_the_bulletin_is_empty_and_nothing_is_in_its_margins(printed: dict[str, Path]) -> None:
    pages = pictures(printed["bulletin"])
    assert 4 <= len(pages) <= 16
    for page in pages:
        width, height = page.size
        millimetre = DOTS / 25.4
        assert ink(page, (0, 0, width, round(35 * millimetre))) == 0
        assert ink(page, (0, 0, round(26 * millimetre), height)) == 0
        assert ink(page, (width - round(24 * millimetre), 0, width, height)) == 0
        body = (0, round(35 * millimetre), width, height - round(35 * millimetre))
        assert ink(page, body) > 300


def test_chinese_is_drawn_with_a_chinese_face(printed: dict[str, Path]) -> None:
    for pdf in printed.values():
        listed = fonts(pdf)
        assert any(name in listed for name in ("CJK", "Song", "Hei", "Kai", "Fang", "YaHei", "WenQuan")), (
            listed
        )
        assert "重复访占比" in text_of(pdf)
        assert "\ufffd" not in text_of(pdf)


def test_the_same_paper_is_the_same_pdf(printed: dict[str, Path], deck: Paper) -> None:
    assert as_pdf(deck.content, ".pptx", PUBLISHED) == printed["deck"].read_bytes()
