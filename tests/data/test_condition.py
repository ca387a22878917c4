"""Conditions that people write: what passes, what is refused, and what the refusal says."""

from __future__ import annotations

import pytest

from data.condition import parse_condition
from data.refusal import Refused

COLUMNS = ("kind", "deaths", "due_on", "month")
WHERE = "metrics/indicators/x.toml: [numerator] where"


@pytest.mark.parametrize(
    "text",
    [
        "kind = 'fire' and not (deaths > 0 or due_on is null)",
        "kind in ('fire', 'road') and deaths between 1 and 9",
        "kind not like 'f%'",
        "coalesce(deaths, 0) + 1 >= 2 * 3 / 4 - 5",
        "case when kind <> 'fire' then deaths else -1 end < 3",
        "month is not null",
        "(kind = 'fire') is not true",
        "kind = '刑事；治安' or kind = 'it''s; -- one'",
    ],
)
def test_the_allowed_words_pass_and_come_back_the_same_when_read_again(text: str) -> None:
    once = parse_condition(text, COLUMNS, WHERE)
    assert parse_condition(once.text, COLUMNS, WHERE) == once


@pytest.mark.parametrize(
    "text",
    [
        "avg(deaths) > 1",
        "kind in (select kind from other)",
        "other.kind = 'fire'",
        "kind = 'fire'; drop table x",
        "exists (select 1)",
        "deaths::text = '1'",
        "kind ilike 'F%'",
        "due_on > now()",
        "read_csv('/etc/passwd')",
        "kind = ?",
        "kind = 'fire' limit 1",
        "kind = 'fire' group by kind",
        "kind = 'fire' order by 1",
        "kind = 'fire' having true",
        "kind = 'fire' union select 1",
        "kind = 'fire'; select 1",
        "kind in month",
        "kind[1] = 'f'",
        "kind || 'x' = 'firex'",
        "case when now() > month then 1 end = 1",
        "deaths between 1 and (select 2)",
        "sum(deaths) over () > 1",
        "deaths is distinct from 1",
        "*",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="条件里不能用"):
        parse_condition(text, COLUMNS, WHERE)


def test_an_unknown_column_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(Refused) as refused:
        parse_condition("knd = 'fire'", COLUMNS, WHERE)
    assert str(refused.value) == f"{WHERE}: 条件里没有列“knd”。是不是“kind”？"


def test_a_mistyped_function_is_refused_with_the_nearest_word() -> None:
    with pytest.raises(Refused, match=r"coalesce\(…\)"):
        parse_condition("colesce(deaths, 0) = 0", COLUMNS, WHERE)


@pytest.mark.parametrize(
    "text", ["", "  ", "kind =", "kind = 'fire", "(deaths > 1", "select 1", "1 = 1) or (1 = 1", "-- no"]
)
def test_half_a_condition_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_condition(text, COLUMNS, WHERE)


def test_a_comment_is_dropped() -> None:
    assert parse_condition("deaths > 0 -- never mind", COLUMNS, WHERE).text == "deaths > 0"
    assert parse_condition("/* 只数亡人 */ deaths > 0", COLUMNS, WHERE).text == "deaths > 0"


def test_the_refusal_quotes_what_was_written() -> None:
    with pytest.raises(Refused, match=r"“lower\(kind\)”"):
        parse_condition("kind = '火灾' or lower(kind) = 'x'", COLUMNS, WHERE)


def test_a_condition_says_which_columns_it_speaks_of() -> None:
    assert parse_condition("deaths > 0 and due_on is null", COLUMNS, WHERE).columns == {"deaths", "due_on"}
