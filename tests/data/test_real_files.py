"""Real exports through the door, where the folder with them is at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from data.checks import Checked
from data.export_format import load_exports
from data.township_register import Register, Township
from tests.data.door import checked, rules

PROJECT = Path(__file__).resolve().parent.parent.parent
REAL = PROJECT.parent / "shared" / "real"
needs_real_files = pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
STREETS = ("龙田街道", "坪山街道", "碧岭街道", "坑梓街道", "马峦街道", "石井街道")
WARDS = (*(Township(str(n), f"Ward {n}") for n in range(1, 23)), Township("(blank)", "(blank)", ("0", "00")))


def check_real(example: str, file: str, register: Register) -> Checked:
    exports = load_exports(PROJECT / "docs" / "examples" / example)
    content = (REAL / example / file).read_bytes()
    return checked(content, file, exports=exports, export_id=example, register=register)


@needs_real_files
def test_the_district_file_is_read_and_its_ten_rows_without_a_street_are_refused() -> None:
    register = Register(tuple(Township(str(n), name) for n, name in enumerate(STREETS)))
    answer = check_real("pingshan", "pingshan_cases_gb18030.csv", register)
    assert (answer.encoding, answer.rows_read, answer.rows_accepted) == ("gb18030", 10_000, 9_990)
    assert Counter(rules(answer.errors)) == {"unknown_township": 10}
    assert sum(entry.township is not None for entry in answer.coverage) == 53


@needs_real_files
def test_a_city_month_is_accepted_whole_without_addresses() -> None:
    answer = check_real("boston311", "exports/cases_2014-05.csv", Register(WARDS))
    assert (answer.rows_rejected, answer.rows_accepted) == (0, answer.rows_read)
    assert len(answer.coverage) == 23
    assert {"location", "latitude", "longitude", "location_street_name"} <= set(answer.private_columns)
    assert answer.rows is not None and not {"location", "latitude"} & set(answer.rows.column_names)
