"""The scoring standards inside a mart: a mart keeps the scores that it was published with.

A file that the county changes later counts from the next publication on (`manage.py rebuild`), as a changed
indicator does. `scoring_standards` (year, is_own, label, text, standard): one row a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.index.standard import Deduction, Domain, GoalPosts, Standard, in_force
from metrics.index.standard_file import StandardText, read_standard, standard_texts

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB
    from metrics.indicator_definition import Indicator

TABLE = "scoring_standards"
_COLUMNS = "year smallint, is_own boolean, label varchar, text varchar, standard varchar"


@dataclass(frozen=True)
class StoredStandard:
    """A standard with the text of its file; `is_own`: the county's."""

    stated: StandardText
    standard: Standard


def load_standards(
    county_folder: Path | None, indicators: Mapping[str, Indicator]
) -> tuple[StoredStandard, ...]:
    """Every scoring file, ours and the county's. Raises Refused where one is wrong."""
    texts = standard_texts(county_folder)
    return tuple(StoredStandard(each, read_standard(each, indicators)) for each in texts)


def load_into_session(engine: DuckDB, standards: Iterable[StoredStandard]) -> None:
    """Leave `scoring_standards` in the session, for the mart to keep."""
    engine.execute(f"create or replace table {TABLE} ({_COLUMNS})")
    for each in standards:
        stated = each.stated
        row = [stated.year, stated.is_own, stated.label, stated.text, json.dumps(asdict(each.standard))]
        engine.execute(f"insert into {TABLE} values (?, ?, ?, ?, ?)", row)


def standard_of_year(rows: Iterable[tuple[bool, str]], year: int) -> Standard | None:
    """The standard in force; `rows`: (is_own, standard) as the mart keeps them. The county's come first."""
    read = [(is_own, _from_json(text)) for is_own, text in rows]
    own = in_force({each.year: each for is_own, each in read if is_own}, year)
    return own or in_force({each.year: each for is_own, each in read if not is_own}, year)


def _from_json(text: str) -> Standard:
    found: dict[str, Any] = json.loads(text)
    found["domains"] = tuple(Domain(**each) for each in found["domains"])
    found["goal_posts"] = {name: GoalPosts(**posts) for name, posts in found["goal_posts"].items()}
    found["deductions"] = tuple(Deduction(**each) for each in found["deductions"])
    return Standard(**found)
