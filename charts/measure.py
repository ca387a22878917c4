"""What a chart needs to know about an indicator, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.language import pick, say

if TYPE_CHECKING:
    from pandas import DataFrame

# counts, stocks and money are compared with their own target and past only
COMPARED_UNITS = frozenset({"percent", "days", "per_10k", "per_100k"})


@dataclass(frozen=True)
class Measure:
    """One indicator: `good` is high, low or neither; `decimals` of the shown value, cut off or rounded."""

    id: str
    name: str
    unit: str
    good: str
    domain: str = ""
    decimals: int = 1
    why: str = ""
    source: str = ""
    reviewed: str = ""
    counted: str = ""  # the word for one case: 件, 起, 人
    is_stock: bool = False
    truncate: bool = False

    @property
    def is_judged(self) -> bool:
        """Whether more or less of it is better at all."""
        return self.good in ("high", "low")

    @property
    def is_compared(self) -> bool:
        """Whether townships may be set against the county."""
        return self.is_judged and self.unit in COMPARED_UNITS

    @property
    def direction_words(self) -> str:
        """越高越好, 越低越好, or that it is not judged."""
        words = {"high": say("越高越好"), "low": say("越低越好")}
        return words.get(self.good, say("只反映数量，不作评价"))


def measures_of(definitions: DataFrame) -> dict[str, Measure]:
    """Indicator id → its measure, in catalogue order, from the mart's `indicators` table."""
    return {str(row["indicator"]): _measure(row) for row in definitions.to_dict("records")}


def _measure(row: Mapping[Any, Any]) -> Measure:
    texts = {key: {"zh": _text(row, f"{key}_zh"), "en": _text(row, f"{key}_en")} for key in ("name", "why")}
    names = {code: text for code, text in texts["name"].items() if text}
    reasons = {code: text for code, text in texts["why"].items() if text}
    decimals = 1 if row["unit"] == "yuan" else int(row["decimals"])  # 万元, so that 8,500 yuan is not 1
    return Measure(
        id=str(row["indicator"]),
        name=pick(names) or str(row["indicator"]),
        unit=str(row["unit"]),
        good=str(row["good"]),
        domain=str(row["domain"]),
        decimals=decimals,
        why=pick(reasons),
        source=_text(row, "source"),
        reviewed=_text(row, "reviewed")[:10],
        counted=counted_words(str(row["indicator"])),
        is_stock=bool(row.get("is_stock", False)),
        truncate=bool(row.get("truncate", False)),
    )


def _text(row: Mapping[Any, Any], key: str) -> str:
    value = row.get(key)
    return "" if value is None or value != value or str(value) == "NaT" else str(value)


def counted_words(indicator: str) -> str:
    """The word for one case; an indicator that is not listed counts 件."""
    words = {
        say("人"): ("work_safety_deaths", "road_deaths_per_100k"),
        say("起"): (
            "road_accidents",
            "school_incidents",
            "fires_per_10k",
            "fraud_cases_per_10k",
            "theft_robbery_per_10k",
        ),
        say("处"): ("hazards_open", "hazards_overdue"),
        say("批次"): ("leader_receptions",),
        say("次"): ("household_visits",),
    }
    return next((word for word, names in words.items() if indicator in names), say("件"))
