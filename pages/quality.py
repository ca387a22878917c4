"""数据质量: who reported, who was late, what was refused, corrected, or does not add up, and what to ask."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from charts.coverage_grid import coverage_grid, coverage_legend
from charts.markup import Html, tag
from charts.quality_lists import (
    corrected_section,
    late_section,
    missing_section,
    quality_sentence,
    questions_section,
    refused_section,
    unequal_section,
)
from charts.text import month_of, month_text
from data.catalogue_records import CoverageRow, FindingRow, Upload
from data.clock import today
from data.kept_findings import COMPARING
from data.language import say
from data.store import Store
from data.visible import visible_coverage, visible_findings, visible_uploads
from metrics.late_reports import DueReport, missing_reports
from metrics.mart_reader import Mart
from metrics.period_spans import month_before
from metrics.report_quality import Corrected, corrected_reports, kept, kept_by_township, late_reports
from pages.shared.address import href
from pages.shared.alert_reads import month_shown, reports
from pages.shared.cached_reads import open_mart, questions_of, the_exports, the_store
from pages.shared.figures import measures, townships
from pages.shared.filters import Filters, choose, choose_filters
from pages.shared.prepared import prepared_html
from pages.shared.upload.rule_titles import TITLES
from pages.shared.view import show_html

SPANS = {"12": 12, "24": 24}


def show_page() -> None:
    mart = open_mart()
    filters = choose_filters(mart, "period", "kind")
    with st.container(horizontal=True, key="quality-tabs", vertical_alignment="center"):
        export = choose("export", say("报表"), _export_names(mart), style="tabs")
        span = choose("months", say("月数"), {"12": say("近12个月"), "24": say("近24个月")}, style="tabs")
    publication = the_store().publication()
    show_html(_page(mart, filters, export, SPANS[span], publication.id if publication else 0, today()))


def _export_names(mart: Mart) -> dict[str, str]:
    """The exports that anybody owes, after all of them."""
    owed = {each.export for each in reports(mart) if each.is_expected}
    return {"": say("全部报表")} | {name: e.name for name, e in the_exports().items() if name in owed}


@prepared_html
def _page(mart: Mart, filters: Filters, export: str, span: int, publication: int, day: date) -> Html:
    """`publication`: the lists below come from the catalogue, which changes with it and nothing else."""
    end = month_of(month_shown(mart, filters))
    names = townships(mart, filters.kind)
    due = [each for each in reports(mart) if each.township in names and each.month <= end]
    grid = _grid(due, _months(end, span), export, names)
    side = _side(due, end, names, day)
    lead = _lead(the_store(), due, end)
    lists = _lists(mart, the_store(), end, names)
    return tag("div", lead, tag("div", grid, side, class_="quality-grid"), lists, class_="stack")


def _months(end: date, count: int) -> list[date]:
    return [month_of(month_before(f"{end:%Y-%m}", back)) for back in reversed(range(count))]


def _names_of_exports() -> dict[str, str]:
    return {name: export.name for name, export in the_exports().items()}


def _grid(due: Sequence[DueReport], months: Sequence[date], export: str, names: dict[str, str]) -> Html:
    cells = kept_by_township(due, set(months), export)
    shown = [(code, name) for code, name in names.items() if any((code, month) in cells for month in months)]
    table = coverage_grid(
        shown, months, cells, _names_of_exports(), lambda code: href("township", township=code)
    )
    caption = say("{first}至{last}", first=month_text(months[0]), last=month_text(months[-1]))
    title = tag("h2", say("各乡镇各月报送情况"), tag("small", caption))
    return tag("div", title, table, coverage_legend())


def _side(due: Sequence[DueReport], end: date, names: dict[str, str], day: date) -> Html:
    exports = _names_of_exports()
    owed = sorted(missing_reports(due, end), key=lambda each: -each.newest.month.toordinal())
    year = set(_months(end, 12))
    late = late_reports(each for each in due if each.month in year)
    parts = (missing_section(owed, names, exports, day), late_section(late, names, exports, len(names)))
    return tag("aside", *parts, class_="findings")


def _lead(store: Store, due: Sequence[DueReport], end: date) -> Html:
    now = kept(each for each in due if each.month == end)
    year = set(_months(end, 12))
    refused = sum(each.rows_rejected for each in _standing(store) if each.month in year)
    corrected = sum(1 for each in _corrected(store) if each.month in year)
    unequal = sum(1 for upload, _ in _unequal(store) if upload.month in year)
    return tag("p", quality_sentence(end, now, refused, corrected, unequal), class_="lead")


def _standing(store: Store) -> list[Upload]:
    return [each for each in visible_uploads(store) if not each.rolled_back]


def _corrected(store: Store) -> list[Corrected]:
    coverage: tuple[CoverageRow, ...] = visible_coverage(store)
    return corrected_reports(visible_uploads(store), coverage)


def _unequal(store: Store) -> list[tuple[Upload, FindingRow]]:
    """Findings that set two figures beside each other, the newest upload first."""
    standing = {each.id: each for each in _standing(store)}
    rows = (row for row in visible_findings(store) if row.rule in COMPARING and row.upload in standing)
    return sorted(((standing[row.upload], row) for row in rows), key=lambda found: -found[0].id)


def _lists(mart: Mart, store: Store, end: date, names: dict[str, str]) -> Html:
    exports = _names_of_exports()
    refused = [each for each in _standing(store) if each.rows_rejected and _is_until(each.month, end)]
    asked = sorted(
        (each for each in questions_of(mart) if each.township in names),
        key=lambda each: list(names).index(each.township),
    )
    parts = (
        refused_section(sorted(refused, key=lambda each: -each.id), _by_upload(store), exports, _rule_words),
        unequal_section([f for f in _unequal(store) if _is_until(f[0].month, end)], exports, _rule_words),
        corrected_section([each for each in _corrected(store) if _is_until(each.month, end)], exports),
        questions_section(
            asked,
            {measure.id: measure.name for measure in measures(mart).values()},
            names,
            lambda code: href("township", township=code),
        ),
    )
    return tag("div", *parts, class_="quality-lists findings")


def _is_until(month: date | None, end: date) -> bool:
    return month is None or month <= end


def _by_upload(store: Store) -> dict[int, list[FindingRow]]:
    found: dict[int, list[FindingRow]] = {}
    for row in visible_findings(store):
        found.setdefault(row.upload, []).append(row)
    return found


def _rule_words(rule: str) -> str:
    return say(TITLES[rule]) if rule in TITLES else rule


show_page()
