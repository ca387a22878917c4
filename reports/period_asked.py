"""The period that a person asked a paper of: 2025, 2025-Q3 or 2025-07, as far as the mart has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused

if TYPE_CHECKING:
    from metrics.mart_reader import Mart


def asked_period(mart: Mart, period: str | None, period_type: str | None = None) -> tuple[str, str]:
    """(type, period); without one the newest month. `period_type` tells ytd and rolling12 from a month.

    Raises Refused, with the nearest periods, for one that the mart does not have.
    """
    asked = period_type or (told_by(period) if period else "month")
    known = mart.periods(asked)
    if period is None:
        if not known:
            raise Refused(say("库中还没有数据，请先发布文件。"), where=str(mart.path))
        return asked, known[-1]
    if period not in known:
        raise Refused(say("没有名为“{name}”的时期。", name=period) + did_you_mean(period, known))
    return asked, period


def told_by(period: str) -> str:
    """`2025` is a year, `2025-Q3` a quarter, `2025-07` a month."""
    if len(period) == 4:
        return "year"
    return "quarter" if "Q" in period.upper() else "month"
