"""Each kind of personal data in the forms that people write it in, and what only looks like it."""

from __future__ import annotations

import pytest

from data.personal import personal_kinds, scrubbed, scrubbed_file_name
from data.personal.recognition import RECOGNISERS
from tests.data.personal_samples import (
    PLANTED,
    full_width,
    old_resident_number,
    resident_number,
    with_luhn,
)

ID = resident_number()
ID_WITH_X = resident_number(sequence="050")
CARD = with_luhn("622202351972846013")
HEX_POINT = "0101000020E61000005A743DE470C251C0F21BE30698304540"
FOUND = {
    "resident_number": (
        *(ID, ID_WITH_X, ID_WITH_X.lower(), full_width(ID), old_resident_number()),
        *(f"{ID[:6]} {ID[6:14]} {ID[14:]}", " ".join(ID), f"{ID[:6]}-{ID[6:14]}-{ID[14:]}"),
        *(f"XF{ID}-01", f"身份证{ID}，来访", f"2026{ID}", f"号码 01 {ID}", "\u200b".join(ID)),
        *(f"身份证号：{ID[:17]}{(int(ID[16]) + 5) % 10}", f"{ID[0]}.{ID[1:15]}E+17"),
    ),
    "passport": (
        "E73519246",
        "g73519246",
        "EB7351924",
        "护照号PE7351924",
        "台胞证 T73519246",
        "旅客E73519246，",
    ),
    "mobile": (
        *("13987650421", "139 8765 0421", "139-8765-0421", "139.8765.0421", "139 87650421", "1398765 0421"),
        *("+8613987650421", "+86 139 8765 0421", "(+86)13987650421", "0086-13987650421", "8613987650421"),
        *("013987650421", full_width("13987650421"), "1 3 9 8 7 6 5 0 4 2 1", "手机13987650421王"),
        *("XF-13987650421", "2026-13987650421", "1.3987650421E+10", "١٣٩٨٧٦٥٠٤٢١"),
    ),
    "telephone": (
        *(
            "0551-63719284",
            "(010)63719284",
            "（0912）3719284",
            "0551 6371 9284",
            "055163719284",
            "02563719284",
        ),
        *("+86-551-63719284", "0551-63719284转801", "电话：63719284", "座机 3719284"),
    ),
    "bank_card": (
        *(CARD, " ".join(CARD[at : at + 4] for at in range(0, 19, 4)), with_luhn("402673519284601")),
        *(with_luhn("62220235197284601"), full_width(CARD), f"卡号{CARD[:18]}", f"XF{CARD}"),
    ),
    "e_mail": ("nobody@example.org", "发到no.body+a@mail.example.com。", "ｎｏｂｏｄｙ＠example．org"),
    "chat_account": (
        "微信号nobody_7351",
        "微信：wxid_a1b2c3d4",
        "加QQ 73519246",
        "qq号:73519246",
        "WeChat: nobody-7351",
    ),
    "plate": ("陕A7K351", "粤B·73519", "京AD73519", "沪A 7351学", "车牌川A73519D的车"),
    "person_name": (
        *("张先生来电", "欧阳女士", "找李建国同志", "反映人：王小花", "联系人:赵铁柱电话", "姓名 = 钱多多"),
        *("村民李建国反映", "王建国投诉邻居", "由张秀英来信", "信访人（阿依古丽·买买提）"),
    ),
    "address": (
        *(
            "无名路735号",
            "人民路东段12号",
            "建设巷7号院",
            "3栋2单元501室",
            "幸福小区12号楼",
            "石桥村三组",
            "石桥村3组12号",
        ),
        *("龙泉花园５栋", "12号楼-3-501室", "21 Monmouth St  East Boston"),
    ),
    "coordinates": (
        *("107.351926,34.735192", "34.735192，107.351926", "POINT (107.351926 34.735192)", HEX_POINT),
        *("lng:107.351926,lat:34.735192", "东经107.3519，北纬34.7351", "34°12′30″N", "经度 107.3519"),
    ),
}
NEAR_MISSES = {
    "resident_number": (
        *(
            ID[:17] + ("1" if ID[17] != "1" else "2"),
            resident_number(born="19811332"),
            resident_number(region="990101"),
        ),
        *(
            "202601051234567890",
            "610722260105001",
            "2026-01-05 2026-01-09",
            "0.110101198102030073",
            "1.2E+17",
        ),
    ),
    "passport": ("E20260105", "E0001234", "SJ-2025-0008", "A73519246", "E7351924", "XE73519246"),
    "mobile": (
        "12987650421",
        "1398765042",
        "139876504211",
        "101000734127",
        "20260105001",
        "13987650421.5",
        "18-2026-00123",
    ),
    "telephone": ("0912-2026001", "2026-0105-1234567", "0001-63719284", "63719284", "12345", "12319"),
    "bank_card": (CARD[:18] + str((int(CARD[18]) + 1) % 10), with_luhn("202601051234567"), "6222023519"),
    "e_mail": ("@坪山", "a@b", "见@通知"),
    "chat_account": ("微信公众号平安", "微信群", "QQ群", "通过微信反映"),
    "plate": ("陕西2026", "坪信访〔2018〕12号", "京-2026-1", "苏州A"),
    "person_name": (
        *(
            "有关同志",
            "任何先生",
            "反映人：无",
            "居民反映强烈",
            "群众满意",
            "安全生产",
            "高新区",
            "石桥镇人民政府",
        ),
        *("村民委员会", "联系人：信访局", "职工医院", "方案", "和平路派出所", "张家口市", "业主大会"),
    ),
    "address": (
        *(
            "坪信访〔2018〕12号",
            "信访字12号",
            "12345",
            "坪山街道12号文",
            "人民路派出所",
            "第3季度",
            "城管执法二中队",
        ),
        *("二期工程", "3号公告", "六联社区", "道路交通", "一般隐患"),
    ),
    "coordinates": ("1234.5678,99.1234", "12.5,13.5", "3.14159", "107.351926", "2026.01.05", "0.92,0.88"),
}


def cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(kind, text) for kind, texts in table.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), cases(FOUND))
def test_a_kind_is_recognised_in_the_forms_people_write(kind: str, text: str) -> None:
    assert kind in personal_kinds(text)


@pytest.mark.parametrize(("kind", "text"), cases(NEAR_MISSES))
def test_what_only_looks_like_a_kind_is_left_alone(kind: str, text: str) -> None:
    assert kind not in personal_kinds(text)


def test_every_kind_has_its_examples() -> None:
    assert list(FOUND) == list(NEAR_MISSES) == list(RECOGNISERS)


@pytest.mark.parametrize("value", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("around", ["{}", "诉求{}的件", "XF-{}", "反映（{}）。"])
def test_nothing_of_a_value_is_left_in_a_scrubbed_text(value: str, around: str) -> None:
    hidden = scrubbed(around.format(value))
    assert "▇▇" in hidden or around == "诉求{}的件"
    assert value not in hidden or value == PLANTED["person_name"]


def test_only_the_personal_part_is_hidden() -> None:
    assert scrubbed("石桥镇13987650421诉求") == "石桥镇▇▇诉求"
    assert scrubbed("王小花-2026-01") == "▇▇-2026-01"
    assert scrubbed(scrubbed("石桥镇13987650421诉求")) == "石桥镇▇▇诉求"


def test_a_text_without_personal_data_stays_as_it_is() -> None:
    for text in ("诉求办件-2026-01（终稿）", "ｃａｓｅｓ　０１", "cases_2014-05", "石桥镇", "1,234.50"):
        assert scrubbed(text) is text


def test_a_file_name_keeps_its_suffix() -> None:
    assert scrubbed_file_name("nobody@example.org.xlsx") == "▇▇.xlsx"
    assert scrubbed_file_name("13987650421.csv") == "▇▇.csv"
    assert scrubbed_file_name("诉求办件.13987650421") == "诉求办件.▇▇"
    assert scrubbed_file_name("五月.csv") == "五月.csv"
