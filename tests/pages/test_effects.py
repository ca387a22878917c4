"""What a publication would change, as the page of 报送 tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from charts.measure import Measure
from data.level_words import speak_of
from pages.shared.upload.effects import effects_table

RECEIVED = Measure("received", "受理件次", "count", "neither")
# a request more in one township changes the county, the city and the province that it lies in, and its kind
AREAS = ("county", "kind:town", "city:东江市", "county:甲县", "county:乙县", "A1", "A2", "B1")


@pytest.fixture(autouse=True)
def _spoken_of_a_county_again() -> Iterator[None]:
    yield
    speak_of()


@pytest.mark.parametrize(
    ("levels", "counted"),
    [(("county", "township"), 3), (("city", "county"), 2), (("province", "city"), 1)],
)
def test_the_areas_that_change_are_those_right_below(levels: tuple[str, str], counted: int) -> None:
    speak_of(*levels)
    sums = {"numerator": (1.0, 2.0), "denominator": (None, None), "value": (1.0, 2.0)}
    sides = {
        f"{name}_{side}": pair[at]
        for name, pair in sums.items()
        for at, side in enumerate(("before", "after"))
    }
    rows = [{"indicator": "received", "area": area, "period": "2025-03", **sides} for area in AREAS]
    table = str(effects_table(pd.DataFrame(rows), {"received": RECEIVED}))
    assert re.findall(r'<td class="number">([^<]*)</td>', table)[-1] == str(counted)
