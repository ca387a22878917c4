"""Signs that figures may have been dressed up, as questions to ask: never a finding, never about a person.

Each sign may have an innocent explanation, so it is put to the township as a question with its counts, and
nothing is scored, coloured or ranked by it. A question is asked where chance alone would bring it up in fewer
than one of a thousand townships. Volumes of requests are never asked about.

`deadline`     closings heap up on the very day they are due: binomial against the three days before and after
`whole`        a share is 100 % in every one of its many cases, while others do not get there
`repeated`     a work item reports the same number month after month
`digits`       the last digits of what is reported are not spread as counted numbers are
`locked`       closings dated into a month that was locked came in after it was locked
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.clean_table import CLOSED_BY

if TYPE_CHECKING:
    from data.catalogue_records import Lock
    from data.engines.duckdb_engine import DuckDB
    from data.live import LiveData
    from metrics.indicator_definition import Indicator

RARE = 0.001
NEIGHBOUR_DAYS = 3  # on each side of the deadline
FEWEST_ON_DAY = 5
FEWEST_CASES = 50
NEARLY_ALWAYS = 0.995  # no share is expected to be whole by more than this, however good the others are
FEWEST_REPEATS = 4
FEWEST_NUMBERS = 50
SMALLEST_NUMBER = 20  # below it the last digit is most of the number
CHI_SQUARE_9_RARE = 27.877164871256568  # 9 degrees of freedom, upper 0.001
COLUMNS = (
    "township varchar, question varchar, subject varchar, first_month date, last_month date, "
    "observed double, cases double, expected double"
)

# grain: table × township × month of closing
_CLOSING_DAYS = """
insert into closing_days
select '{table}', township, date_trunc('month', {closed})::date,
    count_if({closed} = {due}), count_if({closed} <> {due})
from {table}
where abs({closed} - {due}) <= {days} and township is not null
group by all"""

# grain: table × township; the last 12 months of the table
_DEADLINES = """
select table_name, township, sum(on_day)::bigint, sum(around)::bigint, min(month), max(month)
from closing_days join as_of using (table_name)
where month > newest_month - interval 12 month
group by all"""
DUE = "due_on"

# grain: indicator × township; the last 12 months
_WHOLES = """
select township, indicator, sum(numerator), sum(denominator), min(month), max(month),
    sum(sum(numerator)) over (partition by indicator) - sum(numerator),
    sum(sum(denominator)) over (partition by indicator) - sum(denominator)
from indicator_months
where list_contains(?, indicator) and township is not null
    and month > (select max(month) from indicator_months) - interval 12 month
group by township, indicator
having sum(denominator) > 0"""

# grain: township × item; what has no plan, so that it may vary
_ACTIVITIES = """
select township, item, list(month order by month), list(done order by month)
from activities
where done is not null and township is not null and coalesce(planned, 0) = 0
group by township, item"""


@dataclass(frozen=True)
class Question:
    """Something to ask a township about `subject`: a table, an indicator or a work item.

    `observed` of `cases`, where `expected` would be usual; the months are the first and last it is about.
    """

    township: str
    question: str
    subject: str
    first_month: Any
    last_month: Any
    observed: float
    cases: float
    expected: float


def load_questions(
    engine: DuckDB, live: LiveData, indicators: Mapping[str, Indicator], locks: Iterable[Lock]
) -> None:
    """Leave `questions` in the session: nothing but counts, for the mart to keep. Needs `closing_days`."""
    tables = {name for (name,) in engine.rows("select table_name from as_of")}
    shares = [each.id for each in indicators.values() if _may_be_whole(each)]
    found = [*_deadlines(engine), *_wholes(engine, shares)]
    if "activities" in tables:
        for township, item, months, numbers in engine.rows(_ACTIVITIES):
            found += repeated(township, item, months, numbers) + digits(township, item, months, numbers)
    found += _after_lock(engine, live, tables, list(locks))
    engine.execute(f"create or replace table questions ({COLUMNS})")
    for each in found:
        engine.execute("insert into questions values (?, ?, ?, ?, ?, ?, ?, ?)", [*vars(each).values()])


def count_closing_days(engine: DuckDB, tables: Collection[str]) -> None:
    """Leave `closing_days` in the schema in use: closings on the day they were due and on days around it."""
    engine.execute(
        "create or replace table closing_days "
        "(table_name varchar, township varchar, month date, on_day bigint, around bigint)"
    )
    for table in sorted(CLOSED_BY.keys() & set(tables)):
        _, closed = CLOSED_BY[table]
        engine.execute(_CLOSING_DAYS.format(table=table, closed=closed, due=DUE, days=NEIGHBOUR_DAYS))


def _deadlines(engine: DuckDB) -> list[Question]:
    found, share = [], 1 / (2 * NEIGHBOUR_DAYS + 1)
    for table, township, on_day, around, first, last in engine.rows(_DEADLINES):
        whole = on_day + around
        if on_day >= FEWEST_ON_DAY and at_least(on_day, whole, share) < RARE:
            found.append(Question(township, "deadline", table, first, last, on_day, whole, whole * share))
    return found


def _may_be_whole(indicator: Indicator) -> bool:
    """Shares of cases, of which all would be best; people who were asked are somebody else's count."""
    is_share = indicator.unit == "percent" and indicator.good == "high" and not indicator.stock
    return is_share and indicator.numerator.table != "surveys"


def _wholes(engine: DuckDB, shares: list[str]) -> list[Question]:
    found = []
    for township, indicator, well, cases, first, last, others_well, others in engine.rows(_WHOLES, [shares]):
        usual = min(others_well / others if others else NEARLY_ALWAYS, NEARLY_ALWAYS)
        if well == cases and cases >= FEWEST_CASES and usual**cases < RARE:
            found.append(Question(township, "whole", indicator, first, last, well, cases, usual * cases))
    return found


def at_least(successes: int, trials: int, share: float) -> float:
    """P(X ≥ successes) for X ~ Bin(trials, share), summed exactly."""
    log_share, log_rest = math.log(share), math.log1p(-share)
    whole = math.lgamma(trials + 1)
    return math.fsum(
        math.exp(
            whole - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * log_share + (trials - k) * log_rest
        )
        for k in range(successes, trials + 1)
    )


def repeated(township: str, item: str, months: list[Any], numbers: list[float]) -> list[Question]:
    """The longest run of one number, where counts of its size would hardly repeat so often.

    Two Poisson counts of mean m are equal with probability about 1 / (2 √(π m)).
    """
    start, end = _longest_run(numbers)
    length, number = end - start, numbers[start]
    if length < FEWEST_REPEATS or number < 1:
        return []
    again = min(1.0, 1 / (2 * math.sqrt(math.pi * number)))
    if len(numbers) * again ** (length - 1) >= RARE:
        return []
    return [Question(township, "repeated", item, months[start], months[end - 1], number, length, 1)]


def _longest_run(numbers: list[float]) -> tuple[int, int]:
    best, start = (0, 1), 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[start]:
            best = max(best, (start, place), key=lambda run: run[1] - run[0])
            start = place
    return best


def digits(township: str, item: str, months: list[Any], numbers: list[float]) -> list[Question]:
    """χ² of the last digits against all digits alike; `observed`: how often the commonest one is there."""
    ends = [int(number) % 10 for number in numbers if number >= SMALLEST_NUMBER]
    if len(ends) < FEWEST_NUMBERS:
        return []
    counts, usual = [ends.count(digit) for digit in range(10)], len(ends) / 10
    if sum((count - usual) ** 2 / usual for count in counts) <= CHI_SQUARE_9_RARE:
        return []
    return [Question(township, "digits", item, months[0], months[-1], max(counts), len(ends), usual)]


def _after_lock(engine: DuckDB, live: LiveData, tables: set[str], locks: list[Lock]) -> list[Question]:
    """Closings dated into a locked month whose first upload with that date came after the lock."""
    found: list[Question] = []
    uploaded = {upload.id: upload for upload in live.uploads}
    for table in CLOSED_BY.keys() & tables if locks else ():
        counts: dict[tuple[str, Any], int] = {}
        for township, month, upload in _closings(engine, live, table, locks):
            lock = next(each for each in locks if each.month == month)
            if uploaded[upload].at > lock.at:
                counts[township, month] = counts.get((township, month), 0) + 1
        found += [Question(t, "locked", table, m, m, n, n, 0) for (t, m), n in sorted(counts.items())]
    return found


def _closings(
    engine: DuckDB, live: LiveData, table: str, locks: list[Lock]
) -> Iterable[tuple[str, Any, int]]:
    """(township, month of closing, first upload that says so) of the standing rows of locked months."""
    key, closed = CLOSED_BY[table]
    months = [lock.month for lock in locks]
    for export in dict.fromkeys(upload.export for upload in live.uploads if upload.table == table):
        columns = "select column_name from duckdb_columns() where table_name = ?"
        if not {closed, key, "township"} <= {name for (name,) in engine.rows(columns, [f"live_{export}"])}:
            continue
        yield from engine.rows(
            f"""
            select standing.township, date_trunc('month', standing.{closed})::date, min(said.upload)
            from "live_{export}" as standing
            join "accepted_{export}" as said
                on said.{key} = standing.{key} and said.{closed} = standing.{closed}
            where list_contains(?, date_trunc('month', standing.{closed})::date)
            group by standing.{key}, standing.township, standing.{closed}""",
            [months],
        )
