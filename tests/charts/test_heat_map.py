"""The heat map: columns that may order townships, rows by kind, words of a cell, and the form for a phone."""

import re

from charts.area_figures import AreaFigure
from charts.heat_list import heat_list
from charts.heat_map import heat_map
from charts.heat_order import sorting_of
from charts.markup import Html
from charts.measure import Measure

SHARE = Measure("repeat_visit_share", "重复访占比", "percent", "low", domain="requests")
ON_TIME = Measure("completion_on_time", "按期办结率", "percent", "high", domain="requests")
OVERDUE = Measure("overdue_requests", "超期未办结件数", "count", "low", domain="requests", decimals=0)
VOLUME = Measure("petitions_received", "受理诉求件次", "count", "neither", domain="requests", decimals=0)
NAMES = [("1", "甲镇"), ("2", "乙镇"), ("3", "丙乡"), ("4", "丁乡")]
KINDS = {"1": "镇", "2": "镇", "3": "乡", "4": "乡"}


def cell(
    area: str, value: float, verdict: str = "similar", indicator: str = SHARE.id, **more: object
) -> AreaFigure:
    return AreaFigure(indicator, area, "", "2025", value, value, 100.0, verdict_class=verdict, **more)  # type: ignore[arg-type]


CELLS = {
    (each.area, SHARE.id): each for each in (cell("1", 3.0), cell("2", 9.0, "worse_99_8"), cell("3", 5.0))
}


def drawn(measures: list[Measure], sort: str = "", kinds: dict[str, str] | None = None) -> Html:
    return heat_map(
        NAMES, measures, CELLS, cell_address=lambda *_: "?cell", township_address=lambda code: f"?t={code}",
        measure_address=lambda name: f"?i={name}", kinds=kinds, past="同比",
        county={SHARE.id: cell("county", 4.0)},
        sorting=sorting_of(sort, measures, lambda asked: f"?sort={asked}"),
    )  # fmt: skip


def rows(html: str) -> str:
    return "".join(re.findall(r'<th scope="row"><a href="\?t=(\d)"', html))


def test_a_judged_column_sorts_worst_first_then_best_first_then_by_register():
    assert rows(drawn([SHARE])) == "1234"
    assert rows(drawn([SHARE], "repeat_visit_share")) == "2314"  # without a figure: last
    assert rows(drawn([SHARE], "-repeat_visit_share")) == "1324"
    assert 'href="?sort=repeat_visit_share"' in drawn([SHARE])
    assert 'href="?sort=-repeat_visit_share"' in drawn([SHARE], "repeat_visit_share")
    assert 'href="?sort="' in drawn([SHARE], "-repeat_visit_share")


def test_a_volume_or_a_count_never_puts_one_township_before_another():
    shown = drawn([SHARE, OVERDUE, VOLUME], "petitions_received")
    assert rows(shown) == "1234"
    assert "sort=petitions_received" not in shown
    assert "sort=overdue_requests" not in shown
    assert rows(drawn([SHARE, OVERDUE], "overdue_requests")) == "1234"


def test_a_township_with_too_few_cases_is_not_placed_by_chance():
    cells = {**CELLS, ("4", SHARE.id): cell("4", 50.0, "not compared", too_few=True)}
    shown = heat_map(
        NAMES, [SHARE], cells, cell_address=lambda *_: "?", township_address=lambda code: f"?t={code}",
        measure_address=lambda _: "?", sorting=sorting_of("repeat_visit_share", [SHARE], lambda _: "?"),
    )  # fmt: skip
    assert rows(shown) == "2314"


def test_rows_stand_by_kind_and_are_sorted_inside_it():
    shown = drawn([SHARE], "repeat_visit_share", KINDS)
    assert rows(shown) == "2134"
    assert re.findall(r'<th rowspan="(\d)" scope="rowgroup" class="kind"><span>(.)</span>', shown) == [
        ("2", "镇"),
        ("2", "乡"),
    ]


def test_a_cell_says_its_figure_counts_verdict_and_change():
    cells = {
        ("1", SHARE.id): cell(
            "1", 9.0, "worse_99_8", county_value=4.0, last_year_change=2.0, last_year_level="noise"
        )
    }
    shown = heat_map(
        NAMES[:1], [SHARE], cells, cell_address=lambda *_: "?", township_address=lambda _: "?",
        measure_address=lambda _: "?", past="同比",
    )  # fmt: skip
    said = "甲镇 · 重复访占比&#10;9.0%（9/100）&#10;明显较差，全县 4.0%&#10;同比 +2.0个百分点（正常波动）"
    assert f'aria-label="{said}"' in shown


def test_the_county_stands_over_its_columns_without_a_colour():
    assert '<td class="whole"><a href="?cell" target="_self" aria-label="全县 · 重复访占比&#10;4.0%' in drawn(
        [SHARE]
    )


def test_a_phone_lists_only_what_differs_the_worse_first():
    cells = {
        **CELLS,
        ("2", ON_TIME.id): cell("2", 99.0, "better_95", ON_TIME.id),
        ("1", VOLUME.id): cell("1", 99.0, "worse_99_8", VOLUME.id),
    }
    shown = heat_list(
        NAMES, [ON_TIME, SHARE, VOLUME], cells, cell_address=lambda *_: "?", township_address=lambda _: "?"
    )
    assert re.findall(r'class="chip v-([\w-]+)">(.+?)<', shown) == [
        ("worse", "▼ 重复访占比 9.0%"),
        ("better-soft", "▲ 按期办结率 99.0%"),
    ]
    assert shown.count("各项都与全县相近") == 3
