"""The questions about a file, as JSON for a program and as sentences for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from data.language import say

if TYPE_CHECKING:
    from data.asking.heading_proposals import ColumnProposal
    from data.asking.value_proposals import WordProposal
    from metrics.file_questions import Questions


def questions_as_json(asked: Questions) -> dict[str, Any]:
    """Export, its rivals, and the proposals for columns and words; no values of undeclared columns."""
    return {
        "export": asked.chosen.export.id,
        "score": round(asked.chosen.score, 3),
        "exports": [{"export": e.export.id, "score": round(e.score, 3)} for e in asked.likely],
        "known": dict(asked.chosen.known),
        "columns": [_column_as_json(each) for each in asked.columns],
        "words": [_word_as_json(each) for each in asked.words],
        "missing": asked.missing,
        "personal_columns": asked.private,
    }


def _column_as_json(proposal: ColumnProposal) -> dict[str, Any]:
    return {
        "column": proposal.column.id,
        "name": proposal.column.name,
        "required": proposal.column.required,
        "heading": proposal.heading or None,
        "proposals": [
            {"heading": each.heading, "score": round(each.score, 3), "reasons": list(each.reasons)}
            for each in proposal.ranked
        ],
    }


def _word_as_json(proposal: WordProposal) -> dict[str, Any]:
    likely = proposal.likely
    return {
        "column": proposal.column.id,
        "word": proposal.word,
        "rows": proposal.rows,
        "value": likely.value if likely else None,
        "score": round(likely.score, 3) if likely else None,
        "reason": likely.reason if likely else None,
        "values": list(proposal.values),
    }


def print_questions(asked: Questions) -> None:
    """What a person at a terminal reads, and how to answer."""
    name, share = asked.chosen.export.name, f"{round(100 * asked.chosen.score)}%"
    click.echo(
        "  "
        + say(
            "最像的报表：{name}（{export}，{share}）", name=name, export=asked.chosen.export.id, share=share
        )
    )
    for each in asked.columns:
        if each.heading or each.column.required:
            click.echo("  " + _column_sentence(each))
    for word in asked.words:
        click.echo("  " + _word_sentence(word))
    if asked.private:
        click.echo("  " + say("另有{n}列像是个人信息，不建议、不显示", n=asked.private))
    if asked.refusal:
        click.echo("  " + asked.refusal)
    click.echo("  " + say("确认：manage.py map 文件 --accept-all（或 --heading 表头=列、--word 列:词=值）"))


def _column_sentence(proposal: ColumnProposal) -> str:
    column = f"{proposal.column.name}（{proposal.column.id}）"
    if not proposal.heading:
        others = say("、").join(each.heading for each in proposal.ranked)
        if others:
            return say("必填的列{column}：拿不准，可能是：{headings}", column=column, headings=others)
        return say("必填的列{column}：没有像的表头", column=column)
    why = say("，").join(proposal.reasons)
    return say("表头“{heading}”→{column}：{why}", heading=proposal.heading, column=column, why=why)


def _word_sentence(proposal: WordProposal) -> str:
    column, word, rows = proposal.column.name, proposal.word, proposal.rows
    if proposal.likely is None:
        return say("用词“{word}”（{column}，{rows}行）：没有像的值", word=word, column=column, rows=rows)
    return say(
        "用词“{word}”（{column}，{rows}行）→{value}：{why}",
        word=word,
        column=column,
        rows=rows,
        value=_value_text(proposal),
        why=proposal.likely.reason,
    )


def _value_text(proposal: WordProposal) -> str:
    from data.asking.likely_words import value_name

    value = proposal.likely.value if proposal.likely else ""
    name = value_name(value, proposal.column)
    return name if name == value or not value else f"{name}（{value}）"
