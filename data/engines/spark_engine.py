"""A Spark cluster behind Spark Connect (`sc://host:port`): the only file that speaks to it.

Rows stay there; what comes back is the answer of a SELECT, as Arrow. Its packages are those of
requirements-spark.txt and are imported when a store asks for them. Traps that this file keeps away from
everyone else: by itself a client goes on asking a server that is gone for ten minutes, and the conversion by
way of pandas knows pandas 2 only.
"""

from __future__ import annotations

import socket
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_PORT = 15002
SECONDS_TO_ANSWER = 10
# what a county of figures means must not hang on how a cluster is set up
SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
}
# DuckDB's type → Spark's, where the words differ; the others are the same in both
TYPES = {
    "VARCHAR": "string",
    "INTEGER": "int",
    "UTINYINT": "smallint",
    "USMALLINT": "int",
    "UINTEGER": "bigint",
    "UBIGINT": "bigint",
    "HUGEINT": "decimal(38, 0)",
}


def spark_type(duckdb_type: str) -> str:
    """The type of a column in Spark; a closed list of words (ENUM) is a text there."""
    return "string" if duckdb_type.startswith("ENUM") else TYPES.get(duckdb_type, duckdb_type.lower())


def without_token(address: str) -> str:
    """An address for people to read: host and port, for what follows may hold a token."""
    return address.split("/;")[0].split(";")[0].rstrip("/")


class Spark:
    """A session of its own on the cluster at `address`; opened by the first call, closed by `close`."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opened: Any = None
        self._kept: dict[str, Any] = {}

    def open(self) -> None:
        """Raises Refused where the packages are missing or nobody answers; the second time does nothing."""
        if self._opened is None:
            builder = _session_builder()
            self._refuse_silence()
            with self._asking():
                self._opened = builder.remote(self.address).create()
                self._opened.client.set_retry_policies([_patience()])
                for name, value in SESSION.items():
                    self._opened.conf.set(name, value)

    def close(self) -> None:
        """Give the memory back; a cluster that is gone is no reason to fail."""
        if self._opened is not None:
            with suppress(Exception):
                for frame in self._kept.values():
                    frame.unpersist()
            with suppress(Exception):
                self._opened.stop()
            self._opened = None

    def read(self, urls: Sequence[str], columns: Iterable[tuple[str, str]]) -> Any:
        """The rows of Parquet files that all have these columns. columns: name, type of Spark's."""
        listed = ", ".join(f"{identifier(name)} {kind}" for name, kind in columns)
        with self._asking():
            return self._opened.read.schema(listed).parquet(*urls)

    def sent(self, table: pa.Table, types: Iterable[tuple[str, str]]) -> Any:
        """A small table of ours as one of the cluster's. types: its columns, with Spark's words for them."""
        with self._asking():
            if table.num_rows:
                return self._opened.createDataFrame(table)
            # it refuses a table without rows
            listed = ", ".join(f"cast(null as {kind}) as {identifier(name)}" for name, kind in types)
            return self._opened.sql(f"select {listed} where false")

    def sent_file(self, path: Path, types: Iterable[tuple[str, str]]) -> Any:
        """A Parquet file that lies on this machine alone."""
        from pyarrow.parquet import ParquetFile

        with ParquetFile(path) as parquet:
            return self.sent(parquet.read(), types)

    def answer_of(self, sql: str) -> Any:
        """What a SELECT will give; nothing is computed yet."""
        with self._asking():
            return self._opened.sql(sql)

    def name(self, frame: Any, name: str, is_kept: bool = False) -> None:
        """Let what follows read `frame` by a name. is_kept: asked more than once, so computed once."""
        with self._asking():
            if name in self._kept:
                self._kept.pop(name).unpersist()
            if is_kept:
                frame = self._kept[name] = frame.persist()
            frame.createOrReplaceTempView(identifier(name))

    def fetched(self, sql: str) -> pa.Table:
        """The rows of a SELECT, as Arrow."""
        with self._asking():
            return self._opened.sql(sql).toArrow()

    def _refuse_silence(self) -> None:
        found = urlsplit(self.address)
        try:
            socket.create_connection(
                (found.hostname or "", found.port or DEFAULT_PORT), SECONDS_TO_ANSWER
            ).close()
        except OSError as error:
            raise self._unreachable(str(error)) from error

    def _unreachable(self, reason: str) -> Refused:
        text = say(
            "连不上 Spark（{address}），没有发布，原有数字不变：{reason}",
            address=without_token(self.address),
            reason=reason,
        )
        return Refused(text, where="settings.toml")

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Errors of the cluster as a refusal that a person can read."""
        import grpc
        from pyspark.errors import PySparkException

        try:
            yield
        except grpc.RpcError as error:
            raise self._unreachable(_first_line(error.details() or error.code().name)) from error
        except PySparkException as error:
            if "UNAVAILABLE" in str(error) or "RETRIES_EXCEEDED" in str(error):
                raise self._unreachable(_first_line(error)) from error
            raise Refused(say("Spark 没有算完，没有发布：{error}", error=_first_line(error))) from error


def identifier(name: str) -> str:
    """`name` as an identifier of Spark's SQL."""
    return "`" + name.replace("`", "``") + "`"


def _session_builder() -> Any:
    """The client's; its warning of pandas is for those who use pandas."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        text = say("引擎 Spark 需要另外的软件包：请运行 pip install -r requirements-spark.txt。")
        raise Refused(text, where="settings.toml") from error
    return SparkSession.builder


def _patience() -> Any:
    """Some seconds of it: a cluster that restarts is asked again by a person."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    return DefaultPolicy(max_retries=6, max_backoff=4000)


def _first_line(error: object) -> str:
    return str(error).strip().split("\n")[0][:300]
