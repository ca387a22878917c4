"""The settings of a store: the shipped `settings.toml` with its reasons, and the store's own over it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from data.database.address import is_address
from data.language import say
from data.mail_settings import mail_problem
from data.nearest import did_you_mean
from data.reading_limits import Limits
from data.refusal import Refused
from data.sign_in_settings import SignInSettings, sign_in_problem, sign_in_settings
from data.toml_text import loaded_toml, text_of_toml
from data.watch_settings import (
    LogSettings,
    WatchSettings,
    log_problem,
    log_settings,
    watch_problem,
    watch_settings,
)

DEFAULTS = Path(__file__).with_name("settings.toml")
IN_DUCKDB = "duckdb"
LIMITS = frozenset(each.name for each in fields(Limits))
# table → what is wrong with one
TABLES = {"mail": mail_problem, "sign_in": sign_in_problem, "watch": watch_problem, "log": log_problem}


@dataclass(frozen=True)
class Settings:
    """Days are calendar days; the reasons stand beside the values in `data/settings.toml`."""

    deadline_day: int
    acceptance_days: int
    quick_closing_days: int
    request_due_days: int
    longest_request_due_days: int
    hazard_due_days: int
    reopened_days: int
    clearance_days: int
    marts_kept: int
    most_file_mb: int
    most_rows: int
    most_columns: int
    most_cells: int
    most_inflated_mb: int
    most_zip_members: int
    highest_zip_ratio: int
    reading_memory_mb: int
    reading_seconds: int
    catalogue: str = ""
    engine: str = IN_DUCKDB
    files: str = ""
    county: Mapping[str, str] = field(default_factory=dict)
    mail: Mapping[str, Any] = field(default_factory=dict)
    sign_in: Mapping[str, Any] = field(default_factory=dict)
    watch: Mapping[str, Any] = field(default_factory=dict)
    log: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reading_limits(self) -> Limits:
        """How much of an uploaded file is read at most."""
        return Limits(**{each.name: getattr(self, each.name) for each in fields(Limits)})

    @cached_property
    def signing_in(self) -> SignInSettings:
        """How people sign in; the environment may say the way. Raises Refused for one that is none."""
        try:
            return sign_in_settings(self.sign_in)
        except ValueError as error:
            raise Refused(say("没有这种登录方式：{found}", found=error)) from error

    @property
    def watching(self) -> WatchSettings:
        """Who may ask how the server is."""
        return watch_settings(self.watch)

    @property
    def logging(self) -> LogSettings:
        """What the server writes down of its work, and where."""
        return log_settings(self.log)


def load_settings(store_folder: Path | None = None) -> Settings:
    """The shipped settings, changed by `settings.toml` of the store where it has one.

    Raises `Refused` naming the file, the key, what was found and the nearest key.
    """
    values = _read(DEFAULTS)
    own = store_folder / "settings.toml" if store_folder else None
    if own and own.exists():
        changes = _read(own)
        _refuse_unknown(changes, own)
        values |= changes
    _refuse_wrong_values(values, own or DEFAULTS)
    return Settings(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return loaded_toml(text_of_toml(path))
    except tomllib.TOMLDecodeError as error:
        raise Refused(say("不是有效的TOML文件：{error}", error=error), where=str(path)) from error


def _refuse_unknown(values: Mapping[str, Any], path: Path) -> None:
    known = [each.name for each in fields(Settings)]
    for key in values:
        if key not in known:
            text = say("没有名为“{key}”的设置。", key=key) + did_you_mean(key, known)
            raise Refused(text, where=str(path))


def _refuse_wrong_values(values: Mapping[str, Any], path: Path) -> None:
    for name, problem in TABLES.items():
        if wrong_table := problem(values.get(name, {})):
            raise Refused(wrong_table, where=str(path))
    for key, value in values.items():
        if key in TABLES:
            continue
        good, wanted = _judged(key, value)
        if not good:
            # a wrong address is not shown: it may hold a password or a token
            found = "…" if key in ("catalogue", "engine") else value
            text = say("“{key}”应为{wanted}，实际是{found}", key=key, wanted=wanted, found=found)
            raise Refused(text, where=str(path))


def _judged(key: str, value: object) -> tuple[bool, str]:
    """Whether a value can be, and what is wanted."""
    if key == "catalogue":
        return is_address(value), say("sqlite 或 postgresql://…")
    if key == "engine":
        return is_engine(value), say("duckdb 或 sc://主机:端口")
    if key == "files":
        return is_place_of_files(value), say("空白或网址，例如 s3a://桶/库")
    if key == "county":
        good = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
        return good, say("含 zh 和 en 的表")
    good = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _highest(key)
    return good, say("1到{highest}的整数", highest=_highest(key))


def is_engine(text: object) -> bool:
    """Whether figures can be computed there, as far as the words go."""
    return isinstance(text, str) and (text == IN_DUCKDB or bool(re.match(r"sc://[^/:;]", text)))


def is_place_of_files(text: object) -> bool:
    """Whether a cluster can find files there, as far as the words go; "" = under their own paths."""
    return isinstance(text, str) and (not text or bool(re.match(r"[a-z][a-z0-9+.-]*://.", text)))


def _highest(key: str) -> int:
    if key in LIMITS:
        return 1_000_000_000
    # every month has a 28th
    return 28 if key == "deadline_day" else 3650
