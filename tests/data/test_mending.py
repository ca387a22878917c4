"""What is wrong, grouped as a person mends it."""

from __future__ import annotations

from data.export_format import load_exports
from data.findings import Finding
from data.mending import MendGroup, edited_cells, mend_groups
from data.township_register import Register, Township

PETITIONS = load_exports()["petitions"]
REGISTER = Register((Township("A", "河口镇"), Township("B", "望江镇")))


def finding(row: int, column: str, found: str, rule: str) -> Finding:
    return Finding(row, PETITIONS.columns[column].name, column, found, "", rule)


def groups(*findings: Finding) -> list[MendGroup]:
    lists = {"petition_category": frozenset({"物业纠纷", "噪声"})}
    return mend_groups(findings, PETITIONS, REGISTER, lists)


def test_the_same_mistake_is_one_group_and_the_largest_comes_first() -> None:
    made = groups(
        finding(2, "channel", "网路", "unknown_word"),
        finding(3, "township", "河口乡", "unknown_township"),
        finding(4, "township", "河口乡", "unknown_township"),
    )
    assert [(each.found, each.rows) for each in made] == [("河口乡", (3, 4)), ("网路", (2,))]


def test_a_township_that_can_be_but_one_is_proposed_for_the_whole_group() -> None:
    [group] = groups(*(finding(row, "township", "河口乡", "unknown_township") for row in (3, 4)))
    assert (group.proposals, group.is_sure) == (("河口镇",), True)
    assert group.corrections("河口镇") == {(3, "township"): "河口镇", (4, "township"): "河口镇"}


def test_a_word_of_a_closed_list_offers_the_whole_list() -> None:
    [group] = groups(finding(2, "channel", "网路", "unknown_word"))
    assert set(group.proposals) == {"来信", "来访", "电话", "网上"}


def test_a_blank_township_proposes_nothing() -> None:
    [group] = groups(finding(2, "township", "", "unknown_township"))
    assert group.proposals == ()


def test_only_the_cells_that_were_changed_in_the_grid_are_corrections() -> None:
    before = {"township": ["丁镇", "甲镇"], "channel": ["来访", ""]}
    after: dict[str, list[object]] = {"township": ["乙乡", "甲镇"], "channel": ["来访", float("nan")]}
    assert edited_cells([5, 9], before, after) == {(5, "township"): "乙乡"}


def test_what_is_about_the_whole_file_is_no_group() -> None:
    assert groups(Finding(None, "", "", "", "", "unusual_volume")) == []
