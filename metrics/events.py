"""Events that an administrator marks on the trends: a rule changed, a flood. Things, never persons.

`events.toml` of the store, an `[[event]]` each: date, words in Chinese (and English), and, where it concerns
only one, a township (code or name) and an indicator.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.language import say
from data.nearest import did_you_mean
from data.personal import personal_in_column, personal_kinds, scrubbed
from data.personal.person_names import is_likely_name
from data.store import settle
from metrics.toml_keys import TomlKeys

if TYPE_CHECKING:
    from data.store import Store

FILE = "events.toml"
KEYS = ("date", "zh", "en", "township", "indicator")
LONGEST = 60  # characters: a mark on a chart, not a report
# what is said of a person who is named first: 王…被免职
DEEDS = re.compile(r"被|任|当选|调|升|离|去世|病|获|受|因|到|接")


@dataclass(frozen=True)
class Event:
    """What happened on a day; `township` is a code, `indicator` an id, "" = all of them."""

    day: date
    words: Mapping[str, str]
    township: str = ""
    indicator: str = ""

    def concerns(self, indicator: str, area: str) -> bool:
        """Whether it belongs on this trend; the county's shows what happened in its townships too."""
        return self.indicator in ("", indicator) and (area == "county" or self.township in ("", area))


@dataclass(frozen=True)
class Places:
    """What an event may name: township code → name, and the indicators."""

    townships: Mapping[str, str] = field(default_factory=dict)
    indicators: Collection[str] = ()

    def code_of(self, township: str) -> str:
        """The code of a township that is given by code or name; "" for one that is not known."""
        by_name = {name: code for code, name in self.townships.items()}
        return township if township in self.townships else by_name.get(township, "")


def load_events(folder: Path, places: Places) -> list[Event]:
    """The events of a store, oldest first; none without a file. Raises Refused at the first that is wrong."""
    path = folder / FILE
    return _EventsFile(path, places).events() if path.exists() else []


def add_event(store: Store, event: Mapping[str, Any], places: Places) -> Event:
    """Append one to the store's file, checked with all the others. Where it is refused nothing is written."""
    with store.writing():
        path = store.folder / FILE
        file = _EventsFile(path, places)
        before = file.file_text() if path.exists() else ""
        lines = [f"{key} = {_toml(value)}" for key, value in event.items() if value]
        text = "\n".join([*([before.rstrip(), ""] if before.strip() else []), "[[event]]", *lines, ""])
        found = file.events_in(text)
        building = path.with_suffix(".building")
        building.write_text(text, encoding="utf-8")
        settle(building, path)
    return found[-1]


def _toml(value: object) -> str:
    # a JSON string is a TOML string
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def names_a_person(text: str) -> bool:
    """Whether a text holds what identifies a person, or begins with a name of which something is told."""
    if personal_kinds(text) or personal_in_column([text], names=False, alone=True):
        return True
    starts = (
        part[: deed.start()]
        for part in re.split(r"[\s，。、；：,;:（）()]", text)
        if (deed := DEEDS.search(part))
    )
    return any(is_likely_name(start) for start in starts)


class _EventsFile(TomlKeys):
    """The file while it is read."""

    def __init__(self, path: Path, places: Places) -> None:
        super().__init__(path, path.name)
        self.places = places

    def events(self) -> list[Event]:
        return sorted(self._all(self.toml()), key=lambda event: event.day)

    def events_in(self, text: str) -> list[Event]:
        return self._all(self.toml_of(text))

    def _all(self, keys: Mapping[str, Any]) -> list[Event]:
        self.check_keys("", keys, ("event",))
        listed = keys.get("event", [])
        if not isinstance(listed, list):
            self.wrong("event", "[[event]]", listed)
        return [self._event(f"event {number}", found) for number, found in enumerate(listed, 1)]

    def _event(self, name: str, found: object) -> Event:
        keys = self.section(name, found)
        self.check_keys(name, keys, KEYS, required=("date", "zh"))
        day = self.day(f"[{name}] date", keys["date"])
        if day is None:
            self.wrong(f"[{name}] date", say("日期，如 2026-11-21"), keys["date"])
        words = {
            language: self._words(f"[{name}] {language}", keys[language])
            for language in ("zh", "en")
            if language in keys
        }
        return Event(day, words, self._township(name, keys), self._indicator(name, keys))

    def _words(self, key: str, found: object) -> str:
        text = " ".join(self.text(key, found).split())
        if names_a_person(text):  # never quoted
            self.refuse(say("{key} 像是写了个人信息（姓名、号码或地址）；事件只写事，不写人。", key=key))
        if not 0 < len(text) <= LONGEST:
            self.refuse(say("{key} 应为1到{most}个字。", key=key, most=LONGEST))
        return text

    def _township(self, name: str, keys: Mapping[str, Any]) -> str:
        text = self.text(f"[{name}] township", keys.get("township", ""))
        code = self.places.code_of(text) if text else ""
        if text and not code:
            nearest = did_you_mean(text, list(self.places.townships.values()))
            self.refuse(
                say(
                    "[{name}] 没有名为“{found}”的乡镇。{nearest}",
                    name=name,
                    found=scrubbed(text),
                    nearest=nearest,
                )
            )
        return code

    def _indicator(self, name: str, keys: Mapping[str, Any]) -> str:
        text = self.text(f"[{name}] indicator", keys.get("indicator", ""))
        if text and text not in self.places.indicators:
            nearest = did_you_mean(text, list(self.places.indicators))
            self.refuse(
                say(
                    "[{name}] 没有名为“{found}”的指标。{nearest}",
                    name=name,
                    found=scrubbed(text),
                    nearest=nearest,
                )
            )
        return text


def events_on(events: Sequence[Event], indicator: str, area: str) -> list[Event]:
    """Those that belong on one trend."""
    return [event for event in events if event.concerns(indicator, area)]
