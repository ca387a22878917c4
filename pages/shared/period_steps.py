"""From period to period, for pages: the steps are the same for papers."""

from metrics.period_steps import last_month, period_of_type

__all__ = ["last_month", "period_of_type"]
