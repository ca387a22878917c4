"""Who has not reported in a period, from the mart's `submissions`."""

from __future__ import annotations

from collections.abc import Mapping

from charts.lists import MissingReport
from charts.reports_due import missing_in, missing_reports_of, reported_sentence
from metrics.mart_reader import Mart
from metrics.period_spans import months_of
from pages.shared.cached_reads import submissions, the_exports
from pages.shared.kept import kept_by_mart


def missing_reports(
    mart: Mart, period_type: str, period: str, names: Mapping[str, str]
) -> list[MissingReport]:
    """One record a township and export that was due and is not in, townships in the order of `names`."""
    titles = {name: export.name for name, export in the_exports().items()}
    return missing_reports_of(_missing(mart, period_type, period), names, titles)


@kept_by_mart(60)
def _missing(mart: Mart, period_type: str, period: str) -> dict[tuple[str, str], list[str]]:
    return missing_in({month: submissions(mart, month) for month in months_of(period_type, period)})


def reported_words(mart: Mart, period_type: str, period: str, names: Mapping[str, str]) -> str:
    """'23/24个乡镇已报齐，云雾乡还没有报齐' of the period's last month."""
    month = months_of(period_type, period)[-1]
    return reported_sentence(submissions(mart, month), month, names)
