"""Months of a period, for pages: they are the same for papers."""

from metrics.period_spans import first_month, judged_period, month_before, months_of

__all__ = ["first_month", "judged_period", "month_before", "months_of"]
