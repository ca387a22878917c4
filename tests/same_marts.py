"""Two marts, table by table: the same rows with the same values, bit by bit."""

from __future__ import annotations

from pathlib import Path

import duckdb

from metrics.row_sums import CARRIED

# which publication it was, and when; and what the next one goes on from, which a cluster does not keep
OF_THE_PUBLICATION = frozenset({"info", *CARRIED})
PAIRS = (("one", "other"), ("other", "one"))


def differing_tables(one: Path, other: Path) -> dict[str, int]:
    """Table → rows that only one of the two marts has; empty where they hold the same."""
    with duckdb.connect() as session:
        for name, path in (("one", one), ("other", other)):
            session.execute(f"attach '{path}' as {name} (read_only)")
        tables = {name: _tables(session, name) for name in ("one", "other")}
        assert tables["one"] == tables["other"]
        counts = {each: _differing(session, each) for each in tables["one"]}
    return {name: count for name, count in counts.items() if count}


def _tables(session: duckdb.DuckDBPyConnection, mart: str) -> list[str]:
    sql = "select table_name from duckdb_tables() where database_name = ? order by all"
    found = session.execute(sql, [mart]).fetchall()
    return [name for (name,) in found if name not in OF_THE_PUBLICATION]


def _differing(session: duckdb.DuckDBPyConnection, table: str) -> int:
    sides = [f'(from {one}."{table}" except all from {two}."{table}")' for one, two in PAIRS]
    [(count,)] = session.execute(f"select count(*) from ({' union all '.join(sides)})").fetchall()
    return int(count)
