"""Chinese first, English at one click: no sentence without its translation, and the other way."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from charts.text import with_word
from data.language import LOCALE_FOLDER, say, speaking
from manage import main
from tests.source_tree import PROJECT, python_files, shown, tree_of

PO_FILES = sorted((LOCALE_FOLDER / "en" / "LC_MESSAGES").glob("*.po"))
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")  # characters, and marks as wide as they


def say_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say"
            ):
                yield f"{shown(path)}:{node.lineno}", node


def said_texts() -> dict[str, str]:
    """Every sentence given to `say` as it stands → where."""
    calls = ((where, call.args[0]) for where, call in say_calls() if call.args)
    return {
        text.value: where
        for where, text in calls
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and CHINESE.search(text.value)
    }


@cache
def translations() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in PO_FILES:
        with path.open("rb") as file:
            found.update({str(message.id): str(message.string) for message in read_po(file) if message.id})
    return found


def blanks(text: str) -> set[str]:
    """The names in braces that `say` fills."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def strings_in_toml(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings_in_toml(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in_toml(inner)


@cache
def all_strings() -> frozenset[str]:
    """Every text in code and declarations: some sentences reach `say` through a table of words."""
    constants = (
        node for path in python_files() for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant)
    )
    texts = {node.value for node in constants if isinstance(node.value, str)}
    for folder in ("data", "metrics"):
        for path in (PROJECT / folder).rglob("*.toml"):
            texts.update(strings_in_toml(tomllib.loads(path.read_text(encoding="utf-8"))))
    return frozenset(texts)


def test_every_sentence_has_its_english() -> None:
    assert {text: where for text, where in said_texts().items() if not translations().get(text)} == {}


def test_a_sentence_and_its_english_leave_the_same_blanks() -> None:
    assert [
        text for text, english in translations().items() if english and blanks(text) != blanks(english)
    ] == []


def test_every_blank_of_a_sentence_is_filled() -> None:
    unfilled = []
    for where, call in say_calls():
        text = call.args[0] if call.args else None
        given = {keyword.arg for keyword in call.keywords}
        if (
            isinstance(text, ast.Constant)
            and None not in given
            and given
            and blanks(str(text.value)) != given
        ):
            unfilled.append(f"{where}: {text.value} is given {sorted(map(str, given))}")
    assert unfilled == []


def test_a_sentence_is_never_glued_together_before_it_is_translated() -> None:
    glued = [
        where
        for where, call in say_calls()
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert glued == []


def test_no_translation_outlives_its_sentence() -> None:
    assert sorted(set(translations()) - all_strings()) == []


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.name)
def test_an_english_text_is_english(path: Path) -> None:
    with path.open("rb") as file:
        chinese = [str(m.string) for m in read_po(file) if m.id and CHINESE.search(str(m.string))]
    assert [text for text in chinese if not is_the_name_of_the_language(text)] == []


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.name)
def test_an_english_apostrophe_is_one_that_chinese_fonts_do_not_widen(path: Path) -> None:
    with path.open("rb") as file:
        assert [str(m.string) for m in read_po(file) if "’" in str(m.string)] == []


def is_the_name_of_the_language(text: str) -> bool:
    """The switch back to Chinese must be readable by who looks for it, and the product keeps its name."""
    return CHINESE.search(text.replace("中文", "").replace("平安报表", "")) is None


def test_the_same_sentence_has_one_english() -> None:
    seen: dict[str, str] = {}
    for path in PO_FILES:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    english = seen.setdefault(str(message.id), str(message.string))
                    assert english == str(message.string), f"{path.name}: {message.id}"


def test_english_speaks_of_one_thing_in_the_singular() -> None:
    with speaking("en"):
        assert say("已发布{n}份文件，共{rows}行。", n=1, rows=1) == "1 file published, 1 row."
        assert say("已发布{n}份文件，共{rows}行。", n=2, rows="1,000") == "2 files published, 1,000 rows."
        assert say("合计行{n}行只作核对。", n=1).strip() == "1 total row was only checked."
        assert with_word("1", say("人")) == "1 person"
        assert with_word("2", say("人")) == "2 people"


def test_a_number_in_english_stands_before_a_word_of_its_own() -> None:
    """`{n} rows` reads "1 rows": the word is written `{n:row|rows}`."""
    counted = re.compile(
        r"\{(n|rows|read)\} (?:[a-z-]+ )?(rows|files|warnings|alerts|days|townships|uploads)\b"
    )
    never_one = (
        "at least {n}",
        "all {n}",
        "first {n}",
        "{n} nearest",
        "of the last {n}",
        "here are the first",
    )
    assert [
        english
        for english in translations().values()
        if counted.search(english) and not any(words in english for words in never_one)
    ] == ["The {rows} rows of the catalogue have been moved to {place}, and the settings say so."]


# the register is written with the Chinese mark, whoever wrote it; a note is kept in the words of the server
WRITTEN_TO_A_FILE = (
    "metrics/register_changes.py",
    "metrics/scheduled.py",
    "data/demo/",
    "data/register_rules.py",
)


def test_things_are_listed_with_the_marks_of_the_language() -> None:
    """A list joined with 、 puts that mark into an English sentence: it is `say("、").join`."""
    joined = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "join" and _is_chinese_text(node.value)
    ]
    assert [where for where in joined if not where.startswith(WRITTEN_TO_A_FILE)] == []


def _is_chinese_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(CHINESE.search(node.value))


def test_a_word_with_two_meanings_is_two_words(tmp_path: Path) -> None:
    """One Chinese word has one translation: where English needs two, so does the Chinese."""
    done = CliRunner().invoke(main, ["doctor", "--lang", "en", "--store", str(tmp_path)])
    assert {line.split("  ")[0] for line in done.output.splitlines() if line[0] != " "} <= {"well", "wrong"}
    with speaking("en"):
        assert (say("全部"), say("全部行"), say("正常")) == ("All", "all rows", "Active")
