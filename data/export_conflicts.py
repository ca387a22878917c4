"""What of a county's own export contradicts itself or another: told when it is read, not at the first row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.cell_text import heading_key, normalised
from data.export_file import check_word
from data.export_parts import Export
from data.language import say
from data.refusal import Refused

MOST_NAMED = 5


def refuse_conflicts(own: Export, exports: Mapping[str, Export]) -> None:
    """Raises Refused where a heading or a word stands for two, and where `[[stock]]` names what is not there.

    A profile has the headings and words of the export it is like, too, and says on purpose what it says anew.
    """
    where = f"exports/{own.id}.toml"
    if not own.like:
        _refuse_twice(_headings(own), where)
        for column in own.columns.values():
            words = [(word, value) for value, listed in column.words.items() for word in listed]
            _refuse_twice(words, f"{where}: [columns.{column.id}]")
    for rule in own.stock:
        if rule.of:
            check_word(rule.of, list(exports), "of", f"{where}: [[stock]]")
            check_word(rule.until, list(exports[rule.of].columns), "until", f"{where}: [[stock]]")


def refuse_taken_name(own: Export, ours: Export | None) -> None:
    """Raises Refused where a table of another kind took the name of a built-in export (`ours`, if any).

    What is said of the built-in one elsewhere, in indicators and profiles, would be found wrong instead.
    """
    missing = [name for name in ours.columns if name not in own.columns] if ours else []
    if ours and missing:
        text = say(
            "“{name}”是内置登记表“{title}”的名字，而这里没有它的列 {columns}。"
            '要继承它，请写 like = "{name}"；若是另一种表，请换一个文件名。',
            name=own.id,
            title=ours.name,
            columns=" ".join(missing[:MOST_NAMED]),
        )
        raise Refused(text, where=f"exports/{own.id}.toml")


def _headings(own: Export) -> list[tuple[str, str]]:
    return [
        (heading, column.id)
        for column in own.columns.values()
        for heading in {*map(heading_key, (*column.names.values(), *column.aliases))}
    ]


def _refuse_twice(said: Iterable[tuple[str, str]], where: str) -> None:
    """`said`: a text and what it stands for."""
    seen: dict[str, str] = {}
    for text, meaning in said:
        first = seen.setdefault(normalised(text), meaning)
        if first != meaning:
            told = say("“{found}”同时写给了 {first} 和 {second}", found=text, first=first, second=meaning)
            raise Refused(told, where=where)
