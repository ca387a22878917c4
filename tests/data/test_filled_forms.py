"""A form that is filled in as its own notes say passes: every export, both languages, both kinds of file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data.export_format import Export, load_exports, load_lists
from data.findings import Checked
from data.forms import fields, form_csv, form_xlsx, notes_csv, offered
from data.language import speaking
from tests.data.door import REGISTER, checked, rules

PROJECT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = PROJECT / "docs" / "examples"
OWN = """
like = "petitions"
[name]
zh = "12345热线[工单]/受理*登记?"
[constants]
channel = "phone"
[columns.office]
zh = "承办单位"
type = "text"
"""
INDICATORS = {"化解率": "resolution_rate", "resolution_rate": "resolution_rate"}
CHOICES = offered(load_lists(), [each.name for each in REGISTER.townships], ["按期办结率", "化解率"])


def everyones_exports(folder: Path) -> dict[str, Export]:
    """The built-in ones, those of the worked examples, and one that shares a heading and has a constant."""
    (folder / "exports").mkdir(exist_ok=True)
    (folder / "exports" / "own.toml").write_text(OWN, encoding="utf-8")
    found = load_exports(folder)
    for example in EXAMPLES.iterdir():
        found |= load_exports(example)
    return found


Notes = list[dict[str, str]]
EXPORT_IDS = [*load_exports(), "own", *(path.name for path in EXAMPLES.iterdir())]


def notes_of(content: bytes) -> Notes:
    """What the notes of a workbook say: name, need, how, example, first choice."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=2, max_col=5)]
    return [dict(zip(("name", "need", "how", "example", "choice"), row, strict=True)) for row in rows[1:]]


def filled_workbook(content: bytes, rows: list[list[str]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in rows:
        book.worksheets[0].append([cell or None for cell in row])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def filled_csv(content: bytes, rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return content + text.getvalue().encode()


def check_form(content: bytes, name: str, export: Export, exports: dict[str, Export]) -> Checked:
    return checked(
        content, name, exports=exports, export_id=export.id, indicators={**INDICATORS, "按期办结率": "x"}
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("export_id", EXPORT_IDS)
def test_a_form_filled_as_its_notes_say_passes(export_id: str, language: str, tmp_path: Path) -> None:
    exports = everyones_exports(tmp_path)
    export = exports[export_id]
    with speaking(language):
        book, text = form_xlsx(export, CHOICES), form_csv(export)
        notes = notes_of(book)
        assert [row["name"] for row in notes] == [field.name for field in fields(export)]
        required = ["必填", "Required"]
        full = [row["example"] for row in notes]
        sparse = [row["example"] if row["need"] in required else "" for row in notes]
        answers = [
            check_form(filled_workbook(book, [full]), "f.xlsx", export, exports),
            check_form(filled_csv(text, [full]), "f.csv", export, exports),
        ]
        if export_id != "activities":  # the planned number is needed where its note says so
            answers.append(check_form(filled_csv(text, [sparse]), "f.csv", export, exports))
    for answer in answers:
        assert (rules(answer.errors), answer.rows_accepted) == ([], 1)
        assert "heading_twice" not in rules(answer.warnings) and answer.ignored_columns == ()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("export_id", EXPORT_IDS)
def test_every_choice_of_every_drop_down_passes(export_id: str, language: str, tmp_path: Path) -> None:
    exports = everyones_exports(tmp_path)
    export = exports[export_id]
    with speaking(language):
        notes = list(csv.reader(io.StringIO(notes_csv(export, CHOICES).decode("utf-8-sig"))))[1:]
        base = [row[3] for row in notes]
        rows = [
            _with(base, at, each)
            for at, row in enumerate(notes)
            for each in row[4].split("、" if "、" in row[4] else ", ")
            if each
        ]
        answer = check_form(filled_csv(form_csv(export), rows), "f.csv", export, exports)
    wrong = [
        each
        for each in answer.errors
        if each.rule in ("unknown_word", "unknown_township", "unknown_indicator")
    ]
    assert wrong == []


def _with(row: list[str], at: int, cell: str) -> list[str]:
    return [*row[:at], cell, *row[at + 1 :]]


def test_townships_and_indicators_are_drop_downs() -> None:
    exports = load_exports()
    assert "望江镇,石桥镇,柳林乡" in drop_downs(lambda: form_xlsx(exports["surveys"], CHOICES))
    assert "按期办结率,化解率" in drop_downs(lambda: form_xlsx(exports["targets"], CHOICES))


def drop_downs(make: Callable[[], bytes]) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(make())).worksheets[0]
    return " ".join(str(each.formula1) for each in sheet.data_validations.dataValidation)


def test_a_constant_is_not_asked_for_and_holds_for_every_row(tmp_path: Path) -> None:
    exports = everyones_exports(tmp_path)
    own = exports["own"]
    assert "channel" not in [field.id for field in fields(own)]
    names = [field.name for field in fields(own)]
    assert len(names) == len(set(names))
    with speaking("zh"):
        notes = notes_of(form_xlsx(own, CHOICES))
        answer = check_form(
            filled_csv(form_csv(own), [[row["example"] for row in notes]]), "f.csv", own, exports
        )
    assert answer.rows is not None and answer.rows["channel"].to_pylist() == ["phone"]
