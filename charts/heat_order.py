"""In which order the rows of the heat map stand: by register or by one judged column, by kind or together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from charts.area_figures import AreaFigure
from charts.heat_cells import shown_class
from charts.measure import Measure

Township = tuple[str, str]  # code, name


@dataclass(frozen=True)
class Sorting:
    """`?sort=indicator` is worst first, `?sort=-indicator` best first, nothing is register order.

    `address`: the value of `?sort=` → a link to it.
    """

    address: Callable[[str], str]
    indicator: str = ""
    is_best_first: bool = False

    def next_of(self, indicator: str) -> str:
        """What the next click on a column asks for: worst first, best first, register order."""
        if indicator != self.indicator:
            return indicator
        return "" if self.is_best_first else f"-{indicator}"

    def state_of(self, indicator: str) -> str | None:
        """`aria-sort` of a column."""
        return None if indicator != self.indicator else "descending" if self.is_best_first else "ascending"


def sorting_of(chosen: str, measures: Sequence[Measure], address: Callable[[str], str]) -> Sorting:
    """The sorting that `?sort=` asks for; only a judged indicator may order townships."""
    name = chosen.removeprefix("-")
    known = any(measure.id == name and measure.is_compared for measure in measures)
    return Sorting(address, name if known else "", chosen.startswith("-"))


def in_groups(townships: Sequence[Township], kinds: Mapping[str, str]) -> list[tuple[str, list[Township]]]:
    """Kind → its townships, kinds as they come in the register; "" where a township has none."""
    groups: dict[str, list[Township]] = {}
    for code, name in townships:
        groups.setdefault(kinds.get(code, ""), []).append((code, name))
    return list(groups.items())


def in_order(
    townships: Sequence[Township],
    sorting: Sorting | None,
    measures: Sequence[Measure],
    cells: Mapping[tuple[str, str], AreaFigure],
) -> list[Township]:
    """Townships as the column sorts them; those that may not be compared come last, in register order."""
    measure = next((m for m in measures if sorting and m.id == sorting.indicator), None)
    if sorting is None or measure is None:
        return list(townships)
    sign = 1 if (measure.good == "high") != sorting.is_best_first else -1

    def place(township: Township) -> tuple[bool, float]:
        cell = cells.get((township[0], measure.id))
        if cell is None or cell.value is None or shown_class(measure, cell) == "not compared":
            return True, 0.0
        return False, sign * cell.value

    return sorted(townships, key=place)
