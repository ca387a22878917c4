"""Empty forms, and that a filled one passes."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from data.export_format import Export, load_exports, load_lists
from data.forms import example, form_csv, form_xlsx
from data.language import speaking
from tests.data.door import checked, rules

EXPORTS = list(load_exports().values())
OPTIONS = {"month": date(2026, 1, 1), "covers": "101", "indicators": {"化解率": "resolution_rate"}}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_a_form_has_the_headings_of_its_export_and_no_data(export: Export, language: str) -> None:
    with speaking(language):
        forms = {"f.xlsx": form_xlsx(export, load_lists()), "f.csv": form_csv(export)}
    for name, content in forms.items():
        answer = checked(content, name, **OPTIONS)
        assert answer.export is not None and answer.export.id == export.id
        assert (answer.rows_read, answer.ignored_columns) == (0, ())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_a_form_filled_with_its_own_examples_passes(export: Export, language: str) -> None:
    with speaking(language):
        book = openpyxl.load_workbook(io.BytesIO(form_xlsx(export, load_lists())))
        # a case cannot be its own predecessor
        cells = [None if c.refers else example(c, load_lists()) for c in export.columns.values()]
    book.worksheets[0].append(cells)
    content = io.BytesIO()
    book.save(content)
    answer = checked(content.getvalue(), "f.xlsx", **OPTIONS | {"covers": "present"})
    assert rules(answer.errors) == []
    assert answer.rows_accepted == 1


def test_a_closed_list_is_a_drop_down_and_every_column_is_explained() -> None:
    export = load_exports()["petitions"]
    sheet, notes = openpyxl.load_workbook(io.BytesIO(form_xlsx(export, load_lists()))).worksheets
    lists = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists["D2"] == '"来信,来访,电话,网上"'
    assert "填写说明" in lists["F2"]  # too long to stand in place
    assert [notes.cell(row, 1).value for row in range(3, 19)] == [c.name for c in export.columns.values()]
