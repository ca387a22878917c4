"""A county of the national register as a filled form of 乡镇名录, to be completed and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.forms import form_csv, form_xlsx
from data.language import language
from data.national_register import Place, county_of, townships

if TYPE_CHECKING:
    from data.export_parts import Export


def county_rows(code: str, export: Export) -> list[list[str]]:
    """A row per township, a cell per column of `export`; what the national register lacks is blank."""
    county = county_of(code).name
    return [
        [_cell(column_id, each, county, export) for column_id in export.columns] for each in townships(code)
    ]


def county_csv(code: str, export: Export) -> bytes:
    """The register of the county with this code as CSV."""
    return form_csv(export, county_rows(code, export))


def county_xlsx(code: str, export: Export) -> bytes:
    """The register of the county with this code as a workbook with drop-downs and notes."""
    return form_xlsx(export, rows=county_rows(code, export))


def _cell(column_id: str, township: Place, county: str, export: Export) -> str:
    known = {"code": township.code, "name": township.name, "county": county}
    if column_id == "kind" and township.kind:
        words = export.columns[column_id].words.get(township.kind, ())
        return words[0] if words and language() == "zh" else township.kind
    return known.get(column_id, "")
