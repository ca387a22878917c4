"""Indicators → one SELECT per table and date; touches no database.

Every indicator of a table that puts rows in months by the same date is computed in one scan, with
`count_if(…)` and `sum(case when … then … else 0 end)`; what two indicators share is computed once.
Written in DuckDB's dialect, in words that others have, too; data/engines/spark_sql.py says it in Spark's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.clean_table import TOWNSHIP_KEY, month_number_of
from metrics.indicator_definition import Counted, Indicator

SQUARES = "squares"
# text in quotes, to step over it, or a comparison of a column that stands alone between and, or, not, when
_TEXT = r"'(?:[^']|'')*'"
_WITH = rf"(?:=|<>|<=|>=|<|>) (?:{_TEXT}|\w+)|in \((?:{_TEXT}|[\w, ])*\)|is (?:not )?null"
_COMPARISON = re.compile(
    rf"{_TEXT}|(?:(?<=\()|(?<=\band )|(?<=\bor )|(?<=\bnot )|(?<=\bwhen ))"
    rf"(?P<comparison>[a-z_]\w* (?:{_WITH}))"
    r"(?=\)| and | or | then )"
)
_OF_WORDS = re.compile(rf"(?P<column>\w+) (?:= {_TEXT}|in \({_TEXT}(?:, {_TEXT})*\))")
# the opposite of a column that holds true or false
_OPPOSITE = re.compile(r"\bnot (?!compared\b)[a-z_]\w*(?= and | or |\)|$)")
# words and signs that make something else of what cannot be decided than `and` and `or` do
_NOT_JOINING = frozenset(
    (*("not", "is", "in", "like", "case", "when", "then", "else", "end", "coalesce", "between"), *"=<>+-*/,'")
)


@dataclass(frozen=True)
class Part:
    """Role (numerator, minus, denominator, squares) of an indicator ← a measure of a scan."""

    indicator: str
    role: str
    measure: str


@dataclass(frozen=True)
class Scan:
    """One SELECT. Grain of its result: township × month × item of one breakdown (or none).

    Columns: `township`, `month_number` (of data/clean_table.py), one per breakdown, `is_all_<breakdown>` (1
    where the row is not split by it), and the `measures` (name → SQL), which are sums.
    """

    name: str
    table: str
    by: str
    breakdowns: tuple[str, ...]
    measures: Mapping[str, str]
    parts: tuple[Part, ...]
    sql: str


def scans(indicators: Iterable[Indicator], breakdowns: Mapping[str, Sequence[str]]) -> list[Scan]:
    """The scans that compute all `indicators`. breakdowns: table → columns to split its figures by."""
    grouped: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    split = set()
    for indicator in indicators:
        for role, counted, measure in _sums(indicator):
            source = (counted.table, counted.by)
            grouped.setdefault(source, []).append((indicator.id, role, measure))
            if indicator.has_breakdown:
                split.add(source)
    return [
        _scan(*source, sums, tuple(breakdowns.get(source[0], ())) if source in split else ())
        for source, sums in grouped.items()
    ]


def measure_sql(counted: Counted, squared: bool = False) -> str:
    """The sum of one side of an indicator over the rows of a group; whole numbers and money stay exact."""
    where = counted.where
    if not counted.sum:
        # DuckDB's count_if is NULL where no row can be decided, which is none; it is the fastest of its ways
        return f"coalesce(count_if({where}), 0)" if where else "count(*)"
    column = named(counted.sum)
    value = f"{column} * {column}" if squared else column
    return f"coalesce(sum(case when {where} then {value} end), 0)" if where else f"coalesce(sum({value}), 0)"


def definition_sql(indicator: Indicator) -> str:
    """What a receipt shows: an indicator's sums by township and month, one SELECT for each side of it."""
    return ";\n\n".join(_side_sql(role, counted) for role, counted in indicator.parts.items()) + ";"


def named(name: str) -> str:
    """`name` as an SQL identifier, in quotes only where it needs them."""
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


def month_of(date_column: str) -> str:
    """SQL of the first day of a date's month."""
    return f"cast(date_trunc('month', {named(date_column)}) as date)"


def _sums(indicator: Indicator) -> Iterator[tuple[str, Counted, str]]:
    for role, counted in indicator.parts.items():
        yield role, counted, measure_sql(_beyond_its_date(counted))
    if indicator.unit == "days":
        # a mean has no limits without them: Σx² beside Σx
        squares = measure_sql(_beyond_its_date(indicator.numerator), squared=True)
        yield SQUARES, indicator.numerator, squares


def _beyond_its_date(counted: Counted) -> Counted:
    """Without the condition that its date is known: a scan reads no other rows, and more can be shared."""
    if "between" in counted.where:  # its "and" joins no conditions
        return counted
    known = f"{named(counted.by)} is not null"
    left = " and ".join(part for part in counted.where.split(" and ") if part != known)
    return replace(counted, where=left)


def _scan(table: str, by: str, sums: Sequence[tuple[str, str, str]], breakdowns: tuple[str, ...]) -> Scan:
    distinct = dict.fromkeys(measure for _, _, measure in sums)
    names = {measure: f"m{number}" for number, measure in enumerate(distinct, start=1)}
    measures = {name: measure for measure, name in names.items()}
    return Scan(
        name=f"{table}_{by}",
        table=table,
        by=by,
        breakdowns=breakdowns,
        measures=measures,
        parts=tuple(Part(indicator, role, names[measure]) for indicator, role, measure in sums),
        sql=_scan_sql(table, by, breakdowns, measures),
    )


def _scan_sql(table: str, by: str, breakdowns: Sequence[str], measures: Mapping[str, str]) -> str:
    """Grouped by small numbers of township and month, which find their group without hashing."""
    items = [named(column) for column in breakdowns]
    is_all = [named("is_all_" + column) for column in breakdowns]
    flags = [f"grouping({item}) as {flag}" for item, flag in zip(items, is_all, strict=True)]
    sums, comparisons = _compared_once(measures)
    selected = [
        f"cast({TOWNSHIP_KEY} as varchar) as township",
        "month_number",
        *items,
        *flags,
        *(f"{sql} as {name}" for name, sql in sums.items()),
    ]
    return (
        f"select\n    {_lines(selected)}\n"
        f"from (\n{_dated_sql(table, by, comparisons)}\n) as dated\n"
        f"group by {_grouping(items)}"
    )


def _dated_sql(table: str, by: str, comparisons: Mapping[str, str]) -> str:
    number = named(month_number_of(by))
    prepared = ["*", f"{number} as month_number", *(f"{sql} as {name}" for sql, name in comparisons.items())]
    return (
        f"    select\n        {_lines(prepared, 8)}\n    from {named(table)}\n    where {number} is not null"
    )


def _grouping(items: Sequence[str]) -> str:
    if not items:
        return f"{TOWNSHIP_KEY}, month_number"
    sets = [f"({', '.join((TOWNSHIP_KEY, 'month_number', *item))})" for item in ((), *((i,) for i in items))]
    return f"grouping sets (\n    {_lines(sets)}\n)"


def _compared_once(measures: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The measures over named comparisons, and the comparisons → their names.

    Measures share them, and by itself a comparison of words is made once a distinct word, not once a row.
    """
    names: dict[str, str] = {}

    def named_in(sql: str) -> str:
        unknown_is_no = _takes_unknown_for_no(sql)

        def give_name(found: re.Match[str]) -> str:
            comparison = found["comparison"]
            if not comparison:
                return found.group()
            asked = _never_unknown(comparison) if unknown_is_no else comparison
            return names.setdefault(asked, f"condition_{len(names) + 1}")

        return sql if "between" in sql else _COMPARISON.sub(give_name, sql)

    return {name: named_in(sql) for name, sql in measures.items()}, names


def _takes_unknown_for_no(sql: str) -> bool:
    """Whether a count counts the same where a comparison that cannot be decided is false.

    So it is where nothing but `and` and `or` stands between the comparisons and the count.
    """
    compared = _COMPARISON.sub("compared", sql)
    where = compared.removeprefix("coalesce(count_if(").removesuffix("), 0)")
    words = re.findall(r"\w+|[^\w\s()]", _OPPOSITE.sub("column", where))
    return where != compared and _NOT_JOINING.isdisjoint(words)


def _never_unknown(comparison: str) -> str:
    """A comparison with words that is false where the word is unknown.

    The engine joins what is true or false by `and` and `or` in half the time of what may be unknown, too.
    """
    found = _OF_WORDS.fullmatch(comparison)
    if not found:
        return comparison
    words = re.findall(_TEXT, comparison)
    return " or ".join(f"{found['column']} is not distinct from {word}" for word in words)


def _side_sql(role: str, counted: Counted) -> str:
    return (
        f"select\n    township,\n    {month_of(counted.by)} as month,\n    {measure_sql(counted)} as {role}\n"
        f"from {named(counted.table)}\nwhere {named(counted.by)} is not null\n"
        "group by\n    township,\n    month"
    )


def _lines(parts: Sequence[str], indent: int = 4) -> str:
    return f",\n{' ' * indent}".join(parts)
