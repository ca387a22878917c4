"""Reads TOML once per process: a publication and a check read the same hundred definitions each time."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.language import say


def text_of_toml(path: Path) -> str:
    """The file's text. Raises tomllib.TOMLDecodeError for another encoding than UTF-8, saying what to do."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        text = say("不是UTF-8编码（可能是GBK），请在编辑器里另存，编码选UTF-8")
        raise tomllib.TOMLDecodeError(text) from error


def toml_of(path: Path) -> dict[str, Any]:
    """The tables of the file, as `parsed_toml` gives them."""
    return parsed_toml(text_of_toml(path))


def parsed_toml(text: str) -> dict[str, Any]:
    """The text's tables, which are only to be read: they are shared with whoever reads the same text.

    Raises tomllib.TOMLDecodeError where it is no TOML.
    """
    return dict(_parsed(text))


@lru_cache(maxsize=512)
def _parsed(text: str) -> MappingProxyType[str, Any]:
    return MappingProxyType(loaded_toml(text))


def loaded_toml(text: str) -> dict[str, Any]:
    """As `tomllib.loads`, also for a file made to harm: nested too deeply, numbers too long.

    Raises tomllib.TOMLDecodeError for these, too.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (RecursionError, ValueError, OverflowError) as error:
        raise tomllib.TOMLDecodeError(f"{type(error).__name__}: {str(error)[:80]}") from None
