"""Confirmed headings and words become a profile: checked, whole or not at all, and never of two meanings."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from data.asking.confirmed import Confirmed
from data.asking.questions import Wishes
from data.export_format import load_exports
from data.profile_file import profile_of, save_profile
from data.refusal import Refused
from data.store import Store
from tests.data.asking.small_files import HOTLINE, asked
from tests.data.door import checked, values

HEADINGS = {"群众诉求编号": "case_id", "属地": "township", "登记时间": "received_on"}
CONFIRMED = Confirmed("petitions", HEADINGS, {"outcome": {"结案": "resolved", "在办": ""}})


def saved(folder: Path, confirmed: Confirmed = CONFIRMED) -> str:
    return save_profile(Store(folder), confirmed).id


def written(folder: Path, profile: str = "petitions_2") -> dict:
    return tomllib.loads((folder / "exports" / f"{profile}.toml").read_text(encoding="utf-8"))


def test_what_is_confirmed_is_read_without_a_question(tmp_path: Path) -> None:
    profile = saved(tmp_path, asked(HOTLINE, tmp_path).confirmed)
    answer = checked(HOTLINE, exports=load_exports(tmp_path))
    assert answer.export is not None and answer.export.id == profile == "petitions_2"
    assert answer.errors == ()
    assert values(answer, "outcome") == ["resolved", "resolved", None]
    assert values(answer, "channel") == ["online", "visit", "phone"]
    assert answer.private_columns == ("反映人姓名",)


def test_our_own_headings_stand_beside_those_of_the_profile(tmp_path: Path) -> None:
    saved(tmp_path)
    exports = load_exports(tmp_path)
    mixed = checked("群众诉求编号,乡镇,登记时间\n1,望江镇,2026-01-05\n", exports=exports)
    ours = checked("办件编号,乡镇,登记日期\n1,望江镇,2026-01-05\n", exports=exports)
    assert mixed.export and mixed.export.id == "petitions_2" and mixed.rows_accepted == 1
    assert ours.export and ours.export.id == "petitions"
    asked_for = checked(
        "群众诉求编号,乡镇,登记时间\n1,望江镇,2026-01-05\n", exports=exports, export_id="petitions"
    )
    assert asked_for.rows_accepted == 1


def test_the_profile_says_only_what_differs_and_who_named_it(tmp_path: Path) -> None:
    saved(tmp_path, replace(CONFIRMED, name="平安县诉求"))
    assert written(tmp_path) == {
        "like": "petitions",
        "name": {"zh": "平安县诉求"},
        "columns": {
            "case_id": {"aliases": ["群众诉求编号"]},
            "township": {"aliases": ["属地"]},
            "received_on": {"aliases": ["登记时间"]},
            "outcome": {"words": {"resolved": ["结案"], "": ["在办"]}},
        },
    }


def test_two_layouts_are_two_profiles_and_are_not_confused(tmp_path: Path) -> None:
    saved(tmp_path, replace(CONFIRMED, name="甲县"))
    other = {"工单号": "case_id", "单位": "township", "来电时间": "received_on"}
    assert saved(tmp_path, Confirmed("petitions", other, name="乙县")) == "petitions_3"
    exports = load_exports(tmp_path)
    first = checked("群众诉求编号,属地,登记时间\n1,望江镇,2026-01-05\n", exports=exports)
    second = checked("工单号,单位,来电时间\n1,望江镇,2026-01-05\n", exports=exports)
    assert [each.export and each.export.name for each in (first, second)] == ["甲县", "乙县"]


def test_a_heading_with_another_meaning_asks_for_another_name(tmp_path: Path) -> None:
    saved(tmp_path, replace(CONFIRMED, name="甲县"))
    other = Confirmed("petitions", {"属地": "handled_by"}, name="甲县")
    with pytest.raises(Refused, match="“属地”在“甲县”里已是“乡镇”"):
        saved(tmp_path, other)
    with pytest.raises(Refused, match="已是“办结日期”"):
        saved(tmp_path, Confirmed("petitions", {"办结日期": "due_on"}))


def test_more_words_and_headings_are_merged_and_comments_stay(tmp_path: Path) -> None:
    saved(tmp_path, replace(CONFIRMED, name="甲县"))
    path = tmp_path / "exports" / "petitions_2.toml"
    path.write_text("# 请勿删除\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    more = Confirmed(
        "petitions_2", {"结案时间": "closed_on"}, {"outcome": {"办毕": "resolved", "结案": "resolved"}}
    )
    assert saved(tmp_path, more) == "petitions_2"
    columns = written(tmp_path)["columns"]
    assert columns["outcome"]["words"]["resolved"] == ["结案", "办毕"]
    assert columns["closed_on"]["aliases"] == ["结案时间"]
    assert path.read_text(encoding="utf-8").startswith("# 请勿删除\n")


def test_words_alone_extend_the_export_that_the_file_is(tmp_path: Path) -> None:
    assert saved(tmp_path, Confirmed("petitions", words={"outcome": {"结案": "resolved"}})) == "petitions"
    answer = checked(
        "办件编号,乡镇,登记日期,办理结果\n1,望江镇,2026-01-05,结案\n", exports=load_exports(tmp_path)
    )
    assert answer.errors == () and values(answer, "outcome") == ["resolved"]


def test_words_for_yes_and_no_are_remembered(tmp_path: Path) -> None:
    words = {"is_long_standing": {"属于": "true", "不属于": "false"}}
    saved(tmp_path, Confirmed("petitions", words=words))
    rows = "1,望江镇,2026-01-05,属于\n2,望江镇,2026-01-05,不属于\n3,望江镇,2026-01-05,是\n"
    text = "办件编号,乡镇,登记日期,是否积案\n" + rows
    answer = checked(text, exports=load_exports(tmp_path))
    assert answer.errors == () and values(answer, "is_long_standing") == [True, False, True]


def test_a_register_is_extended_in_place_because_it_is_known_by_its_export(tmp_path: Path) -> None:
    headings = {"区划代码": "code", "名称": "name"}
    assert saved(tmp_path, Confirmed("townships", headings)) == "townships"
    answer = checked("区划代码,名称\n101,望江镇\n", exports=load_exports(tmp_path), month=None)
    assert answer.export and answer.export.id == "townships" and answer.rows_accepted == 1
    with pytest.raises(Refused, match="只有一种"):
        saved(tmp_path, Confirmed("townships", headings, name="另一种"))


def test_a_profile_of_a_countys_own_export_is_like_it(tmp_path: Path) -> None:
    from tests.data.asking.test_words import TICKETS

    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "tickets.toml").write_text(TICKETS, encoding="utf-8")
    assert saved(tmp_path, Confirmed("tickets", {"单号": "ticket"})) == "tickets_2"
    assert load_exports(tmp_path)["tickets_2"].table == "tickets"


@pytest.mark.parametrize(
    ("confirmed", "said"),
    [
        (Confirmed("petition", {"编号": "case_id"}), "是不是“petitions”"),
        (Confirmed("petitions", {"编号": "caseid"}), "是不是“case_id”"),
        (Confirmed("petitions", {"联系电话": "handled_by"}), "像是个人信息"),
        (Confirmed("petitions", {"13812345678": "handled_by"}), "像是个人信息"),
        (Confirmed("petitions", {"甲": "case_id", "乙": "case_id"}), "不止一个表头"),
        (Confirmed("petitions", words={"outcome": {"结案": "closed"}}), "没有“closed”这个值"),
        (Confirmed("petitions", words={"outcome": {"已解决": "unresolved"}}), "已有别的意思"),
        (Confirmed("petitions", words={"category": {"路灯": "其他"}}), "不是从固定的词里选的列"),
        (Confirmed("petitions", words={"outcome": {"联系人：张建国": "resolved"}}), "像是个人信息"),
        (Confirmed("petitions", {"编号": "case_id"}, name="联系人：张建国"), "不含个人信息"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(
    tmp_path: Path, confirmed: Confirmed, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        saved(tmp_path, confirmed)
    assert list((tmp_path / "exports").glob("*")) == []


def test_nothing_is_written_before_the_profile_is_known_to_load(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, CONFIRMED)
    assert profile.export.columns["township"].aliases[-1] == "属地"
    assert not (tmp_path / "exports").exists()


def test_a_profile_under_a_new_name_takes_along_what_the_file_is_known_by(tmp_path: Path) -> None:
    saved(tmp_path, replace(CONFIRMED, name="甲县"))
    text = "群众诉求编号,属地,登记时间,结案时间\n1,望江镇,2026-01-05,2026-01-06\n2,石桥镇,2026-01-05,\n"
    wishes = Wishes("petitions_2", {"结案时间": "closed_on"}, name="丙县")
    found = asked(text, tmp_path, wishes=wishes)
    assert saved(tmp_path, found.confirmed) == "petitions_3"
    assert {"群众诉求编号", "属地"} <= set(found.confirmed.headings)
