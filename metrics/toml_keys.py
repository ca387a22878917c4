"""Reads the keys of a TOML file one by one, and says of the first wrong one what would be right.

Messages name the file, the key, what was found and the nearest valid word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused
from data.toml_text import parsed_toml, text_of_toml

TEXT_KEYS = ("zh", "en")


class TomlKeys:
    """The file at `path`, called `label` in messages. A method returns what it was given, or refuses it."""

    def __init__(self, path: Path, label: str) -> None:
        self.path = path
        self.label = label

    def toml(self) -> dict[str, Any]:
        """The whole file."""
        return self.toml_of(self.file_text())

    def file_text(self) -> str:
        """The file as it is written."""
        try:
            return text_of_toml(self.path)
        except tomllib.TOMLDecodeError as error:
            raise Refused(say("不是有效的TOML文件：{error}", error=error), where=self.label) from error

    def toml_of(self, text: str) -> dict[str, Any]:
        """The whole file, from its text."""
        try:
            return parsed_toml(text)
        except tomllib.TOMLDecodeError as error:
            raise Refused(say("不是有效的TOML文件：{error}", error=error), where=self.label) from error

    def refuse(self, message: str) -> NoReturn:
        raise Refused(message, where=self.label)

    def check_keys(
        self, section: str, found: Mapping[str, Any], known: Collection[str], required: Collection[str] = ()
    ) -> None:
        place = f"[{section}]" if section else say("这个文件")
        for key in found:
            if key not in known:
                nearest = did_you_mean(key, list(known))
                self.refuse(
                    say("{place} 没有名为 '{key}' 的键。{nearest}", place=place, key=key, nearest=nearest)
                )
        for key in required:
            if key not in found:
                self.refuse(say("{place} 缺少键 '{key}'。", place=place, key=key))

    def section(self, name: str, found: object) -> Mapping[str, Any]:
        if not isinstance(found, dict):
            self.refuse(say("[{name}] 应为一节键和值，实际是 {found!r}。", name=name, found=found))
        return found

    def choice(self, key: str, found: object, known: Collection[str]) -> str:
        if not isinstance(found, str) or found not in known:
            nearest = did_you_mean(str(found), list(known))
            self.refuse(say("{key} 不能是 {found!r}。{nearest}", key=key, found=found, nearest=nearest))
        return found

    def text(self, key: str, found: object) -> str:
        return found if isinstance(found, str) else self.wrong(key, say("文字"), found)

    def flag(self, key: str, found: object) -> bool:
        return found if isinstance(found, bool) else self.wrong(key, "true / false", found)

    def day(self, key: str, found: object) -> date | None:
        # a TOML time of day is a date, too, in Python's eyes
        return (
            found
            if found is None or type(found) is date
            else self.wrong(key, say("日期，如 2026-11-21"), found)
        )

    def days(self, key: str, found: object) -> int | None:
        return None if found is None else self.whole_number(key, found, 3650)

    def whole_number(self, key: str, found: object, highest: int) -> int:
        good = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= highest
        return found if good else self.wrong(key, say("0到{highest}的整数", highest=highest), found)  # type: ignore[return-value]

    def texts(self, key: str, found: object, required: Collection[str] = ("zh",)) -> Mapping[str, str]:
        section = self.section(key, found)
        self.check_keys(key, section, TEXT_KEYS, required)
        return {language: self.text(f"{key}.{language}", words) for language, words in section.items()}

    def wrong(self, key: str, wanted: str, found: object) -> NoReturn:
        self.refuse(say("{key} 应为{wanted}，实际是 {found!r}。", key=key, wanted=wanted, found=found))
