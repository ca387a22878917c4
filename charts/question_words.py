"""可以问一问: signs in the data put as questions, with their counts and an innocent explanation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from charts.markup import Html, join, tag
from charts.text import month_text, plain_number
from data.language import say
from metrics.questions import Question


def subject_words(question: Question, names: Mapping[str, str]) -> str:
    """The name of what a question is about; `names`: indicator → name. A work item names itself."""
    tables = {"petitions": say("诉求办件"), "hazards": say("隐患排查")}
    return tables.get(question.subject) or names.get(question.subject, question.subject)


def question_words(question: Question, names: Mapping[str, str]) -> str:
    """The question as it is put to the township."""
    subject = subject_words(question, names)
    return _WORDS[question.question](question, subject)


def _deadline(question: Question, subject: str) -> str:
    return say(
        "{subject}：到期日前后三天办结{cases}件，其中{observed}件正好在到期当天（平均分布约{expected}件）。是集中办结，还是集中登记？",
        subject=subject,
        cases=plain_number(question.cases, 0),
        observed=plain_number(question.observed, 0),
        expected=plain_number(question.expected, 1),
    )


def _whole(question: Question, subject: str) -> str:
    return say(
        "{subject}：近12个月{cases}件全部达到100%。是否每一件都有记录，口径与其他乡镇一致吗？",
        subject=subject,
        cases=plain_number(question.cases, 0),
    )


def _repeated(question: Question, subject: str) -> str:
    return say(
        "{subject}：{first}至{last}连续{months}个月都报{observed}。是固定安排，还是沿用了上月的数？",
        subject=subject,
        first=month_text(question.first_month),
        last=month_text(question.last_month),
        months=plain_number(question.cases, 0),
        observed=plain_number(question.observed, 0),
    )


def _digits(question: Question, subject: str) -> str:
    return say(
        "{subject}：{cases}个月的数中，同一个末位数字出现{observed}次（平均约{expected}次）。数是数出来的，还是估出来的？",
        subject=subject,
        cases=plain_number(question.cases, 0),
        observed=plain_number(question.observed, 0),
        expected=plain_number(question.expected, 1),
    )


def _locked(question: Question, subject: str) -> str:
    return say(
        "{subject}：{month}锁定以后，又补报了{observed}件在该月办结。是补录，还是改了办结日期？",
        subject=subject,
        month=month_text(question.first_month),
        observed=plain_number(question.observed, 0),
    )


_WORDS: Mapping[str, Callable[[Question, str], str]] = {
    "deadline": _deadline,
    "whole": _whole,
    "repeated": _repeated,
    "digits": _digits,
    "locked": _locked,
}


def questions_html(questions: Sequence[Question], names: Mapping[str, str]) -> Html:
    """The questions of one township; nothing where there are none."""
    if not questions:
        return Html("")
    lines = [
        tag("li", tag("i", "？", aria_hidden="true"), tag("p", question_words(each, names)))
        for each in questions
    ]
    note = say("只是可以问一问，不是结论：这些现象偶然出现的可能不到千分之一，但都可能有正当的原因。")
    return tag(
        "section",
        tag("h2", say("可以问一问")),
        tag("ul", join(lines), class_="found"),
        tag("p", note, class_="note"),
    )
