"""In what period townships are compared: why in another than the chosen one, and how much has data."""

from __future__ import annotations

from charts.text import spanned_text
from data.language import say
from metrics.mart_reader import Mart
from pages.shared.cached_reads import period_names


def judged_words(mart: Mart, chosen_type: str, period_type: str, period: str) -> str:
    """'截至2025年1月的12个月（一个月件数太少，不足以比较）' where the chosen period is a month."""
    text = spanned_text(period_type, period, period_names(mart, "month")[0])
    if period_type == chosen_type:
        return text
    return say("{period}（一个月件数太少，不足以比较）", period=text)
