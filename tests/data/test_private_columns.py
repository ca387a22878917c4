"""Headings that stand for facts about a person."""

from __future__ import annotations

import pytest

from data.export_format import load_exports
from data.private_columns import is_private

PRIVATE = "姓名 来电人 联系人 身份证 证件号 电话 手机 联系方式 住址 地址 出生日期 生日 "
PRIVATE += "年龄 性别 民族 宗教 政治面貌 诉求内容 内容 描述 备注 诉求人 上访人 经办人员"
PRIVATE_ENGLISH = "name phone address id_card latitude longitude location fullName Street home-phone"


@pytest.mark.parametrize("heading", [*PRIVATE.split(), *PRIVATE_ENGLISH.split(), "信访人 姓名", "联系 电话"])
def test_a_personal_heading_is_recognised(heading: str) -> None:
    assert is_private(heading)


@pytest.mark.parametrize(
    "heading", ["ward", "neighborhood", "queue", "case_title", "社区编码", "处置单位", "发生日期", "死亡人数"]
)
def test_other_headings_are_not(heading: str) -> None:
    assert not is_private(heading)


@pytest.mark.parametrize("export", load_exports().values(), ids=lambda export: export.id)
def test_no_export_declares_a_private_column(export) -> None:
    # a township's name is no person's
    headings = {text for c in export.columns.values() for text in (c.id, *c.names.values(), *c.aliases)}
    assert {heading for heading in headings if is_private(heading)} <= {"name"}
