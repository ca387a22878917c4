"""The selects of 认一认表头: which heading is which column, and what a word means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from charts.markup import tag
from data.asking.heading_proposals import ColumnProposal
from data.asking.likely_words import value_name
from data.asking.value_proposals import WordProposal
from data.language import say
from metrics.file_questions import Questions

WordMeanings = dict[str, dict[str, str]]
ACROSS = 3  # selects side by side
NONE = ""  # no heading
UNKNOWN = "\x00"  # a word that is left unknown: "" means blank


def choose_export(asked: Questions, key: str) -> str:
    """The export that the file is, the likeliest first; asked only where several are likely and none fits."""
    names = {each.export.id: each.export.name for each in asked.likely}
    fits = not any(each.column.required for each in asked.columns)
    if len(names) < 2 or fits:
        return asked.chosen.export.id
    chosen = st.selectbox(
        say("这是哪种报表"),
        list(names),
        format_func=lambda code: names.get(code, code),
        key=f"ask-export-{key}-{asked.chosen.export.id}",
        width=320,
    )
    return chosen or asked.chosen.export.id


def choose_headings(asked: Questions, key: str) -> dict[str, str]:
    """Heading → column id, as chosen; of a heading that is chosen twice the first choice counts."""
    first = [each for each in asked.columns if each.heading or each.column.required]
    rest = [each for each in asked.columns if each not in first]
    chosen = _selects(first, asked, key)
    if rest and st.toggle(say("其余{n}个可选的列（文件里没有也行）", n=len(rest)), key=f"ask-rest-{key}"):
        chosen += _selects(rest, asked, key)
    headings: dict[str, str] = {}
    for heading, column in chosen:
        if heading in headings:
            st.error(say("“{heading}”选给了两列，请改一处", heading=heading))
        elif heading:
            headings[heading] = column
    return headings


def _selects(proposals: Sequence[ColumnProposal], asked: Questions, key: str) -> list[tuple[str, str]]:
    chosen = []
    for start in range(0, len(proposals), ACROSS):
        row = proposals[start : start + ACROSS]
        for place, each in zip(st.columns(ACROSS), row, strict=False):
            with place:
                chosen.append((_choose_heading(each, asked, key), each.column.id))
    return chosen


def _choose_heading(proposal: ColumnProposal, asked: Questions, key: str) -> str:
    column = proposal.column
    likely = [each.heading for each in proposal.ranked]
    options = [*likely, *(name for name in asked.free if name not in likely), NONE]
    label = say("{column}（必填）", column=column.name) if column.required else column.name
    none = say("请选择") if column.required else say("没有这一列")
    heading = st.selectbox(
        label,
        options,
        index=options.index(proposal.heading),
        format_func=lambda name: name or none,
        key=f"ask-{key}-{column.id}",
        filter_mode="contains",
    )
    st.html(tag("p", _why(proposal, heading or NONE, asked.free), class_="note why"))
    return heading or NONE


def _why(proposal: ColumnProposal, heading: str, examples: Mapping[str, Sequence[str]]) -> str:
    """The reasons for a heading and a few of its values, as far as they may be shown."""
    reasons = next((each.reasons for each in proposal.ranked if each.heading == heading), ())
    parts = [say("，").join(reasons)] if reasons else []
    if examples.get(heading):
        parts.append(say("例：{values}", values=say("、").join(examples[heading])))
    return " · ".join(parts) or " "


def choose_meanings(words: Sequence[WordProposal], key: str) -> WordMeanings:
    """Column id → word → our value, as chosen; a word that is left unknown is not in it."""
    if not words:
        return {}
    st.html(tag("p", tag("b", say("这些用词是什么意思"))))
    meanings: WordMeanings = {}
    for start in range(0, len(words), ACROSS):
        row = words[start : start + ACROSS]
        for place, each in zip(st.columns(ACROSS), row, strict=False):
            with place:
                value = _choose_meaning(each, key)
            if value != UNKNOWN:
                meanings.setdefault(each.column.id, {})[each.word] = value
    return meanings


def _choose_meaning(proposal: WordProposal, key: str) -> str:
    column, likely = proposal.column, proposal.likely
    options = [*proposal.values, UNKNOWN]
    names = {value: value_name(value, column) for value in proposal.values}
    names[UNKNOWN] = say("不认识（退回这些行）")
    value = st.selectbox(
        say("{column}：“{word}”（{n}行）", column=column.name, word=proposal.word, n=proposal.rows),
        options,
        index=options.index(likely.value) if likely else len(options) - 1,
        format_func=lambda each: names.get(each, each),
        key=f"ask-{key}-{column.id}-{proposal.word}",
    )
    is_proposed = likely is not None and value == likely.value
    st.html(tag("p", likely.reason if likely and is_proposed else " ", class_="note why"))
    return UNKNOWN if value is None else value


def choose_name(asked: Questions, key: str) -> str:
    """What a new profile is called; "" keeps the usual name, and nothing is asked where one is extended."""
    is_profile = asked.chosen.export.like not in ("", asked.chosen.export.id)
    if is_profile or not asked.confirmed.headings:
        return ""
    return st.text_input(
        say("给这种表头起个名字（可不填）"),
        key=f"ask-name-{key}",
        max_chars=40,
        placeholder=say("例如：平安县诉求"),
        width=320,
    ).strip()
