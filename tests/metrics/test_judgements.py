"""What a figure was judged to be is stored with it: against the county, its own kind and the target."""

from __future__ import annotations

from pathlib import Path

from data.engines.mart_connection import open_mart
from tests.metrics.tiny_mart import definition, figure, months, tiny_mart, town

AREAS = (town("A"), town("B"), town("C", "township"), town("D", "park"), town("E", "township"))
FIGURES = [
    *months("rate", "A", "2025-01", (190, 200)),
    *months("rate", "B", "2025-01", (180, 200)),
    *months("rate", "C", "2025-01", (100, 200)),
    *months("rate", "D", "2025-01", (160, 200)),
    *months("rate", "E", "2025-01", (140, 200)),
]


def test_a_township_is_judged_against_the_townships_of_its_kind_taken_together(tmp_path: Path) -> None:
    with tiny_mart(tmp_path, FIGURES, areas=AREAS) as mart:
        found = figure(mart, "2025-01", "C")
        assert found.kind_value == 100 * 240 / 400
        # Wilson at 99.8 % for 100 of 200: 39.2 to 60.8; at 95 %: 43.1 to 56.9
        assert found.verdict_kind_class == "worse_95"
        # the county: 770 of 1000
        assert found.verdict_county_class == "worse_99_8"
        assert figure(mart, "2025-01", "B").verdict_kind == "similar"


def test_the_only_township_of_its_kind_is_not_compared_with_itself(tmp_path: Path) -> None:
    with tiny_mart(tmp_path, FIGURES, areas=AREAS) as mart:
        found = figure(mart, "2025-01", "D")
        assert (found.kind_value, found.verdict_kind) == (None, "not compared")


def test_kinds_and_the_county_have_no_kind_to_be_compared_with(tmp_path: Path) -> None:
    with tiny_mart(tmp_path, FIGURES, areas=AREAS) as mart:
        for area in ("county", "kind:town"):
            assert figure(mart, "2025-01", area).verdict_kind == "not compared"


def test_verdicts_and_changes_are_stored_so_that_pages_only_read(tmp_path: Path) -> None:
    with tiny_mart(tmp_path, FIGURES, [definition(good="low")], AREAS) as mart:
        path = mart.path
    with open_mart(path) as connection:
        stored = connection.rows("""
            select area, verdict_county_class::varchar, verdict_kind_class::varchar
            from period_sums join areas using (area_no) join periods using (period_no)
            where period_type = 'month' and area_type = 'township' order by area""")
    assert stored == [
        ("A", "worse_99_8", "similar"),
        ("B", "worse_99_8", "similar"),
        ("C", "better_99_8", "better_95"),
        ("D", "similar", "not compared"),
        ("E", "better_95", "worse_95"),
    ]
