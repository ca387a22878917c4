"""A session whose rows lie on a Spark cluster: the same statements, run where their tables are.

A statement that reads rows goes to Spark as it is meant there (spark_sql.py), every other one to DuckDB.
Files, standing rows and clean tables never leave the cluster; here they are tables without a row, by which
names and types are known. What is summed up comes back as Arrow and gets DuckDB's types, and from there on
all is as ever. Small tables of ours that such a statement reads go along with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlglot import exp

from data.engines.duckdb_engine import DuckDB, Params, quoted
from data.engines.parquet_urls import ParquetUrls, Types, files_by_types
from data.engines.spark_engine import Spark, identifier, spark_type
from data.engines.spark_sql import spark_select, spark_text
from data.engines.spark_statement import Statement, own_names, shortened, statement_of
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, str]
ARRIVED, ANSWER = "arrived_from_spark", "answer_from_spark"
# every row of every upload: read by few, and what they give is kept
NEVER_KEPT = "accepted_"


class RowsOnSpark(DuckDB):
    """Used as `DuckDB` is. Raises Refused where the cluster does not answer or a statement is not for it."""

    numbers_rows = False
    stores_lists = False

    def __init__(
        self, spark: Spark, urls: ParquetUrls, allowed: Sequence[Path], threads: int | None = None
    ) -> None:
        self._spark, self._urls = spark, urls
        # what lies there: name → its columns with DuckDB's types, and what Spark calls it
        self._there: dict[str, Columns] = {}
        self._frames: dict[str, Any] = {}
        self._is_in_mart = False
        self._numbers = count(1)
        super().__init__(allowed, threads=threads)

    def ready(self) -> Self:
        """Raises Refused where the cluster does not answer."""
        self._spark.open()
        return self

    def here(self) -> DuckDB:
        """DuckDB over the same session, which reads the files itself."""
        return self._sibling()

    def close(self) -> None:
        """The cluster gets its memory back."""
        self._spark.close()
        super().close()

    def side_by_side(self, tasks: Sequence[Callable[[DuckDB], object]], are_small: bool = False) -> None:
        """One after the other: the cluster runs the parts of each side by side."""
        for task in tasks:
            task(self)

    def _use(self, place: str) -> None:
        """A table's name means the mart's where that is in use."""
        self._is_in_mart = place == "mart"
        super()._use(place)

    def load(self, name: str, table: pa.Table) -> None:
        """A table that stays here."""
        self._there.pop(name, None)
        super().load(name, table)

    def load_parquet(self, name: str, paths: Sequence[Path], is_small: bool = False) -> None:
        """Read by the cluster, at their addresses there; small files here as ever."""
        self._there.pop(name, None)
        if is_small:
            super().load_parquet(name, paths)
            return
        self.ready()
        grouped = files_by_types(paths)
        # one file of a kind tells the types of all
        super().load_parquet(name, [files[0] for files in grouped.values()])
        shape = quoted("columns_of_" + name)
        super().execute(f"create or replace table {shape} as from {quoted(name)} limit 0")
        super().execute(f"create or replace view {quoted(name)} as select * from {shape}")
        columns = self._described(name)
        frames = [self._read(files, types, columns) for types, files in grouped.items()]
        self._keep(name, reduce(lambda one, other: one.unionAll(other), frames), columns)

    def execute(self, sql: str, params: Params = ()) -> None:
        """Run a statement where its tables are."""
        statement = self._for_spark(sql, params)
        if statement is None:
            super().execute(sql, params)
        elif statement.makes == "rows" and statement.is_summary:
            self._arrive(statement)
            listed = f"({', '.join(map(quoted, statement.names))})" if statement.names else ""
            super().execute(f"insert into {quoted(statement.target)} {listed} from {ARRIVED}")
        elif statement.makes == "rows":
            self._append(statement)
        else:
            super().execute(sql, params)
            columns = self._described(statement.target)
            is_kept = statement.makes == "table" and not statement.target.startswith(NEVER_KEPT)
            self._keep(statement.target, self._frame(statement, columns), columns, is_kept)

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """The answer, wherever it is computed."""
        return super().rows(*self._answered(sql, params))

    def query(self, sql: str, params: Params = ()) -> pa.Table:
        """The answer, wherever it is computed."""
        return super().query(*self._answered(sql, params))

    def _answered(self, sql: str, params: Params) -> tuple[str, Params]:
        """The statement for DuckDB, or one that reads what the cluster answered."""
        statement = self._for_spark(sql, params)
        if statement is None:
            return sql, params
        self._fetch(ANSWER, sql, params, statement)
        return f"from {ANSWER}", ()

    def gather(self, name: str, sql: str) -> None:
        """The answer of a SELECT as a table here, wherever it is computed."""
        statement = self._for_spark(sql, ())
        if statement is None:
            super().gather(name, sql)
        else:
            self._fetch(name, sql, (), statement)

    def _for_spark(self, sql: str, params: Params) -> Statement | None:
        """The statement where it reads what lies there; None where it is for DuckDB."""
        if sql.startswith("describe ") or not any(name in sql for name in self._there):
            return None
        if self._is_in_mart:
            if any(f"memory.{name}" in sql or f'memory."{name}"' in sql for name in self._there):
                raise Refused(say("引擎 Spark 读不懂这条语句：{found}", found=shortened(sql)))
            return None
        statement = statement_of(sql, params, self._there)
        is_for_spark = bool(statement.reads & self._there.keys())
        if statement.makes == "rows" and statement.target in self._there:
            is_for_spark = True
        if not is_for_spark:
            self._there.pop(statement.target, None)
            return None
        if not statement.makes:
            raise Refused(say("引擎 Spark 读不懂这条语句：{found}", found=shortened(sql)))
        return statement

    def _described(self, name: str) -> Columns:
        return {column: kind for column, kind, *_ in super().rows(f"describe {quoted(name)}")}

    def _read(self, files: Sequence[Path], types: Types, wanted: Columns) -> Any:
        """Files that have the same columns, with the columns of all."""
        own = {name for name, _ in types}
        listed = [
            _cast(identifier(name) if name in own else "null", name, kind) for name, kind in wanted.items()
        ]
        urls = [(self._urls.of(each), each) for each in files]
        frames = (
            [self._spark.read([url for url, _ in urls if url], types)] if any(url for url, _ in urls) else []
        )
        # a draft lies in a folder of its own, which the cluster does not see
        frames += [self._spark.sent_file(path, types) for url, path in urls if not url]
        return reduce(lambda one, other: one.unionAll(other), [each.selectExpr(*listed) for each in frames])

    def _keep(self, name: str, frame: Any, columns: Columns, is_kept: bool = False) -> None:
        self._spark.name(frame, name, is_kept)
        self._there[name], self._frames[name] = columns, frame

    def _append(self, statement: Statement) -> None:
        """Rows of rows, which stay there: the table that they go into is one of the cluster's from now on."""
        name = statement.target
        columns = self._described(name)
        before = self._frames[name] if name in self._there else self._copy_of(name)
        self._keep(name, before.unionAll(self._frame(statement, columns)), columns)

    def _frame(self, statement: Statement, columns: Columns) -> Any:
        """What the SELECT gives there, its columns called and typed as here."""
        frame = self._spark.answer_of(self._text(statement)).toDF(*columns)
        return frame.selectExpr(*(_cast(identifier(name), name, kind) for name, kind in columns.items()))

    def _fetch(self, name: str, sql: str, params: Params, statement: Statement) -> None:
        """The answer of a SELECT as the table `name` here, with the types that DuckDB gives it."""
        self._there.pop(name, None)
        super().execute(f"create or replace table {quoted(name)} as select * from ({sql}) limit 0", params)
        self._arrive(statement)
        super().execute(f"insert into {quoted(name)} from {ARRIVED}")

    def _arrive(self, statement: Statement) -> None:
        """Leave the answer in `ARRIVED`."""
        answer = self._spark.fetched(self._text(statement))
        super().load(ARRIVED, answer.rename_columns([f"c{at}" for at in range(answer.num_columns)]))

    def _text(self, statement: Statement) -> str:
        """The SELECT in Spark's words, over tables that are there."""
        assert statement.select is not None
        tree, known = statement.select.copy(), dict[str, Columns]()
        own = own_names(tree)
        for table in list(tree.find_all(exp.Table)):
            if table.name in own:
                continue
            columns = self._there.get(table.name) or self._described(table.name)
            if table.name not in self._there:
                alias = table.alias_or_name
                table.set("this", exp.to_identifier(self._sent(table.name), quoted=True))
                table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
            known[table.name] = columns
        return spark_text(spark_select(tree, known))

    def _sent(self, name: str) -> str:
        """A table of ours as it is now, under a name of its own there."""
        sent = f"sent_{next(self._numbers)}"
        self._spark.name(self._copy_of(name), sent)
        return sent

    def _copy_of(self, name: str) -> Any:
        types = [(each, spark_type(kind)) for each, kind in self._described(name).items()]
        words = {each: "varchar" if kind == "string" else kind for each, kind in types}
        listed = ", ".join(
            f"cast({quoted(each)} as {kind}) as {quoted(each)}" for each, kind in words.items()
        )
        return self._spark.sent(super().query(f"select {listed} from {quoted(name)}"), types)


def session_on_spark(
    address: str, files: str, folder: Path, allowed: Sequence[Path], threads: int | None = None
) -> RowsOnSpark:
    """A session over a store. files: the address of its folder as the cluster sees it, "" = its path."""
    return RowsOnSpark(Spark(address), ParquetUrls(folder, files), allowed, threads)


def _cast(value: str, name: str, kind: str) -> str:
    return f"cast({value} as {spark_type(kind)}) as {identifier(name)}"
