"""What stood at the end of last month, from the rows that stand in the store and from files beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data.date_rules import month_of
from data.engines.duckdb_engine import quoted

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB
    from data.export_parts import Export
    from data.findings import Checked
    from data.live import LiveData
    from data.reconciling_rules import StockRule

Closing = dict[tuple, Any]


class StockLookup:
    """`last_closing` and `open_cases` have the shapes that `CheckContext` asks for."""

    def __init__(self, live: LiveData, exports: Mapping[str, Export], engine: DuckDB) -> None:
        self._live, self._exports, self._engine = live, exports, engine
        self._arrived: dict[tuple[str, str, date], Closing] = {}
        self._arrived_exports: set[str] = set()

    def last_closing(self, export: Export, rule: StockRule, month: date) -> Closing:
        """Key without its month → what stood at the end of the month before `month`."""
        before = month_of(month - timedelta(days=1))
        stored: Closing = {}
        if self._live.of_export(export.id):
            named = [quoted(column_id) for column_id in (*_key_without_month(export), rule.closing)]
            rows = self._standing(export).rows(
                f"select {', '.join(named)} from {quoted('live_' + export.id)} "
                f"where date_trunc('month', {_month_column(export)}) = ?",
                [before],
            )
            stored = {tuple(row[:-1]): row[-1] for row in rows}
        return stored | self._arrived.get((export.id, rule.closing, before), {})

    def open_cases(self, rule: StockRule, month: date) -> Mapping[str, int] | None:
        """Township → cases open at the end of the month before; None where nothing is known of them."""
        export = self._exports.get(rule.of)
        # cases that arrive with this very publication are not in the store yet
        if export is None or rule.of in self._arrived_exports or not self._live.of_export(rule.of):
            return None
        if not export.township_column or not export.opening or rule.until not in export.columns:
            return None
        closed, opened = quoted(rule.until), quoted(export.opening)
        rows = self._standing(export).rows(
            f"select {quoted(export.township_column.id)}, count(*) from {quoted('live_' + export.id)} "
            f"where {opened} < ? and ({closed} is null or {closed} >= ?) group by all",
            [month, month],
        )
        return dict(rows)

    def remember(self, checked: Checked) -> None:
        """Let the files that follow in the same publication see this one's closing figures."""
        export = checked.export
        if export is None or checked.rows is None:
            return
        self._arrived_exports.add(export.id)
        for rule in export.stock:
            if rule.closing:
                self._remember_closing(export, rule.closing, checked)

    def _remember_closing(self, export: Export, closing: str, checked: Checked) -> None:
        assert checked.rows is not None
        named = [*_key_without_month(export), closing]
        columns = [checked.rows[column_id].to_pylist() for column_id in named]
        days = checked.rows[export.opening].to_pylist() if export.opening else None
        for at, (*key, stood) in enumerate(zip(*columns, strict=True)):
            day = days[at] if days else checked.month
            if day:
                self._arrived.setdefault((export.id, closing, month_of(day)), {})[tuple(key)] = stood

    def _standing(self, export: Export) -> DuckDB:
        """The session, with `live_<export>` in it: few exports ask for it."""
        from data.standing_rows import keep_last_of_each_key, load_accepted

        load_accepted(self._engine, export, self._live.of_export(export.id))
        keep_last_of_each_key(self._engine, export)
        return self._engine


def _key_without_month(export: Export) -> list[str]:
    return [column_id for column_id in export.key if column_id != export.opening]


def _month_column(export: Export) -> str:
    return quoted(export.opening) if export.opening else "reported_month"
