"""What 乡镇 shows: one township in one period. Not in the page itself, which is run anew at every click."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.mart_reader import Mart
from pages.shared.address import receipt_href


@dataclass(frozen=True)
class Screen:
    """One township in one period: the last 12 months where the chosen period is a month."""

    mart: Mart
    township: str
    period_type: str
    period: str
    is_widened: bool

    def receipt(self, indicator: str) -> str:
        return receipt_href(indicator, self.township, self.period_type, self.period)
