"""What a publication would do to the figures, in one answer that another process can give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from data.grants import COUNTY
from metrics import publication
from metrics.jumps import Jump, jumps_in
from metrics.paper_figures import reported_month_of, values_of_mart

if TYPE_CHECKING:
    from pandas import DataFrame

    from data.file_desk import FileToCheck
    from data.grants import Grant
    from data.store import Store
    from metrics.publication import Options


@dataclass(frozen=True)
class Previewed:
    """`figures`: what differs (`metrics.preview.changed_figures`); None where nothing would be published.

    `indicators`: the definitions that they are of; `jumps`: those further from the month before than chance
    explains; `computed`: (indicator, area) → value of the reported month.
    """

    figures: DataFrame | None = None
    indicators: DataFrame | None = None
    jumps: tuple[Jump, ...] = ()
    computed: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def seen_by(self, grant: Grant, root: str = COUNTY) -> Previewed:
        """The same without the areas that an account does not see; the branch `root` is its county.

        An account of a township sees the county that it lies in, not the province above that.
        """
        if root == COUNTY and not grant.is_limited:
            return self

        def shown(area: str) -> str | None:
            if area in (COUNTY, root):
                return COUNTY if area == root else None
            return area if grant.sees(area) else None

        return Previewed(
            self._figures_as(shown),
            self.indicators,
            tuple(replace(each, area=area) for each in self.jumps if (area := shown(each.area))),
            {(name, area): value for (name, code), value in self.computed.items() if (area := shown(code))},
        )

    def _figures_as(self, shown: Callable[[str], str | None]) -> DataFrame | None:
        if self.figures is None:
            return None
        named = self.figures.assign(area=self.figures["area"].map(shown))
        return named[named["area"].notna()].reset_index(drop=True)


def previewed(store: Store, files: Sequence[FileToCheck], options: Options) -> Previewed:
    """What publishing the files would change; nothing is written into the store. Raises Refused."""
    with TemporaryDirectory(prefix="safety-report-preview-") as folder:
        checked, path = publication.preview(store, files, options, Path(folder))
        month, now = reported_month_of(checked), store.current_mart()
        mart = path or now
        computed = values_of_mart(mart, month) if mart and month else {}
        if path is None:
            return Previewed(computed=computed)
        return _compared(now, path, computed)


def _compared(now: Path | None, path: Path, computed: Mapping[tuple[str, str], float]) -> Previewed:
    from metrics.mart_reader import Mart
    from metrics.preview import changed_figures

    with Mart(path) as after, Mart(now) if now else nullcontext() as before:
        figures = changed_figures(before, after)
        return Previewed(figures, after.indicators(), tuple(jumps_in(after, figures)), computed)
