"""群众测评: the half-yearly poll of the fictional county."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from data.demo.county import MONTHS, TOWNSHIPS, Township, is_missing, months_between, trouble
from data.demo.drawing import successes, whole_number
from data.demo.sheets import Row

EXPORT = "surveys"
POLLS = tuple(month for month in MONTHS if month.month in (6, 12))
# question → share of good answers in the middle of 2023 and its rise in a year
QUESTIONS = {
    "群众安全感": (0.966, 0.004),
    "政法队伍满意度": (0.957, 0.003),
    "司法公信力": (0.951, 0.003),
    "政务服务": (0.962, 0.002),
}


def survey_rows() -> Mapping[date, list[Row]]:
    """Month of the poll → its rows: one question in one township."""
    chance = Random("群众测评")
    return {
        month: [
            answers(chance, township, month, question)
            for township in TOWNSHIPS
            if not is_missing(EXPORT, township, month)
            for question in QUESTIONS
        ]
        for month in POLLS
    }


def answers(chance: Random, township: Township, month: date, question: str) -> Row:
    """One question: how many answered, how many of them well."""
    asked = 60 + round(330 * (township.population / TOWNSHIPS[0].population) ** 0.5)
    respondents = whole_number(chance, asked - 12, asked + 8)
    return {
        "乡镇": township.code,
        "测评月份": month,
        "测评项目": question,
        "有效样本": respondents,
        "正面样本": successes(chance, respondents, share_of_good(township, month, question)),
    }


def share_of_good(township: Township, month: date, question: str) -> float:
    """The share that a very large poll would find."""
    level, rise = QUESTIONS[question]
    unhappy = 1 - level - rise * months_between(POLLS[0], month) / 12
    return 1 - unhappy * (1 + 0.4 * (trouble(township, month) - 1))
