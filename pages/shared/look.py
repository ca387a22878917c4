"""The icon of the pages, beside their name in the browser's tab."""

from __future__ import annotations

from pathlib import Path

ICON = Path(__file__).parent / "static" / "icon.svg"
