"""The receipt of a figure as lines of text: what the speaker is asked for when somebody doubts a number."""

from __future__ import annotations

from charts.text import month_text, period_text, plain_number, value_text
from data.language import say
from data.refusal import Refused
from metrics.condition_words import counted_in_words
from metrics.indicator import Counted
from metrics.receipts import Definition, FeedingUpload
from reports.facts import Facts

UPLOADS_NAMED = 3


def receipt_lines(facts: Facts, indicator: str, area: str, period_type: str, period: str) -> tuple[str, ...]:
    """Value, numerator, denominator, reports, definition, uploads; a sentence where there is no figure."""
    try:
        receipt = facts.mart.receipt(indicator, area, period_type, period)
    except Refused as refusal:
        return (str(refusal),)
    measure = facts.measures[indicator]
    where = f"{facts.names.get(area, area)}，{period_text(period_type, period)}"
    head = f"{measure.name}（{indicator}）· {where}：{value_text(receipt.value, measure)}"
    reported = say("已报送 {covered}/{expected}", covered=receipt.covered, expected=receipt.expected)
    counts = [say("分子 {n}", n=_number(receipt.numerator))]
    if receipt.definition.denominator_table:
        counts.append(say("分母 {n}", n=_number(receipt.denominator)))
    return (
        head,
        "；".join([*counts, reported]),
        *definition_lines(facts, receipt.definition),
        _uploads_line(receipt.uploads),
    )


def definition_lines(facts: Facts, definition: Definition) -> list[str]:
    """'分子：…', '分母：…', where the rule comes from."""
    roles = ((say("分子"), "numerator"), (say("减去"), "minus"), (say("分母"), "denominator"))
    lines = [f"{name}：{words}" for name, role in roles if (words := counted_words(facts, definition, role))]
    return [*lines, say("依据：{source}", source=definition.source)] if definition.source else lines


def counted_words(facts: Facts, definition: Definition, role: str) -> str:
    """What one part of an indicator counts; '' where it has no such part."""
    if not getattr(definition, f"{role}_table"):
        return ""
    part = Counted(*(getattr(definition, f"{role}_{key}") for key in ("table", "by", "where", "sum")))
    return counted_in_words(part, facts.exports)


def _number(count: float | None) -> str:
    if count is None:
        return "—"
    return plain_number(count, 0 if count == int(count) else 2)


def _uploads_line(uploads: tuple[FeedingUpload, ...]) -> str:
    newest = sorted(uploads, key=lambda upload: upload.upload, reverse=True)[:UPLOADS_NAMED]
    named = "；".join(_upload_words(upload) for upload in newest)
    return say("来自{n}份上报，最近：{named}", n=len(uploads), named=named or "—")


def _upload_words(upload: FeedingUpload) -> str:
    month = month_text(upload.month) if upload.month else "—"
    return f"{upload.upload} {upload.file} {month} {upload.at:%Y-%m-%d %H:%M}"
