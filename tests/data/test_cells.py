"""Cells as offices write them."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data import cells
from data.cell_text import Wrong, is_blank
from data.day_text import DateHints, read_date, read_month

FIFTH = date(2026, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-01-05",
            "2026/1/5",
            "2026.1.5",
            "20260105",
            "2026年1月5日",
            "２０２６年０１月０５日",
            " 2026-1-5 ",
        ),
        *(
            "2026-01-05 10:22:01",
            "2026-01-05T10:22:01",
            "2026/1/5 9:05",
            "20260105103000",
            "2026-01-05 10时5分",
        ),
        *("2026-01-05T10:22:01.123Z", "2026-01-05 08:00:00+08:00", "2026 年 1 月 5 日"),
    ],
)
def test_every_common_form_of_a_day_is_read_and_its_time_dropped(text: str) -> None:
    assert read_date(text) == FIFTH


@pytest.mark.parametrize(
    "text", ["2026-02-31", "2026-13-01", "13/13/2026", "26-1-5", "昨天", "2026-01", "46027"]
)
def test_a_date_that_is_none_or_could_be_two_is_wrong(text: str) -> None:
    assert read_date(text) == Wrong("not_a_date")


def test_a_spreadsheet_day_number_is_a_day_only_in_a_spreadsheet() -> None:
    assert read_date("46027", DateHints(serials=True)) == FIFTH
    assert read_date("46027.43", DateHints(serials=True)) == FIFTH


@pytest.mark.parametrize(
    "text", ["2026-01", "2026/1", "2026年1月", "2026年01月份", "202601", "2026-01-31", "20260105"]
)
def test_a_month_or_a_day_of_it_is_a_month(text: str) -> None:
    assert read_month(text) == date(2026, 1, 1)


@pytest.mark.parametrize(("text", "count"), [("5", 5), ("5.0", 5), ("1,234", 1234), ("１２", 12), ("0", 0)])
def test_whole_numbers_are_counts_however_they_are_dressed(text: str, count: int) -> None:
    assert cells.read_count(text) == count


@pytest.mark.parametrize("text", ["5.5", "-3", "1,23", "三", "1e3", "12人", "9" * 20])
def test_what_is_no_whole_number_from_zero_up_is_no_count(text: str) -> None:
    assert cells.read_count(text) == Wrong("not_a_count")


@pytest.mark.parametrize("text", ["12①", "12²", "5⒈", "12❶", "③"])
def test_the_sign_of_a_footnote_is_no_digit_of_the_number_before_it(text: str) -> None:
    assert cells.read_count(text) == Wrong("not_a_count")
    assert cells.read_number(text) == Wrong("not_a_number")
    assert cells.read_money(text) == Wrong("not_an_amount")
    assert read_date(f"2026-01-{text}") == Wrong("not_a_date")


def test_ids_that_differ_in_a_raised_digit_are_two() -> None:
    assert cells.read_id("Ａ２") == cells.read_id("A2") != cells.read_id("A²")


def test_money_is_kept_to_the_cent() -> None:
    assert cells.read_money("¥1,234.5") == Decimal("1234.50")
    assert cells.read_money("1234.56元") == Decimal("1234.56")
    assert cells.read_money("3.5万元") == cells.read_money("-1") == Wrong("not_an_amount")


def test_a_percent_sign_is_dropped_from_a_number() -> None:
    assert cells.read_number("92.5%") == 92.5


@pytest.mark.parametrize(
    ("text", "answer"), [("是", True), ("有", True), ("１", True), ("否", False), ("无", False)]
)
def test_yes_and_no_are_read(text: str, answer: bool) -> None:
    assert cells.read_boolean(text) is answer


def test_an_id_that_became_a_decimal_is_mended_and_a_rounded_one_is_lost() -> None:
    assert cells.read_id("1024.0") == "1024"
    assert cells.read_id("ＡＢ-１") == "AB-1"
    assert cells.read_id("1.2E+17") == Wrong("id_lost_digits")


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "-", "—", "/", "无", "\t"])
def test_signs_for_nothing_are_blank(text: str) -> None:
    assert is_blank(text)


def test_what_is_read_as_an_id_without_a_look_is_what_a_look_would_give() -> None:
    drawn = random.Random(3)
    texts = ["".join(drawn.choices("0019eEAnX-_. /+無①\n", k=drawn.randint(1, 7))) for _ in range(20_000)]
    array = pa.array([*texts, "A1", "2026-00017", "1e5", "n/a", "--", "5", "5.0"])
    plain = array.filter(pc.match_substring_regex(array, cells.PLAIN_ID)).to_pylist()
    assert len(plain) > 1000
    assert [text for text in plain if is_blank(text) or cells.read_id(text) != text] == []
