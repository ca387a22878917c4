"""The receipt of a figure as lines of text: what the speaker is asked for when somebody doubts a number."""

from __future__ import annotations

from charts.area_figures import AreaFigure
from charts.text import count_text, month_text, period_text, value_text
from data.language import say
from metrics.condition_words import counted_in_words
from metrics.indicator import Counted
from metrics.receipts import Definition, FeedingUpload
from reports.facts import Facts

UPLOADS_NAMED = 3


def receipt_lines(facts: Facts, figure: AreaFigure, period_type: str, period: str) -> tuple[str, ...]:
    """Value, numerator, denominator, reports, definition and uploads of one figure."""
    measure = facts.measures[figure.indicator]
    definition = facts.definition(figure.indicator)
    where = f"{figure.name} · {period_text(period_type, period)}"
    shown = value_text(figure.value, measure)
    head = f"{measure.name} [{figure.indicator}] · {where}{say('：')}{shown}"
    counts = [say("分子 {n}", n=count_text(figure.numerator))]
    if definition.denominator_table:
        counts.append(say("分母 {n}", n=count_text(figure.denominator)))
    reported = say("已报送 {covered}/{expected}", covered=figure.covered, expected=figure.expected)
    uploads = facts.mart.feeding_uploads(figure.indicator, figure.area, period_type, period)
    return (
        head,
        say("；").join([*counts, reported]),
        *definition_lines(facts, definition),
        _uploads_line(uploads),
    )


def definition_lines(facts: Facts, definition: Definition) -> list[str]:
    """'分子：…', '分母：…', where the rule comes from."""
    roles = ((say("分子"), "numerator"), (say("减去"), "minus"), (say("分母"), "denominator"))
    lines = [
        name + say("：") + words for name, role in roles if (words := counted_words(facts, definition, role))
    ]
    return [*lines, say("依据：{source}", source=definition.source)] if definition.source else lines


def counted_words(facts: Facts, definition: Definition, role: str) -> str:
    """What one part of an indicator counts; '' where it has no such part."""
    if not getattr(definition, f"{role}_table"):
        return ""
    part = Counted(*(getattr(definition, f"{role}_{key}") for key in ("table", "by", "where", "sum")))
    return counted_in_words(part, facts.exports)


def _uploads_line(uploads: tuple[FeedingUpload, ...]) -> str:
    newest = sorted(uploads, key=lambda upload: upload.upload, reverse=True)[:UPLOADS_NAMED]
    named = say("；").join(_upload_words(upload) for upload in newest)
    return say("来自{n}份上报，最近：{named}", n=len(uploads), named=named or "—")


def _upload_words(upload: FeedingUpload) -> str:
    month = month_text(upload.month) if upload.month else "—"
    return f"{upload.upload} {upload.file} {month} {upload.at:%Y-%m-%d %H:%M}"
