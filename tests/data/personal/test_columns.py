"""What one cell cannot tell, its column can: names, and numbers that only an office counts."""

from __future__ import annotations

import pytest

from data.personal import personal_in_column, personal_kinds
from data.personal.resident_numbers import check_sign
from tests.data.personal.test_recognition import FOUND, cases
from tests.data.personal_samples import resident_number, with_luhn

PEOPLE = ["王建国", "李秀英", "张伟", "欧阳建华", "赵铁柱", "钱多多", "阿依古丽·买买提", "孙丽", "周海洋"]


def test_a_column_of_names_is_personal_cell_by_cell() -> None:
    assert set(personal_in_column(PEOPLE)) == set(range(len(PEOPLE)))
    assert set(personal_in_column(PEOPLE).values()) == {("person_name",)}


def test_what_is_no_name_in_a_column_of_names_is_left() -> None:
    found = personal_in_column([*PEOPLE, "县信访局", "（空）", "2026"])
    assert set(found) == set(range(len(PEOPLE)))


def test_places_and_offices_are_no_names() -> None:
    offices = [
        "信访局",
        "住建局",
        "公安局",
        "望江镇",
        "石桥镇",
        "柳林乡",
        "高新区",
        "马峦街道",
        "龙田街道",
        "金华市",
    ]
    assert personal_in_column(offices) == {}
    assert personal_in_column(["市容环卫", "安全隐患", "教育卫生", "文体旅游", "劳动社保"]) == {}


def test_one_name_among_many_words_is_not_judged_by_itself() -> None:
    words = [f"类别{n}" for n in range(30)]
    assert personal_in_column([*words, "王建国"]) == {}


def test_among_numbers_and_codes_a_lone_name_is() -> None:
    assert personal_in_column(["2026-001", "王建国-002", "2026-003"], alone=True) == {1: ("person_name",)}


def test_a_prefix_that_most_numbers_have_is_no_name() -> None:
    assert personal_in_column([f"王建国-{n:03}" for n in range(9)], alone=True) == {}


def test_an_office_s_eighteen_digits_are_taken_though_one_in_ten_has_the_right_check_digit() -> None:
    numbers = [f"61072220260105{n:04}" for n in range(1, 200)]
    assert any(check_sign(number[:17]) == number[17] for number in numbers)
    assert personal_in_column(numbers) == {}
    assert personal_in_column([*numbers, resident_number()]) == {len(numbers): ("resident_number",)}


def test_an_office_s_long_numbers_are_no_bank_cards_though_one_in_ten_passes() -> None:
    numbers = [f"62010220260200{n:04}" for n in range(1, 200)]
    assert personal_in_column(numbers) == {}
    card = with_luhn("622202351972846013")
    assert personal_in_column([*numbers, card]) == {len(numbers): ("bank_card",)}


def test_numbers_in_one_sequence_are_counted_by_an_office() -> None:
    assert personal_in_column([f"1500000{n:04}" for n in range(1, 40)]) == {}
    assert personal_in_column([f"E1000{n:04}" for n in range(1, 40)]) == {}
    assert len(personal_in_column(["13987650421", "15803519264", "18735192846"])) == 3


@pytest.mark.integration
def test_in_a_hundred_thousand_rows_of_office_words_nothing_personal_is_found() -> None:
    """Three columns in which every cell is different; in the others a few words come again and again."""
    ids = [f"XF-2026-{n:08}" for n in range(100_000)]
    texts = [f"反映道路坑洼问题{n}处，已转交住建局办理" for n in range(100_000)]
    numbers = [f"1010{n:08}" for n in range(100_000)]
    words = [f"类别{n}" for n in range(500)]
    for column in (ids, texts, numbers, *[words] * 13):
        assert personal_in_column(column) == {}


def test_the_gates_of_the_column_let_through_whatever_a_cell_alone_would_show() -> None:
    """A gate is a quick first look: it must never be stricter than the look that follows."""
    texts = [text for _, text in cases(FOUND)]
    found = personal_in_column([*texts, *(f"类别{n}" for n in range(99))])
    assert {at: kinds for at, kinds in found.items() if kinds != personal_kinds(texts[at])} == {}
    assert len(found) == len(texts)
