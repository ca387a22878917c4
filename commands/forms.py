"""Empty forms as files: a workbook, or a CSV with its explanations beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.written_files import write_file
from data.forms import form_csv, form_xlsx, notes_csv
from data.language import say
from metrics.form_choices import form_choices

if TYPE_CHECKING:
    from data.export_parts import Export
    from data.store import Store


def write_form(store: Store, export: Export, path: Path) -> list[Path]:
    """Write the form; the files written. A CSV holds nothing but headings, so its notes are a second file."""
    choices = form_choices(store)
    if path.suffix.lower() != ".csv":
        write_file(path, form_xlsx(export, choices))
        return [path]
    notes = path.with_stem(path.stem + say("-填写说明"))
    write_file(path, form_csv(export))
    write_file(notes, notes_csv(export, choices))
    return [path, notes]
