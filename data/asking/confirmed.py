"""What a person has confirmed about a file, and whether it may stand: nothing has two meanings, and no
personal column is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.asking.likely_words import own_words
from data.cell_text import heading_key, normalised
from data.export_parts import Column, Export
from data.language import say
from data.nearest import did_you_mean
from data.personal import scrubbed
from data.private_columns import is_private
from data.refusal import Refused


@dataclass(frozen=True)
class Confirmed:
    """What a person has confirmed.

    export: the export or profile that the file is; headings: heading of the file → column id; words: column
    id → word of the file → our value ("" = blank; "true", "false" of yes-or-no columns); constants: column id
    → value where the file has no such column; name: of a new profile, or of the one to extend.
    """

    export: str
    headings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.headings or any(self.words.values()) or self.constants)


def check_name(name: str) -> None:
    """A profile's name is one short line that names nobody; else Refused."""
    if scrubbed(name) != name or len(name) > 40 or not name.isprintable():
        raise Refused(say("名字应为40字以内、不含个人信息的一行文字"), where="--name")


def check_confirmed(target: Export, confirmed: Confirmed) -> None:
    """No heading or word has two meanings in `target`, no personal column is declared; else Refused."""
    for heading, column_id in confirmed.headings.items():
        _column_of(target, column_id)
        is_new = heading_key(heading) not in target.columns_by_header
        if is_new and (is_private(heading) or scrubbed(heading) != heading):
            raise personal_heading(heading)
        for other in target.columns_by_header.get(heading_key(heading), ()):
            if other != column_id:
                raise _taken(heading, target.columns[other], target)
    twice = [c for c in confirmed.headings.values() if list(confirmed.headings.values()).count(c) > 1]
    if twice:
        name = target.columns[twice[0]].name
        raise Refused(say("“{column}”选了不止一个表头，请只选一个", column=name))
    for column_id, words in confirmed.words.items():
        _check_words(_column_of(target, column_id), words)
    for column_id in confirmed.constants:
        _column_of(target, column_id)


def personal_heading(heading: str) -> Refused:
    """The refusal of a heading whose column stands for facts about a person."""
    return Refused(say("“{heading}”这一列像是个人信息，不能作任何一列", heading=scrubbed(heading)))


def _column_of(target: Export, column_id: str) -> Column:
    if column_id not in target.columns:
        message = say("“{export}”没有“{column}”这一列。", export=target.name, column=column_id)
        raise Refused(message + did_you_mean(column_id, list(target.columns)))
    return target.columns[column_id]


def _taken(heading: str, column: Column, target: Export) -> Refused:
    return Refused(
        say(
            "“{heading}”在“{export}”里已是“{column}”；如是另一种表，请另起一个名字",
            heading=heading,
            export=target.name,
            column=column.name,
        )
    )


def _check_words(column: Column, words: Mapping[str, str]) -> None:
    if column.type not in ("word", "boolean"):
        raise Refused(say("“{column}”不是从固定的词里选的列", column=column.name))
    values = ["true", "false", ""] if column.type == "boolean" else [*column.words, ""]
    own = own_words(column)
    for word, value in words.items():
        if value not in values:
            message = say("“{column}”没有“{value}”这个值。", column=column.name, value=value)
            raise Refused(message + did_you_mean(value, [each for each in values if each]))
        if scrubbed(word) != word:
            raise Refused(say("“{column}”里有一个词像是个人信息，不能记住", column=column.name))
        if own.get(normalised(word), value) != value:
            known = own[normalised(word)]
            message = say(
                "“{column}”的“{word}”已有别的意思：{value}", column=column.name, word=word, value=known
            )
            raise Refused(message)
