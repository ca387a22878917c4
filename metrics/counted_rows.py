"""Standing rows → sums by township and month: of all rows, or of those that changed since the last mart.

What changed is enough where the last mart was counted by the same rules from the files that stood before; the
result is the same to the last digit (`manage.py rebuild` always counts all rows).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from data.changed_rows import Locked, RowChange, find_touched, followed_exports
from data.clean_tables import load_clean_tables, load_rows_before
from data.engines.duckdb_engine import DuckDB
from data.live_register import live_register
from metrics.indicator_months import build_indicator_months, sum_to_months
from metrics.open_overdue import load_open_cases
from metrics.questions import count_closing_days
from metrics.row_sums import (
    add_to_last,
    carry_corrections,
    change_item_sums,
    change_row_sums,
    code_of_rows,
    last_ground,
    leave_ground,
    standing_rows_of,
)
from metrics.scan_plan import ScanPlan, count_filled, existing_tables, scan_plan
from metrics.scan_rows import prepare_followed_scans, prepare_scans

if TYPE_CHECKING:
    from data.export_parts import Export
    from data.live import LiveData
    from data.store import Store
    from metrics.indicator_definition import Indicator

Task = Callable[[DuckDB], object]
# the schema of what stood before
BEFORE = "before"
# counting what changed twice, as it was and as it is, must be less than counting everything once
MOST_CHANGED = 1 / 3
# fewer rows are counted faster all at once, on two threads, than looked through for what changed
FEWEST_ROWS = 30_000


class Rules(Protocol):
    """Exports and indicators of a store."""

    @property
    def exports(self) -> Mapping[str, Export]: ...
    @property
    def indicators(self) -> Mapping[str, Indicator]: ...


@dataclass(frozen=True)
class Counted:
    """`changes`: the items of the session are those that changed since the mart attached as `last`.

    `is_carried_on`: the next mart may go on from these sums.
    """

    changes: bool
    is_carried_on: bool


def count_rows(engine: DuckDB, store: Store, rules: Rules, live: LiveData, has_last: bool) -> Counted:
    """Leave the clean tables, the sums by month and `open_cases` in the session.

    has_last: the mart of what stands in the store now is attached as `last`.
    """
    standing = store.live()
    change = RowChange(standing, live, followed_exports(rules.exports, (standing, live)))
    counting = _Counting(engine, store, rules, change)
    is_changed = has_last and counting.can_go_on() and counting.count_changes()
    if not is_changed:
        counting.count_all()
    return Counted(is_changed, counting.is_worth_while())


class _Counting:
    """The rows of one publication, counted in one session."""

    def __init__(self, engine: DuckDB, store: Store, rules: Rules, change: RowChange) -> None:
        self._engine, self._store, self._rules, self._change = engine, store, rules, change
        self._followed = frozenset(rules.exports[each].table for each in change.followed)

    def can_go_on(self) -> bool:
        """Whether the last mart counted what stands, and little enough has changed since."""
        change = self._change
        changed = sum(file.upload.rows for each in change.followed for file in change.changed_files(each))
        if not self.is_worth_while():
            return False
        is_little = changed <= MOST_CHANGED * max(change.before.rows, change.after.rows)
        return is_little and last_ground(self._engine)[1] == standing_rows_of(change.before, change.followed)

    def is_worth_while(self) -> bool:
        """Few rows are faster counted than compared; rows that lie on a cluster, it counts all."""
        return self._engine.numbers_rows and self._change.after.rows >= FEWEST_ROWS

    def count_all(self) -> None:
        self._load_clean_tables(None)
        plans: list[ScanPlan] = []
        self._engine.side_by_side(
            [
                lambda session: plans.append(
                    build_indicator_months(session, self._rules.indicators, self._followed)
                ),
                lambda session: count_closing_days(session, existing_tables(session)),
                load_open_cases,
            ]
        )
        self._leave_ground(plans[0])

    def count_changes(self) -> bool:
        """False where the last mart was counted by other rules: then `count_all` must follow."""
        before = self._load_changed_rows()
        add_to_last(self._engine, self._followed)
        plan = scan_plan(self._engine, self._rules.indicators, self._followed)
        if self._code(plan) != last_ground(self._engine)[0]:
            return False
        self._scan(plan, before)
        change_row_sums(self._engine)
        self._engine.side_by_side(
            [
                partial(sum_to_months, indicators=self._rules.indicators),
                change_item_sums,
                partial(load_open_cases, before=before),
            ],
            are_small=True,
        )
        self._leave_ground(plan)
        return True

    def _scan(self, plan: ScanPlan, before: Collection[str]) -> None:
        """The affected rows, as they read now and as they read before."""
        now = prepare_scans(self._engine, plan)
        with self._engine.in_schema(BEFORE):
            then = prepare_followed_scans(self._engine, plan, before)
        tasks = [*now, *(partial(_in_before, task) for task in then)]
        self._engine.side_by_side(tasks, are_small=True)

    def _load_changed_rows(self) -> list[str]:
        """The affected rows as they read now and, in the schema `before`, as they read; its tables."""
        engine, exports = self._engine, self._rules.exports
        locks = [Locked(lock.month, lock.at) for lock in self._store.catalogue.locks()]
        find_touched(engine, self._change, exports, self._store.settings, locks)
        before: list[str] = []
        self._load_clean_tables(self._change, [partial(_in_before, partial(self._load_rows_before, before))])
        carry_corrections(engine, self._change)
        count_filled(engine, existing_tables(engine))
        count_closing_days(engine, existing_tables(engine))
        return before

    def _load_rows_before(self, tables: list[str], engine: DuckDB) -> None:
        tables += load_rows_before(engine, self._change, self._rules.exports)
        count_filled(engine, tables)
        count_closing_days(engine, tables)

    def _load_clean_tables(self, change: RowChange | None, beside: Sequence[Task] = ()) -> None:
        live, settings = self._change.after, self._store.settings
        exports = self._rules.exports
        load_clean_tables(self._engine, live, exports, live_register(live), settings, change, beside)

    def _code(self, plan: ScanPlan) -> str:
        return code_of_rows(plan, self._rules.exports, self._store.settings, self._change.followed)

    def _leave_ground(self, plan: ScanPlan) -> None:
        self._engine.gather("months_corrected", "select * from corrections")
        standing = standing_rows_of(self._change.after, self._change.followed)
        leave_ground(self._engine, self._code(plan), standing)


def _in_before(task: Task, engine: DuckDB) -> None:
    with engine.in_schema(BEFORE):
        task(engine)
