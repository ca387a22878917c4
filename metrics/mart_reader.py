"""Reads a finished mart: figures, definitions, breakdowns, receipts. What pages, reports and scripts call.

Every call has a cursor of its own, and what a person chose only ever enters as a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.branches import is_branch
from data.engines.duckdb_engine import quoted
from data.engines.mart_connection import open_mart
from data.language import say
from data.refusal import Refused
from metrics.mart_queries import (
    BREAKDOWN,
    COLUMNS,
    RECEIPT_FIGURE,
    RECEIPT_UPLOADS,
    Choice,
    figures_query,
    first_day,
    histories_query,
    of_branch,
)
from metrics.questions import Question
from metrics.receipts import Definition, FeedingUpload, Receipt
from metrics.signal_queries import SIGNAL_POINT, VARIATIONS, SignalChoice, SignalPoint, signals_query
from metrics.small_numbers import ITEM_COLUMNS, SmallNumbers
from metrics.trend_queries import QUERY as TREND_QUERY
from metrics.trend_queries import SeriesTrend

if TYPE_CHECKING:
    from pandas import DataFrame

    from metrics.branch_mart import OfBranch
    from metrics.limited_mart import Only

Codes = str | Sequence[str] | None


class Mart:
    """One mart file, open for reading until `close`; any thread may call it.

    `only`: what an account for some townships may read of it; `path` then names both, for caches go by it.
    `file`: where it lies on the disk.
    """

    def __init__(self, path: Path, only: Only | OfBranch | None = None) -> None:
        self.path = only.path if only else Path(path)
        self.file = Path(path)
        self._only = only
        self._connection = only.connection if only else open_mart(self.path)
        self._small_numbers = SmallNumbers(self._connection)

    @property
    def is_limited(self) -> bool:
        """Whether it holds some townships only, so that nothing in it says where one stands among all."""
        return self._only is not None and self._only.is_limited

    @cached_property
    def has_branches(self) -> bool:
        """Whether there are areas between the whole and the townships."""
        return "whole_levels" in self.info()

    def __enter__(self) -> Mart:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def values(
        self,
        indicator: Codes = None,
        area: Codes = None,
        area_type: str | None = None,
        period_type: str = "month",
        period: str | None = None,
        start: str | date | None = None,
        end: str | date | None = None,
        columns: Sequence[str] = COLUMNS,
    ) -> DataFrame:
        """One row an indicator, area and period; columns: `metrics.mart_queries.COLUMNS`, in that order.

        `columns`: fewer of them; without a change among them the answer takes half the time.

        Catalogue order, then time, then register order (the county first). Values and limits are in the
        indicator's unit, unrounded; a missing figure is NaN. `start` and `end` ("2025-07" or a date) bound a
        period's last month, both included.
        """
        choice = Choice(indicator, area, area_type, period_type, period, start, end)
        return self._frame(*figures_query(columns, choice, self.has_branches))

    def rows(self, columns: Sequence[str], choice: Choice) -> list[tuple[Any, ...]]:
        """Chosen columns as plain tuples, no data frame in between; None = missing."""
        return self._connection.rows(*figures_query(columns, choice, self.has_branches))

    def histories(self, choice: Choice) -> dict[str, dict[str, tuple[float | None, ...]]]:
        """Area → indicator → its values, oldest first; None = no figure."""
        found: dict[str, dict[str, tuple[float | None, ...]]] = {}
        for area, indicator, values in self._connection.rows(*histories_query(choice)):
            found.setdefault(area, {})[indicator] = tuple(values)
        return found

    def asked(self, sql: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
        """The answer to SQL of this package over the views of the mart; a person's choices are parameters."""
        return self._connection.rows(sql, params)

    def signals(
        self, indicator: Codes = None, area: Codes = None, month: str | date | None = None
    ) -> list[SignalPoint]:
        """The points of the control charts, in catalogue, register and time order."""
        day = first_day(month)
        return self.signals_of(SignalChoice(indicator, area, day, day))

    def signals_of(self, choice: SignalChoice) -> list[SignalPoint]:
        """As `signals`, of a choice that is told in more words."""
        return [SignalPoint(*row) for row in self._connection.rows(*signals_query(SIGNAL_POINT, choice))]

    def variations(self) -> dict[str, dict[str, str]]:
        """Area → indicator → the icon of its series there, as far as it has one."""
        found: dict[str, dict[str, str]] = {}
        for area, indicator, variation in self._connection.rows(VARIATIONS):
            found.setdefault(area, {})[indicator] = variation
        return found

    def trend(self, indicator: str, area: str) -> SeriesTrend | None:
        """What a series has done; None where it has no month."""
        rows = self._connection.rows(TREND_QUERY, [indicator, area])
        return SeriesTrend(*rows[0]) if rows else None

    def chart_settings(self) -> dict[str, str]:
        """The settings that the charts were computed with: n_shift, n_trend, screening …"""
        return dict(self._connection.rows("select key, value from chart_settings"))

    def indicators(self) -> DataFrame:
        """One row an indicator, in catalogue order; columns: the fields of `metrics.receipts.Definition`."""
        return self._frame("select * from indicators order by indicator_no")

    def areas(self) -> DataFrame:
        """One row an area: area_no, area, area_type, name, kind, population. County, kinds, townships."""
        return self._frame("select * from areas order by area_no")

    def breakdown(
        self, indicator: str, dimension: str, period_type: str, period: str, area: str = "county"
    ) -> DataFrame:
        """One row an item ("" = left blank), largest first: item, numerator, denominator, value, suppressed.

        Below the county, small cells and their partners are suppressed (metrics/small_numbers.py): their
        figures are NaN, and they come last, by name.
        """
        if self._only:
            return self._only.breakdown(indicator, dimension, period_type, period, area)
        if area == "county" or is_branch(area):
            sql = BREAKDOWN.format(members="" if area == "county" else f"and {of_branch('$5')}")
            asked = [indicator, dimension, period_type, period]
            return self._frame(sql, asked if area == "county" else [*asked, area])
        from pandas import DataFrame

        rows = self._small_numbers.items(indicator, dimension, period_type, period, area)
        unit = self._small_numbers.unit(indicator) if rows else ""
        return DataFrame([row.as_record(unit) for row in rows], columns=list(ITEM_COLUMNS))

    def dimensions(self, indicator: str) -> list[str]:
        """The breakdowns that an indicator has figures for, by name."""
        if self._only:
            return self._only.dimensions(indicator)
        sql = "select distinct dimension from breakdown_months where indicator = ? order by dimension"
        return [dimension for (dimension,) in self._connection.rows(sql, [indicator])]

    def submissions(self, month: str | date) -> DataFrame:
        """One row a township (None: rows of no known one) and export of `month`, columns of `submissions`."""
        return self._frame(
            "select * from submissions where month = ? order by export, township", [first_day(month)]
        )

    def periods(self, period_type: str) -> list[str]:
        """The periods of one type, oldest first."""
        sql = "select period from periods where period_type = ? order by period_no"
        return [period for (period,) in self._connection.rows(sql, [period_type])]

    def newest_period(self, period_type: str = "month") -> str | None:
        """The last period of one type, also one that is still running; None in a mart without figures."""
        return next(reversed(self.periods(period_type)), None)

    def info(self) -> dict[str, str]:
        """What the mart says about itself: format, county_zh, county_en, first_month, newest_month."""
        return dict(self._connection.rows("select key, value from info"))

    def uploads(self) -> DataFrame:
        """One row a standing upload, oldest first."""
        return self._frame("select * from uploads order by upload")

    def receipt(self, indicator: str, area: str, period_type: str, period: str) -> Receipt:
        """Everything behind one figure. Raises Refused where the mart has no such figure."""
        asked = {"indicator": indicator, "area": area, "period_type": period_type, "period": period}
        figure = self._connection.query(RECEIPT_FIGURE, list(asked.values())).to_pylist()
        if not figure:
            raise Refused(say("没有这个数：{indicator}，{area}，{period}。", **asked))
        definition = self.definition(indicator)
        return Receipt(
            definition=definition,
            area=area,
            period_type=period_type,
            period=period,
            sql=tuple(part.rstrip(";") for part in definition.sql.split(";\n\n")),
            uploads=self.feeding_uploads(indicator, area, period_type, period),
            **figure[0],
        )

    def feeding_uploads(
        self, indicator: str, area: str, period_type: str, period: str
    ) -> tuple[FeedingUpload, ...]:
        """The uploads that a figure was counted from, oldest first."""
        members = f"or {of_branch('$2')}" if is_branch(area) and self.has_branches else ""
        sql = RECEIPT_UPLOADS.format(of_branch=members)
        rows = self._connection.rows(sql, [indicator, area, period_type, period])
        return tuple(FeedingUpload(*row) for row in rows)

    def kept_rows(self, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Rows of a table or view that the mart keeps beside its figures; none where it has no such one."""
        known = self._connection.rows("select 1 from duckdb_columns() where table_name = ? limit 1", [table])
        listed = ", ".join(quoted(column) for column in columns)
        return self._connection.rows(f"select {listed} from {quoted(table)}") if known else []

    def questions(self) -> list[Question]:
        """Signs in the data that are worth a question, by township."""
        return [
            Question(*row) for row in self.kept_rows("questions", [field.name for field in fields(Question)])
        ]

    def definition(self, indicator: str) -> Definition:
        """An indicator as the mart was computed with it. Raises Refused where there is none."""
        table = self._connection.query("select * from indicators where indicator = ?", [indicator])
        if not table.num_rows:
            raise Refused(say("没有名为“{name}”的指标。", name=indicator))
        return Definition(**table.to_pylist()[0])

    def _frame(self, sql: str, params: Sequence[object] = ()) -> DataFrame:
        table: DataFrame = self._connection.query(sql, params).to_pandas()
        return table
