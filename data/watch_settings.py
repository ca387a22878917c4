"""`[watch]` and `[log]` of settings.toml: who may ask how the server is, and what it notes of its work."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.language import say

TOKEN_VARIABLE = "SAFETY_REPORT_WATCH_TOKEN"
LOG_VARIABLE = "SAFETY_REPORT_LOG"
OFF, STDERR, FILE = "off", "stderr", "file"
PLACES = (OFF, STDERR, FILE)
SHORTEST_TOKEN = 24
NUMBERS = {"most_mb": 1000, "kept": 100}


@dataclass(frozen=True)
class WatchSettings:
    """`token`: what a program from elsewhere must bring along; "": only this machine is answered."""

    token: str = ""


@dataclass(frozen=True)
class LogSettings:
    """`to`: off, stderr or file (in `logs/` of the store); a file of `most_mb`, and `kept` earlier ones."""

    to: str = OFF
    most_mb: int = 20
    kept: int = 5


def watch_problem(values: object) -> str:
    """What is wrong with a `[watch]` table, as a sentence; '' where nothing is. The token is never shown."""
    if not isinstance(values, Mapping) or set(values) - {"token"}:
        return say("[watch]应为一张表，只有 token 一项")
    token = values.get("token", "")
    if not isinstance(token, str) or (token and len(token) < SHORTEST_TOKEN) or not token.isascii():
        return say("[watch]的 token 应为空，或至少{n}个英文字符", n=SHORTEST_TOKEN)
    return ""


def log_problem(values: object) -> str:
    """What is wrong with a `[log]` table, as a sentence; '' where nothing is."""
    if not isinstance(values, Mapping):
        return say("[log]应为一张表")
    for key, value in values.items():
        is_number = isinstance(value, int) and not isinstance(value, bool)
        good = is_number and 1 <= value <= NUMBERS[key] if key in NUMBERS else key == "to" and value in PLACES
        if not good:
            return say("[log]的“{key}”不能是{found}", key=key, found=value)
    return ""


def watch_settings(values: Mapping[str, Any]) -> WatchSettings:
    """The table, already checked; the environment goes before it, where it says a token long enough."""
    asked = os.environ.get(TOKEN_VARIABLE, "").strip()
    return WatchSettings(asked if len(asked) >= SHORTEST_TOKEN else values.get("token", ""))


def log_settings(values: Mapping[str, Any]) -> LogSettings:
    """The table, already checked; the environment may say where to."""
    found = LogSettings(**values)
    asked = os.environ.get(LOG_VARIABLE, "").strip()
    return replace(found, to=asked) if asked in PLACES else found
