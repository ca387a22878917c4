"""The county of a few typed rows, for whichever test asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_county import SmallCounty


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path)
