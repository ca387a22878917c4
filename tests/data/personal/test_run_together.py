"""A person's number inside an office's, nothing between; and an office's long numbers, which are its own."""

from __future__ import annotations

import random

import pyarrow.compute as pc
import pytest

from data.personal import HIDDEN, personal_in_column, scrubbed
from data.personal.run_together import MAY_HOLD_ONE, numbers_inside
from tests.data.personal_samples import PLANTED, old_resident_number, with_luhn

KINDS_INSIDE = ("mobile", "old_resident_number", "bank_card", "telephone", "passport")
OURS = [f"XF20260105{n:04}" for n in range(40)]


def kinds(*texts: str) -> dict[int, tuple[str, ...]]:
    return personal_in_column(texts, names=False, alone=True)


@pytest.mark.parametrize("kind", KINDS_INSIDE)
@pytest.mark.parametrize("others", [[], OURS])
def test_a_number_run_together_with_the_office_s_digits_is_found(kind: str, others: list[str]) -> None:
    ((at, found),) = kinds(*others, f"XF2026{PLANTED[kind]}").items()
    assert at == len(others)
    assert kind.removeprefix("old_") in found


@pytest.mark.parametrize("value", [PLANTED["mobile"], old_resident_number(), with_luhn("622202351972846013")])
def test_so_it_is_with_digits_behind_it(value: str) -> None:
    assert set(kinds(*OURS, f"XF-26-{value}001")) == {len(OURS)}


def test_a_column_of_nothing_but_mobiles_between_digits_is_found_whole() -> None:
    drawn = random.Random(7)
    texts = [f"2026{drawn.choice(('139', '158', '187'))}{drawn.randrange(10**8):08}7" for _ in range(400)]
    assert len(kinds(*texts)) == 400


@pytest.mark.parametrize(
    "number",
    [
        "202601{day:02}{n:08}",  # a day, then a long count
        "201801{day:02}{n:05}",  # 18 and the month, inside the year and month
        "4403102026{n:06}",
        "101004{n:06}",
        "1500000{n:06}",  # counted upwards
        "JB{n:04}2026013000012345",
        "20260310-2{n:06}",
    ],
)
def test_an_office_s_long_numbers_are_its_own(number: str) -> None:
    for count in (3, 40, 900):
        assert kinds(*(number.format(n=n, day=n % 28 + 1) for n in range(1, count + 1))) == {}


def test_long_numbers_drawn_at_random_are_not_taken_for_what_they_hold_by_chance() -> None:
    drawn = random.Random(11)
    assert kinds(*(f"{drawn.randrange(10**20):020}" for _ in range(2000))) == {}


WORDS = ["反映路灯不亮", "工单20260105001已派，12345转办", "要求退还押金", "道路积水，已处理"] * 3


@pytest.mark.parametrize("kind", ["mobile", "old_resident_number", "bank_card", "telephone"])
@pytest.mark.parametrize("around", ["XF2026{}01", "合同2026{}00123号", "{}9转办"])
def test_in_free_text_a_long_number_that_holds_one_is_a_person_s(kind: str, around: str) -> None:
    text = "反映" + around.format(PLANTED[kind])
    ((at, found),) = personal_in_column([*WORDS, text]).items()
    assert at == len(WORDS)
    assert kind.removeprefix("old_") in found


@pytest.mark.parametrize("number", ["20260105000000123", "2026010500{n:04}", "2026{n:04}2200"])
def test_an_office_s_dated_numbers_in_free_text_are_its_own(number: str) -> None:
    assert personal_in_column([*WORDS, *(f"见工单{number.format(n=n)}" for n in (3, 17, 254))]) == {}


def test_a_column_of_the_office_s_long_numbers_that_is_declared_as_text_is_judged_as_one() -> None:
    drawn = random.Random(11)
    assert personal_in_column([f"合同{drawn.randrange(10**20):020}" for _ in range(2000)]) == {}


def test_what_is_quoted_hides_it_too() -> None:
    assert scrubbed(f"诉求2026{PLANTED['mobile']}.csv") == f"诉求2026{HIDDEN}.csv"
    assert scrubbed("诉求20260105001.csv") == "诉求20260105001.csv"


def test_every_text_with_a_number_inside_passes_the_first_look() -> None:
    drawn = random.Random(11)
    planted = [PLANTED[kind] for kind in (*KINDS_INSIDE, "plate")]
    texts = [
        f"{drawn.randrange(10 ** drawn.randrange(1, 12))}{drawn.choice(planted)}{drawn.randrange(10**4)}"
        for _ in range(2000)
    ]
    texts += [f"XF{drawn.randrange(10**n):0{n}}" for n in range(12, 45) for _ in range(200)]
    held = [text for text in texts if next(numbers_inside(text), None)]
    assert len(held) > 2000
    assert all(pc.match_substring_regex(held, MAY_HOLD_ONE).to_pylist())


@pytest.mark.parametrize("others", [23, 41, 60, 63])
def test_the_office_s_own_numbers_are_counted_however_long_they_are(others: int) -> None:
    """In pieces of forty: of 23 and 63 digits each has one as long as the number with a mobile in it."""
    own = [f"{at:04}{'7' * (others - 4)}" for at in range(4)]
    number = f"2026{PLANTED['mobile']}77777777"
    assert len(number) == 23
    assert (kinds(*own, number) == {}) is (others % 40 == 23)
