"""How every page looks, kept as small pictures that were looked at first.

A picture is a sixth of the screen wide, so that letters blur and what counts is what stands where in which
colour: another machine draws text a little differently. Where a page was changed on purpose, take them anew
and look:

    SNAPSHOTS=take make browser        # or .venv/bin/python -m pytest tests/browser/test_snapshots.py
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Dashboard, settled
from tests.browser.every_page import SIZES, VIEWS

pytestmark = pytest.mark.integration
FOLDER = Path(__file__).parent / "snapshots"
SHRUNK = 6
SEEN = 32  # of 255: less is no difference to the eye
MOST_DIFFERENT = 0.02  # of the picture
SHOTS = [(name, "desktop", "light") for name in VIEWS] + [
    ("overview", "desktop", "dark"),
    ("overview", "phone", "light"),
    ("indicator-compare", "desktop", "dark"),
    ("township", "phone", "dark"),
]


def screenshot(context: BrowserContext, address: str, size: str, theme: str) -> Image.Image:
    width, height = SIZES[size]
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page.goto(address)
    settled(page)
    page.wait_for_function(
        "() => document.fonts.status === 'loaded' && !document.querySelector('.stSkeleton')"
    )
    page.wait_for_timeout(700)  # figures fade in
    shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    page.close()
    return shot.resize((width // SHRUNK, height // SHRUNK), Image.Resampling.BOX)


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    """How much of the picture differs so that it is seen, 0 to 1."""
    darkest = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > SEEN else 0)
    return darkest.histogram()[255] / (one.width * one.height)


@pytest.mark.parametrize(("name", "size", "theme"), SHOTS)
def test_a_page_looks_as_it_did_when_it_was_looked_at(
    context: BrowserContext, dashboard: Dashboard, name: str, size: str, theme: str
) -> None:
    shot = screenshot(context, dashboard.address + VIEWS[name], size, theme)
    kept = FOLDER / f"{name}-{size}-{theme}.png"
    if os.environ.get("SNAPSHOTS") == "take":
        FOLDER.mkdir(exist_ok=True)
        shot.save(kept, optimize=True)
    assert kept.exists(), f"{kept.name} was never taken: see the top of this file"
    assert share_that_differs(Image.open(kept).convert("RGB"), shot) <= MOST_DIFFERENT
