"""`--expect NAME=NUMBER`: figures of the paper report, compared with what the files give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from metrics.new_mart import definitions_of
from metrics.paper_figures import (
    PaperFigure,
    compared,
    paper_figures,
    reported_month_of,
    values_of_files,
    values_of_mart,
    warned,
)

if TYPE_CHECKING:
    from data.findings import Checked
    from data.store import Store
    from metrics.publication import FileToCheck, Options


def expected_figures(store: Store, texts: Sequence[str]) -> tuple[PaperFigure, ...]:
    """The figures that were typed. Raises Refused for an unknown name."""
    return paper_figures(texts, definitions_of(store).indicators)


def compared_with_paper(
    store: Store, checked: Sequence[Checked], papers: Sequence[PaperFigure], mart: Path | None
) -> list[Checked]:
    """The checks with a warning for every figure that differs. `mart`: where indicators are looked up."""
    from data.live_register import register_with

    values, month = values_of_files(checked), reported_month_of(checked)
    if mart and month and any(paper.needs_mart for paper in papers):
        values |= values_of_mart(mart, month)
    register = register_with(store.live(), [])
    return warned(checked, compared(papers, checked, values, register))


def compared_in_preview(
    store: Store,
    files: Sequence[FileToCheck],
    checked: Sequence[Checked],
    papers: Sequence[PaperFigure],
    options: Options,
) -> list[Checked]:
    """As `compared_with_paper`, of the figures as they would be once the files are published."""
    from metrics.publication import preview

    if not any(paper.needs_mart for paper in papers) or any(each.refused for each in checked):
        return compared_with_paper(store, checked, papers, None)
    with TemporaryDirectory(prefix="safety-report-preview-") as folder:
        _, mart = preview(store, files, options, Path(folder))
        return compared_with_paper(store, checked, papers, mart or store.current_mart())
