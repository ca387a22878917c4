"""What a paper tells, read once from a mart: figures, findings, the index, who has not reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from charts.area_figures import AreaFigure, area_figures
from charts.measure import Measure, measures_of
from charts.reports_due import missing_in, missing_reports_of, reported_sentence
from charts.text import spanned_text
from data.language import language, say
from data.refusal import Refused
from metrics.findings import Apart, RealChange, real_changes, townships_apart, within_noise
from metrics.index.period_index import index_of_period
from metrics.period_spans import judged_period, months_of
from metrics.real_by_signal import changes_with_signals
from metrics.receipts import Definition
from metrics.signal_queries import SignalPoint

if TYPE_CHECKING:
    from pandas import DataFrame

    from charts.lists import MissingReport
    from data.export_format import Export
    from metrics.index.results import PeriodIndex
    from metrics.mart_reader import Mart
    from reports.edition import Edition

COUNTY = "county"


@dataclass(frozen=True)
class Facts:
    """One period of one mart. Everything is read when it is first asked for, and once."""

    mart: Mart
    edition: Edition
    exports: Mapping[str, Export]
    period_type: str
    period: str

    def require_figures(self) -> None:
        """Raises Refused where the period has no figure of the county at all."""
        if not self.county:
            raise Refused(say("{period}没有可讲的数字。", period=self.period))

    @cached_property
    def county_name(self) -> str:
        """'平安县'; 全县 where the county has not said what it is called."""
        info = self.mart.info()
        if self.edition.place:
            return self.edition.place
        return info.get(f"county_{language()}") or info.get("county_zh") or say("全县")

    @cached_property
    def months(self) -> list[str]:
        return months_of(self.period_type, self.period)

    @cached_property
    def definitions(self) -> DataFrame:
        return self.mart.indicators()

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Indicator → its measure, in catalogue order."""
        return measures_of(self.definitions)

    def definition(self, indicator: str) -> Definition:
        """The indicator as the mart was computed with it."""
        return self._definitions[indicator]

    @cached_property
    def _definitions(self) -> dict[str, Definition]:
        # an older mart lacks what was added since, and has its default
        names = [field.name for field in fields(Definition) if field.name in self.definitions]
        rows = (dict(zip(names, row, strict=True)) for row in self.mart.kept_rows("indicators", names))
        return {row["indicator"]: Definition(**row) for row in rows}

    @cached_property
    def names(self) -> dict[str, str]:
        """Area → name: the county as 全县, then townships in register order."""
        areas = self.mart.areas()
        townships = areas[areas["area_type"] == "township"]
        return {COUNTY: say("全县"), **dict(zip(townships["area"], townships["name"], strict=True))}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Township → its kind."""
        areas = self.mart.areas()
        return {area: kind or "" for area, kind in zip(areas["area"], areas["kind"], strict=True)}

    @property
    def good(self) -> dict[str, str]:
        return {name: measure.good for name, measure in self.measures.items()}

    @cached_property
    def county_table(self) -> DataFrame:
        """The county's rows."""
        return self.values(COUNTY)

    def values(self, area: str | None = None) -> DataFrame:
        """The rows of one area, or of all; of a month, a change that a control chart signals is real."""
        table = self.mart.values(area=area, period_type=self.period_type, period=self.period)
        if self.period_type != "month":
            return table
        stocks = {name for name, measure in self.measures.items() if measure.is_stock}
        return changes_with_signals(table, self.mart.signals(area=area, month=self.period), stocks)

    @cached_property
    def county(self) -> dict[str, AreaFigure]:
        """Indicator → the county's figure, where there is one."""
        found = area_figures(self.county_table, self.names)
        return {figure.indicator: figure for figure in found if figure.value is not None}

    @cached_property
    def changes(self) -> list[RealChange]:
        """What changed beyond noise, worse first."""
        return real_changes(self.county_table, self.good)

    @cached_property
    def noise(self) -> int:
        return within_noise(self.county_table, self.good)

    @cached_property
    def judged(self) -> tuple[str, str]:
        """(type, period) that townships are compared in: a month of a township has too few cases."""
        return judged_period(self.period_type, self.period)

    @property
    def period_words(self) -> str:
        """The period as a reader calls it, and until when it has data."""
        return self.edition.period_words(self.period_type, self.period)

    @cached_property
    def judged_words(self) -> str:
        """`judged` as a reader calls it, and how much of it has data."""
        if self.judged == (self.period_type, self.period) and self.period_type != "rolling12":
            return self.period_words
        return spanned_text(*self.judged, self.mart.periods("month")[0])

    @cached_property
    def township_table(self) -> DataFrame:
        period_type, period = self.judged
        return self.mart.values(area_type="township", period_type=period_type, period=period)

    @cached_property
    def townships(self) -> list[AreaFigure]:
        """One record a township and indicator in the judged period, register order inside an indicator."""
        return area_figures(self.township_table, self.names)

    @cached_property
    def apart(self) -> list[Apart]:
        """Townships beyond 99.8 % of the county, the largest difference first."""
        units = {name: measure.unit for name, measure in self.measures.items()}
        return townships_apart(self.township_table, self.good, units)

    @cached_property
    def missing(self) -> list[MissingReport]:
        titles = {name: export.name for name, export in self.exports.items()}
        townships = {code: name for code, name in self.names.items() if code != COUNTY}
        return missing_reports_of(missing_in(self._submissions), townships, titles)

    @cached_property
    def reported(self) -> str:
        """'12月的报表，23/24个乡镇已报齐。'"""
        return reported_sentence(self._submissions[self.months[-1]], self.months[-1])

    @cached_property
    def _submissions(self) -> dict[str, DataFrame]:
        return {month: self.mart.submissions(month) for month in self.months}

    @cached_property
    def index(self) -> PeriodIndex:
        """Of the judged period: scores of a single month of a township would be chance."""
        return index_of_period(self.mart, *self.judged)

    @cached_property
    def _signals(self) -> dict[str, list[SignalPoint]]:
        found: dict[str, list[SignalPoint]] = {}
        for point in self.mart.signals(area=COUNTY):
            if point.month <= self.months[-1]:
                found.setdefault(point.indicator, []).append(point)
        return found

    def signals(self, indicator: str) -> list[SignalPoint]:
        """The county's control chart up to the end of the period, oldest first."""
        return self._signals.get(indicator, [])

    def targets(self, indicator: str, area: str = COUNTY) -> dict[str, float]:
        """Month → the target that held in it: each year has its own."""
        months = self.mart.values(indicator, area, period_type="month")
        held = zip(months["period"], months["target"], strict=True)
        return {month: float(target) for month, target in held if target == target and target is not None}

    def of_townships(self, indicator: str) -> list[AreaFigure]:
        return [figure for figure in self.townships if figure.indicator == indicator]
