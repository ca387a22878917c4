"""Merged and renamed townships at the door: which rows move forward, which stay, what the register says."""

from __future__ import annotations

from datetime import date

import pytest

from data.findings import Checked
from data.live import LiveData
from data.live_register import register_with
from data.successions import holdings
from data.township_register import Register, Township
from tests.data.door import CASES, checked, knows, rules, values

HEKOU = Township("103", "河口乡", valid_to=date(2025, 12, 31), merged_into="101")
AFTER = Register((Township("101", "望江镇"), Township("102", "石桥镇"), HEKOU))
HEADINGS = "行政区划代码,乡镇,有效止,曾用名,并入\n"


def cases(*rows: str, **options: object) -> Checked:
    return checked(CASES + "\n".join(rows) + "\n", register=AFTER, **options)


def register(*rows: str, **options: object) -> Checked:
    return checked(HEADINGS + "\n".join(rows) + "\n", **{"register": Register(), **options})


def test_rows_after_the_merger_go_to_the_successor_and_those_before_stay() -> None:
    answer = cases(
        "A1,河口乡,2025-12-30,2026-02-01", "A2,河口乡,2026-01-03,2026-02-01", "A3,103,2026-01-04,2026-02-01"
    )
    assert sorted(zip(values(answer, "case_id"), values(answer, "township"), strict=True)) == [
        ("A1", "103"),
        ("A2", "101"),
        ("A3", "101"),
    ]
    (warning,) = answer.warnings
    assert (warning.rule, warning.row, warning.found) == ("merged_township", None, "河口乡")
    assert warning.expected == "河口乡已于2025-12-31并入望江镇；此后的2行记入望江镇"


def test_an_item_reported_under_the_old_and_the_new_name_is_not_added_up_by_itself() -> None:
    rows = ("望江镇,2026-01,入户走访,7", "河口乡,2026-01,入户走访,5", "河口乡,2025-12,入户走访,4")
    answer = checked("\n".join(["乡镇,月份,工作项目,已完成", *rows, ""]), register=AFTER)
    assert [(error.rule, error.row) for error in answer.errors] == [("merged_twice", 3)]
    assert sorted(zip(values(answer, "township"), values(answer, "done"), strict=True)) == [
        ("101", 7),
        ("103", 4),
    ]


def test_a_relabelled_case_stays_in_the_history_of_the_township_of_its_time() -> None:
    rows = ["A1,望江镇,2025-12-30,2026-02-01", "A2,望江镇,2026-01-03,2026-02-01"]
    answer = cases(*rows, known=knows({"A1": "103", "A2": "103"}))
    assert values(answer, "township") == ["101", "103"]
    assert rules(answer.warnings) == ["kept_with_predecessor"]


def test_the_successors_clerk_may_report_what_was_the_predecessors() -> None:
    rows = [
        "A1,河口乡,2025-12-30,2026-02-01",
        "A2,望江镇,2026-01-03,2026-02-01",
        "A3,石桥镇,2026-01-03,2026-02-01",
    ]
    answer = cases(*rows, covers="望江镇", known=knows({"A1": "103", "A2": "103"}))
    assert rules(answer.errors) == ["township_not_covered"]
    assert answer.rows_accepted == 2
    # a later file of the successor that replaces this one takes the old cases along
    covered = [(part.township, part.rows) for part in answer.coverage if part.month == date(2026, 1, 1)]
    assert covered == [("101", 2), ("103", 0)]


def test_a_date_outside_the_life_of_a_township_is_warned_about() -> None:
    begun = Register((Township("101", "望江镇", valid_from=date(2026, 1, 1)), Township("102", "石桥镇")))
    rows = "A1,望江镇,2025-12-30,2026-02-01\nA2,望江镇,2026-01-03,2026-02-01\n"
    (warning,) = checked(CASES + rows, register=begun).warnings
    assert (warning.rule, warning.found) == ("outside_validity", "望江镇")


def test_a_register_says_when_a_township_ended_and_into_which_it_went() -> None:
    answer = register(
        "101,望江镇,,望江乡（至2019年）,", "103,河口乡,2025-12-31,,望江镇", "104,后山乡,2020-01-31,,103"
    )
    assert (answer.errors, answer.warnings) == ((), ())


def test_a_successor_may_bear_the_name_of_what_went_into_it() -> None:
    answer = register("101,望江镇,,,", "203,望江镇,2025-12-31,,101")
    assert (answer.errors, answer.rows_accepted) == ((), 2)


@pytest.mark.parametrize(
    ("rows", "rule", "said"),
    [
        (["101,望江镇,,,", "103,河口乡,,,望江镇"], "merged_without_end", "有效止"),
        (["101,望江镇,,,", "103,河口乡,2025-12-31,,望讧镇"], "unknown_successor", "望江镇"),
        (["103,河口乡,2025-12-31,,河口乡"], "merged_in_a_circle", "河口乡 → 河口乡"),
    ],
)
def test_a_merger_that_leads_nowhere_is_refused_with_row_and_column(
    rows: list[str], rule: str, said: str
) -> None:
    (error,) = register(*rows).errors
    assert (error.rule, error.row, error.column) == (rule, len(rows) + 1, "并入")
    assert said in error.expected


def test_every_row_of_a_circle_of_mergers_is_refused() -> None:
    answer = register(
        "1,甲镇,2020-01-31,,2", "2,乙镇,2021-01-31,,3", "3,丙镇,2022-01-31,,甲镇", "4,丁镇,2019-01-31,,1"
    )
    assert [(error.row, error.rule) for error in answer.errors] == [
        (row, "merged_in_a_circle") for row in (2, 3, 4)
    ]
    assert answer.errors[0].expected.endswith("甲镇 → 乙镇 → 丙镇 → 甲镇")


def test_a_circle_with_a_township_that_stands_already_is_refused() -> None:
    standing = Register(
        (Township("1", "甲镇", valid_to=date(2020, 1, 31), merged_into="2"), Township("2", "乙镇"))
    )
    (error,) = register("2,乙镇,2021-01-31,,甲镇", register=standing).errors
    assert error.rule == "merged_in_a_circle"


def test_a_register_that_leaves_a_township_out_is_warned_that_it_goes_on() -> None:
    standing = Register(tuple(Township(code, f"{code}镇") for code in "123"))
    answer = register("1,1镇,,,", "2,2镇,,,", register=standing)
    assert [(each.rule, each.found) for each in answer.warnings] == [("township_absent", "3镇")]


def of_years(*years: str) -> Register:
    """The register after one file a year, from 2022 on; rows as `code,name` separated by spaces."""
    files = [
        register(*(f"{row},,," for row in rows.split()), month=date(2022 + at, 1, 1))
        for at, rows in enumerate(years)
    ]
    return register_with(LiveData((), (), ()), files)


def test_a_renamed_township_keeps_its_code_and_its_old_names() -> None:
    renamed = of_years("1,望江乡", "1,望江镇", "1,望江街道")
    assert renamed.townships[0].name == "望江街道"
    assert all(renamed.find(name) == renamed.townships[0] for name in ("望江乡", "望江镇人民政府", "望江"))


def test_a_name_that_has_gone_to_another_township_is_the_others() -> None:
    found = of_years("1,城关镇", "1,老城镇 2,城关镇").find("城关镇")
    assert found is not None and found.code == "2"


def test_holdings_tell_who_counts_for_an_ended_township_and_when() -> None:
    back = Township("104", "后山乡", valid_to=date(2024, 5, 15), merged_into="103")
    rows = holdings(Register((*AFTER.townships, back))).to_pylist()
    assert [(row["since"], row["until"], row["holder"]) for row in rows if row["township"] == "104"] == [
        (date(1, 1, 1), date(2024, 5, 1), "104"),
        (date(2024, 6, 1), date(2025, 12, 1), "103"),
        (date(2026, 1, 1), date(9999, 12, 1), "101"),
    ]
