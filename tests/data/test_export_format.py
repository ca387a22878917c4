"""Export files: the built-in seven, and a county's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.export_format import Export, load_exports, load_lists
from data.refusal import Refused
from tests.data.door import checked, rules, values

PROFILE = """
like   = "petitions"
covers = "all"
[name]
zh = "外地办件"
[constants]
visit_kind = "first"
[columns.case_id]
aliases = ["工单号"]
[columns.township]
aliases = ["片区"]
blank   = "石桥镇"
[columns.received_on]
aliases = ["来件时间"]
[columns.outcome]
aliases = ["状态"]
words   = { resolved = ["Closed"], "" = ["Open"] }
[columns.category]
values  = ["道路坑洼"]
[columns.grade]
zh    = "等次"
type  = "word"
words = { high = ["高"], low = ["低"] }
[[refuse]]
id     = "high_road"
column = "grade"
when   = "grade = 'high' and category = '道路坑洼'"
expected = { zh = "道路坑洼不列高等次" }
"""


def own(tmp_path: Path, text: str, name: str = "own.toml") -> dict[str, Export]:
    """The exports of a county that has one profile."""
    (tmp_path / "exports").mkdir(exist_ok=True)
    (tmp_path / "exports" / name).write_text(text, encoding="utf-8")
    return load_exports(tmp_path)


def test_the_seven_exports_are_built_in_and_in_order() -> None:
    order = ["petitions", "incidents", "hazards", "surveys", "activities", "townships", "targets"]
    assert list(load_exports()) == order


@pytest.mark.parametrize("export", load_exports().values(), ids=lambda export: export.id)
def test_every_column_has_both_names_and_every_heading_one_column(export: Export) -> None:
    for column in export.columns.values():
        assert column.names.keys() == {"zh", "en"}
    assert all(len(columns) == 1 for columns in export.columns_by_header.values())
    assert all(not column.list_name or column.list_name in load_lists() for column in export.columns.values())


def test_a_profile_feeds_the_table_of_what_it_is_like_and_keeps_its_own_columns(tmp_path: Path) -> None:
    export = own(tmp_path, PROFILE)["own"]
    assert (export.table, export.key, export.covers) == ("petitions", ("case_id",), "all")
    assert export.columns["grade"].type == "word"
    assert export.columns["case_id"].required


def test_a_profile_reads_its_own_headings_words_constants_and_blank(tmp_path: Path) -> None:
    rows = "1,,2026-01-05,Closed,道路坑洼,低\n2,101,2026-01-06,Open,别的,高\n"
    text = "工单号,片区,来件时间,状态,问题类别,等次\n" + rows
    answer = checked(text, exports=own(tmp_path, PROFILE))
    assert answer.export is not None and answer.export.id == "own"
    assert values(answer, "township") == ["101", "102"]
    assert values(answer, "outcome") == [None, "resolved"]
    assert values(answer, "category") == ["未归类", "道路坑洼"]
    assert values(answer, "visit_kind") == ["first", "first"]
    assert values(answer, "grade") == ["high", "low"]


def test_a_profiles_own_rule_refuses(tmp_path: Path) -> None:
    text = "工单号,片区,来件时间,问题类别,等次\n1,101,2026-01-05,道路坑洼,高\n"
    (error,) = checked(text, exports=own(tmp_path, PROFILE)).errors
    assert (error.rule, error.expected, error.found) == ("high_road", "道路坑洼不列高等次", "高")


def test_our_own_file_is_ours_also_beside_a_profile_that_could_read_it(tmp_path: Path) -> None:
    text = "办件编号,乡镇,登记日期\nA1,望江镇,2026-01-05\n"
    answer = checked(text, exports=own(tmp_path, PROFILE))
    assert answer.export is not None and answer.export.id == "petitions"


def test_two_exports_that_fit_alike_are_not_guessed_between(tmp_path: Path) -> None:
    text = 'key = ["n"]\n[name]\nzh = "甲"\n[columns.n]\nzh = "号"\ntype = "id"\nrequired = true\n'
    own(tmp_path, text, "first.toml")
    answer = checked("号\n1\n", exports=own(tmp_path, text, "second.toml"))
    assert rules(answer.errors) == ["ambiguous_export"]
    assert answer.errors[0].found == "first, second"


def test_an_upload_may_cover_every_month_in_the_file(tmp_path: Path) -> None:
    exports = own(tmp_path, 'like = "petitions"\nmonths = "in_file"\n[name]\nzh = "全年"\n')
    text = "办件编号,乡镇,登记日期\n1,101,2025-11-05\n2,102,2026-01-05\n"
    answer = checked(text, exports=exports, export_id="own")
    assert [(c.month, c.township) for c in answer.coverage] == [
        (date(2025, 11, 1), "101"),
        (date(2026, 1, 1), "102"),
    ]


def test_a_profile_may_say_that_the_first_row_wins(tmp_path: Path) -> None:
    exports = own(tmp_path, 'like = "petitions"\nwins = "first"\n[name]\nzh = "先到"\n')
    text = "办件编号,乡镇,登记日期,应办结日期\n1,101,2026-01-05,2026-02-01\n1,101,2026-01-06,2026-02-01\n"
    answer = checked(text, exports=exports, export_id="own")
    assert "以第一行为准" in answer.warnings[0].expected


@pytest.mark.parametrize(
    ("change", "where", "nearest"),
    [
        ('covers = "all"|cover = "all"', "exports/own.toml", "covers"),
        ('covers = "all"|covers = "every"', "exports/own.toml", "present"),
        ('like   = "petitions"|like   = "petition"', "exports/own.toml", "petitions"),
        ("[columns.category]\nvalues|[columns.category]\nvalue", "[columns.category]", "values"),
        ('type  = "word"|type  = "wort"', "[columns.grade]", "word"),
        ("resolved = [|resolvd = [", "[columns.outcome]", "resolved"),
        ('visit_kind = "first"|visit_kind = "frist"', "exports/own.toml", "first"),
        ('column = "grade"|column = "garde"', "[[refuse]] 2", "grade"),
        ('when   = "grade|when   = "grad', "[[refuse]] 2: when", "grade"),
        ('words = { high|wins = "last"\nwords = { high', "[columns.grade]", "words"),
    ],
)
def test_a_mistake_in_a_profile_is_refused_by_place_with_the_nearest_word(
    tmp_path: Path, change: str, where: str, nearest: str
) -> None:
    before, after = change.split("|")
    assert before in PROFILE
    with pytest.raises(Refused) as refused:
        own(tmp_path, PROFILE.replace(before, after))
    assert where in str(refused.value)
    assert "own.toml" in str(refused.value)
    assert nearest in str(refused.value)


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"exports/own\.toml"):
        own(tmp_path, "like = petitions")


def test_a_county_adds_values_to_an_open_list(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "category.toml").write_text('values = ["外星访客"]', encoding="utf-8")
    assert {"外星访客", "物业纠纷"} <= load_lists(tmp_path)["category"]
