"""Unknown headings: which export, which column, and why; and what is never proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.asking.name_likeness import likeness
from data.asking.questions import Wishes, ask
from data.refusal import Refused
from tests.data.asking.small_files import HOTLINE, asked, proposed, reasons
from tests.data.door import REGISTER, context, knows


def test_a_foreign_file_is_told_by_names_and_values(tmp_path: Path) -> None:
    found = asked(HOTLINE, tmp_path)
    assert found.chosen.export.id == "petitions"
    assert found.chosen.accepted == {
        "群众诉求编号": "case_id",
        "属地": "township",
        "登记时间": "received_on",
        "结案时间": "closed_on",
        "办理情况": "outcome",
        "来源": "channel",
    }
    assert found.missing == []
    assert "100%的值是日期" in reasons(found, "closed_on")
    assert "从不早于“登记时间”" in reasons(found, "closed_on")


def test_two_dates_without_a_telling_name_are_told_by_their_order(tmp_path: Path) -> None:
    rows = "A-1,望江镇,2026-01-09,2026-01-03\nA-2,石桥镇,,2026-01-04\nA-3,望江镇,2026-01-20,2026-01-05\n"
    found = proposed("工单号,街镇,时间二,时间一\n" + rows, tmp_path)
    assert (found["received_on"], found["closed_on"]) == ("时间一", "时间二")


def test_a_name_decides_where_the_order_says_nothing(tmp_path: Path) -> None:
    rows = "A-1,望江镇,2026-01-03,2026-01-03\nA-2,石桥镇,2026-01-04,2026-01-04\n"
    found = proposed("工单号,街镇,结案时间,来电时间\n" + rows, tmp_path)
    assert (found["received_on"], found["closed_on"]) == ("来电时间", "结案时间")


def test_days_after_the_file_came_are_due_dates_and_no_closings(tmp_path: Path) -> None:
    rows = "A-1,望江镇,2026-01-03,2026-03-03\nA-2,石桥镇,2026-01-04,2026-03-05\n"
    found = proposed("工单号,街镇,来电时间,办结期限\n" + rows, tmp_path)
    assert found["due_on"] == "办结期限"
    assert "closed_on" not in found


def test_numbers_of_cases_are_not_taken_for_titles_or_row_numbers(tmp_path: Path) -> None:
    rows = "1,路灯不亮,望江镇,平信〔2026〕1号,2026-01-03\n2,占道经营,石桥镇,平信〔2026〕2号,2026-01-04\n"
    found = asked("序号,诉求标题,街镇,文号,来访日期\n" + rows, tmp_path, wishes=Wishes("petitions"))
    assert found.chosen.accepted["文号"] == "case_id"
    ranked = next(each.ranked for each in found.columns if each.column.id == "case_id")
    assert ranked[0].heading == "文号"
    assert "序号" not in [each.heading for each in ranked]


@pytest.mark.parametrize("heading", ["单位", "属地", "街镇", "责任单位所在地", "所属区域"])
def test_townships_are_told_by_the_register_whatever_stands_above_them(tmp_path: Path, heading: str) -> None:
    text = f"信访编号,{heading},登记时间\nA-1,望江镇,2026-01-03\nA-2,石桥镇,2026-01-04\n"
    assert proposed(text, tmp_path)["township"] == heading


def test_an_office_is_not_a_township_though_its_heading_could_be_one(tmp_path: Path) -> None:
    text = "信访编号,单位,辖区,登记时间\nA-1,县住建局,望江镇,2026-01-03\nA-2,县水利局,石桥镇,2026-01-04\n"
    found = proposed(text, tmp_path)
    assert (found["township"], found["handled_by"]) == ("辖区", "单位")


def test_ids_that_were_published_before_are_recognised(tmp_path: Path) -> None:
    text = "甲,街镇,登记时间\n7001,望江镇,2026-01-03\n7002,石桥镇,2026-01-04\n"
    found = asked(text, tmp_path, known=knows({"7001": "101", "7002": "102"}))
    assert found.chosen.accepted["甲"] == "case_id"
    assert "这些编号在已发布的数据里出现过" in reasons(found, "case_id")


LAYOUTS = {
    "hazards": (
        "问题编号,镇街,检查日期,行业领域,等级",
        "Y-1,望江镇,2026-01-03,消防,一般",
        "Y-2,石桥镇,2026-01-04,道路,",
    ),
    "incidents": ("案件编号,镇街,案发时间,案别", "J-1,望江镇,2026-01-03,电诈", "J-2,石桥镇,2026-01-04,盗窃"),
    "surveys": ("镇街,调查月份,调查项目,样本量,满意人数", "望江镇,2026-01,安全感,400,372"),
    "activities": ("镇街,统计月份,工作任务,实际完成,计划数", "望江镇,2026-01,应急演练,4,5"),
    "townships": ("区划代码,名称,年末常住人口", "101,望江镇,21000", "102,石桥镇,8000"),
}


@pytest.mark.parametrize("export", LAYOUTS)
def test_the_likeliest_export_is_told(tmp_path: Path, export: str) -> None:
    found = asked("\n".join(LAYOUTS[export]) + "\n", tmp_path)
    assert (found.chosen.export.id, found.missing) == (export, [])


def test_a_file_that_is_like_no_export_asks_nothing(tmp_path: Path) -> None:
    assert ask("什么,也\n不,是\n".encode(), "x.csv", context(), tmp_path, Wishes()) is None


def test_personal_columns_are_neither_proposed_nor_offered_nor_quoted(tmp_path: Path) -> None:
    text = (
        "信访编号,单位,承办科室,来访时间,回电,信访人\n"
        "A-1,望江镇,王小明,2026-01-03,13812345678,李建国\n"
        "A-2,石桥镇,李建国,2026-01-04,13987654321,张丽华\n"
        "A-3,望江镇,张丽华,2026-01-05,13711112222,王小明\n"
    )
    found = asked(text, tmp_path)
    assert found.private == 3
    assert {"承办科室", "回电", "信访人"}.isdisjoint(found.free)
    said = repr(found)
    assert [value for value in ("王小明", "李建国", "张丽华", "138", "139") if value in said] == []


def test_titles_are_offered_and_never_quoted(tmp_path: Path) -> None:
    text = "信访编号,街镇,来访时间,标题\nA-1,望江镇,2026-01-03,路灯不亮\nA-2,石桥镇,2026-01-04,占道\n"
    found = asked(text, tmp_path)
    assert found.free["标题"] == ()
    assert found.free["街镇"] == () or set(found.free["街镇"]) <= {"望江镇", "石桥镇"}


def test_a_personal_column_cannot_be_chosen_either(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="个人信息"):
        asked(HOTLINE, tmp_path, wishes=Wishes("petitions", {"反映人姓名": "handled_by"}))
    with pytest.raises(Refused, match="没有“不在”这个表头"):
        asked(HOTLINE, tmp_path, wishes=Wishes("petitions", {"不在": "handled_by"}))


def test_townships_that_are_called_like_people_are_no_names(tmp_path: Path) -> None:
    from data.township_register import Register, Township

    register = Register((Township("1", "杨林"), Township("2", "高平"), *REGISTER.townships))
    text = "信访编号,去处,来访时间\nA-1,杨林,2026-01-03\nA-2,高平,2026-01-04\nA-3,杨林,2026-01-05\n"
    assert proposed(text, tmp_path, register=register)["township"] == "去处"


def test_headings_under_a_title_and_over_two_lines_are_found(tmp_path: Path) -> None:
    title = "平安县群众诉求登记表,,,,,,\n填报单位：综治中心,,,,,,\n"
    assert asked(title + HOTLINE, tmp_path).missing == []


@pytest.mark.parametrize(
    ("heading", "name", "kind", "low", "high"),
    [
        ("登记日期（年月日）", "登记日期", "date", 0.9, 1.0),
        ("*登记时间", "登记日期", "date", 0.9, 1.0),
        ("案件登记日期", "登记日期", "date", 0.5, 0.95),
        ("受理日期", "办结日期", "date", 0.0, 0.3),
        ("日期", "登记日期", "date", 0.3, 0.4),
        ("办件编号", "原办件编号", "id", 0.5, 0.9),
    ],
)
def test_names_are_alike_by_what_they_say_beyond_their_kind(
    heading: str, name: str, kind: str, low: float, high: float
) -> None:
    assert low <= likeness(heading, [name], kind) <= high


def test_two_lines_of_headings_are_joined_before_they_are_asked_about(tmp_path: Path) -> None:
    text = "案件,,时间,,属地\n编号,类别,发案,破案,\nA26-1,盗窃,2026-01-02,2026-01-09,望江镇\n"
    text += "A26-2,盗窃,2026-01-03,2026-01-08,石桥镇\n"
    found = proposed(text, tmp_path)
    assert (found["incident_id"], found["occurred_on"], found["solved_on"]) == (
        "案件编号",
        "时间发案",
        "时间破案",
    )


def test_a_list_of_telephones_is_no_report_unless_a_person_says_so(tmp_path: Path) -> None:
    text = "单位,电话\n望江镇,13800000000\n"
    assert ask(text.encode(), "x.csv", context(), tmp_path, Wishes()) is None
    assert asked(text, tmp_path, wishes=Wishes("petitions")).missing == ["办件编号", "登记日期"]


def test_one_slip_in_a_long_column_neither_hides_it_nor_is_quoted(tmp_path: Path) -> None:
    cells = ["13812345678", *["一般"] * 60]
    rows = [f"P-{at},望江镇,2026-01-{at % 27 + 1:02d},{cell}\n" for at, cell in enumerate(cells, start=1)]
    found = asked("信访编号,属地,来访时间,情形\n" + "".join(rows), tmp_path)
    assert found.free["情形"] == ("一般",)
    assert "13812345678" not in repr(found)


def test_the_first_case_of_a_file_without_headings_is_not_taken_for_them(tmp_path: Path) -> None:
    rows = "甲字一,望江镇,路灯不亮,物业\n乙字二,石桥镇,路面积水,物业\n丙字三,望江镇,夜间扰民,市政\n"
    found = ask(rows.encode(), "x.csv", context(export_id="petitions"), tmp_path, Wishes())
    assert found is None or found.free == {}


def test_a_layout_with_one_new_heading_extends_its_profile(tmp_path: Path) -> None:
    from data.profile_file import save_profile
    from data.store import Store

    store = Store(tmp_path)
    save_profile(store, asked(HOTLINE, tmp_path).confirmed)
    found = asked(HOTLINE.replace("属地", "所在镇区"), tmp_path)
    assert (found.chosen.export.id, found.chosen.accepted) == ("petitions_2", {"所在镇区": "township"})
    assert save_profile(store, found.confirmed).id == "petitions_2"
    assert found.trial is not None and found.trial.errors == ()
