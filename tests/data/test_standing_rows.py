"""Which row stands when a key comes again, and what a later upload withdraws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.small_county import SmallCounty, a_store_with_export


def request_(case: str, channel: str, township: str = "T1") -> dict[str, Any]:
    return {"case_id": case, "township": township, "received_on": "2025-01-02", "channel": channel}


def standing(county: SmallCounty, export: str = "petitions") -> list[tuple]:
    with county.open() as engine:
        return engine.rows(f"select case_id, channel from live_{export} order by all")


def test_the_later_row_of_a_file_wins(county: SmallCounty) -> None:
    county.publish("petitions", "2025-01", [request_("A", "visit"), request_("A", "phone")])
    assert standing(county) == [("A", "phone")]


def test_the_later_upload_of_a_month_wins(county: SmallCounty) -> None:
    county.publish("petitions", "2025-01", [request_("A", "visit")])
    county.publish("petitions", "2025-01", [request_("A", "phone")])
    assert standing(county) == [("A", "phone")]


def test_the_later_month_wins_over_the_later_upload(county: SmallCounty) -> None:
    """January, uploaded again in June, does not reopen what closed since."""
    county.publish("petitions", "2025-06", [request_("A", "online")])
    county.publish("petitions", "2025-01", [request_("A", "visit")])
    assert standing(county) == [("A", "online")]


def test_a_roll_back_lets_the_earlier_row_stand_again(county: SmallCounty) -> None:
    county.publish("petitions", "2025-01", [request_("A", "visit")])
    county.roll_back(county.publish("petitions", "2025-01", [request_("A", "phone")]))
    assert standing(county) == [("A", "visit")]


def test_a_replacement_withdraws_the_rows_of_the_townships_that_it_covers(county: SmallCounty) -> None:
    county.publish("petitions", "2025-01", [request_("A", "visit"), request_("B", "visit", "T2")])
    county.publish("petitions", "2025-01", [request_("C", "phone")], covers=["T1"], replaces=True)
    assert standing(county) == [("B", "visit"), ("C", "phone")]


def test_what_a_replacement_withdrew_does_not_win_over_an_older_row(county: SmallCounty) -> None:
    county.publish("petitions", "2025-01", [request_("A", "visit")])
    county.publish("petitions", "2025-02", [request_("A", "phone")])
    county.publish("petitions", "2025-02", [request_("B", "online")], replaces=True)
    assert standing(county) == [("A", "visit"), ("B", "online")]


def test_a_rolled_back_replacement_gives_back_what_it_withdrew(county: SmallCounty) -> None:
    county.publish("petitions", "2025-01", [request_("A", "visit")])
    county.roll_back(county.publish("petitions", "2025-01", [], covers=["T1"], replaces=True))
    assert standing(county) == [("A", "visit")]


def test_rows_without_an_id_are_keyed_by_township_month_and_item(county: SmallCounty) -> None:
    rows = [
        {"township": "T1", "month": "2025-01-01", "item": "领导接访", "done": 1},
        {"township": "T1", "month": "2025-01-01", "item": "入户走访", "done": 2},
        {"township": "T2", "month": "2025-01-01", "item": "领导接访", "done": 3},
    ]
    county.publish("activities", "2025-01", rows)
    county.publish("activities", "2025-01", [{**rows[0], "done": 10}])
    with county.open() as engine:
        assert engine.rows("select done from activities order by done") == [(2,), (3,), (10,)]


@pytest.mark.parametrize(
    ("wins", "winner"), [("first", "visit"), ("last", "online"), ("closed_on", "phone"), ("due_on", "online")]
)
def test_a_profile_chooses_which_row_wins(tmp_path: Path, wins: str, winner: str) -> None:
    profile = f'like = "petitions"\nwins = "{wins}"\n[name]\nzh = "热线"\n'
    county = SmallCounty(tmp_path, exports=a_store_with_export(tmp_path, "hotline", profile))
    county.publish("hotline", "2025-01", [request_("A", "visit")])
    county.publish("hotline", "2025-02", [{**request_("A", "phone"), "closed_on": "2025-01-09"}])
    county.publish("hotline", "2025-03", [{**request_("A", "online"), "closed_on": "2025-01-05"}])
    assert standing(county, "hotline") == [("A", winner)]


def test_a_file_from_before_a_column_was_declared_has_null_there(tmp_path: Path) -> None:
    profile = 'like = "petitions"\n[name]\nzh = "热线"\n'
    county = SmallCounty(tmp_path, exports=a_store_with_export(tmp_path, "hotline", profile))
    county.publish("hotline", "2025-01", [request_("A", "visit")])
    more = profile + '[columns.street]\nzh = "街道"\ntype = "text"\n'
    county.exports = a_store_with_export(tmp_path, "hotline", more)
    with county.open() as engine:
        assert engine.rows("select street from live_hotline") == [(None,)]
