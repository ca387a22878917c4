"""The settings of control charts and the rebases that a county has decided on, from two TOML files.

`metrics/control_charts.toml` has the defaults with their reasons; `control_charts.toml` of a store changes
single ones and lists rebases: where the level of a series is set anew by decision, and why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from data.language import say
from metrics.control_charts import RULES
from metrics.toml_keys import TomlKeys

FILE_NAME = "control_charts.toml"
DEFAULTS = Path(__file__).with_name(FILE_NAME)
REBASE_KEYS = ("indicator", "area", "month", "reason")
# a run of fewer points is no run; limits from fewer than 12 points are guesses
LOWEST = {"n_shift": 3, "n_trend": 3, "fewest_points": 3, "settled_points": 3}
FEWEST_FIXED = 12


@dataclass(frozen=True)
class Rebase:
    """From `month` (its first day) on, the chart of this indicator and area has a mean of its own."""

    indicator: str
    area: str
    month: date
    reason: str
    entry: int = 1  # which [[rebase]] of the file, for messages


@dataclass(frozen=True)
class ChartSettings:
    """The reasons stand beside the values in `metrics/control_charts.toml`."""

    n_shift: int = 7
    n_trend: int = 7
    screening: bool = True
    fix_after_n: int = 0
    fewest_points: int = 13
    settled_points: int = 20
    fewest_cases: int = 5
    alert_rules: tuple[str, ...] = ("astronomical",)
    alert_beyond_last_year: bool = True
    rebases: tuple[Rebase, ...] = ()


SETTING_KEYS = tuple(each.name for each in fields(ChartSettings) if each.name != "rebases")


def load_chart_settings(store_folder: Path | None = None) -> ChartSettings:
    """The shipped settings, changed by `control_charts.toml` of the store where it has one.

    Raises Refused with the file, the key, what was found and the nearest valid word. Whether a rebase meets
    a point of its series is known only when the series are there: `metrics/rebases.py`.
    """
    settings = _with_file(ChartSettings(), DEFAULTS, "metrics/" + FILE_NAME)
    own = store_folder / FILE_NAME if store_folder else None
    return _with_file(settings, own, FILE_NAME) if own and own.exists() else settings


def _with_file(settings: ChartSettings, path: Path, label: str) -> ChartSettings:
    keys = TomlKeys(path, label)
    found = keys.toml()
    keys.check_keys("", found, (*SETTING_KEYS, "rebase"))
    values = {key: _value(keys, key, value) for key, value in found.items() if key != "rebase"}
    rebases = _rebases(keys, found.get("rebase", []))
    return replace(settings, **values, rebases=settings.rebases + rebases)


def _value(keys: TomlKeys, key: str, found: object) -> Any:
    if key in ("screening", "alert_beyond_last_year"):
        return keys.flag(key, found)
    if key == "alert_rules":
        return _rules(keys, key, found)
    number = keys.whole_number(key, found, 1000)
    lowest = FEWEST_FIXED if key == "fix_after_n" and number else LOWEST.get(key, 0)
    if number < lowest:
        keys.wrong(key, say("不小于{lowest}的整数", lowest=lowest), found)
    return number


def _rules(keys: TomlKeys, key: str, found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        keys.wrong(key, say("规则的列表"), found)
    return tuple(keys.choice(key, each, RULES) for each in found)


def _rebases(keys: TomlKeys, found: object) -> tuple[Rebase, ...]:
    if not isinstance(found, list):
        keys.wrong("rebase", "[[rebase]]", found)
    return tuple(_rebase(keys, entry, number) for number, entry in enumerate(found, start=1))


def _rebase(keys: TomlKeys, found: object, entry: int) -> Rebase:
    place = f"[rebase] {entry}"
    section = keys.section(place, found)
    keys.check_keys(place, section, REBASE_KEYS, REBASE_KEYS)
    texts: Mapping[str, str] = {
        key: keys.text(f"{place} {key}", section[key]) for key in ("indicator", "area", "reason")
    }
    if not texts["reason"].strip():
        keys.refuse(say("{place} 的 reason 是空的：重定基准要写明理由。", place=place))
    return Rebase(**texts, month=_month(keys, f"{place} month", section["month"]), entry=entry)


def _month(keys: TomlKeys, key: str, found: object) -> date:
    """ "2025-03" or a day of it."""
    if type(found) is date:
        return found.replace(day=1)
    try:
        return date.fromisoformat(f"{found}-01")
    except ValueError:
        keys.wrong(key, say("月份，如 2025-07"), found)


def refuse_unknown(settings: ChartSettings, indicators: Collection[str], areas: Collection[str]) -> None:
    """Raise Refused for the first rebase of an indicator or an area that there is not."""
    keys = TomlKeys(DEFAULTS, FILE_NAME)
    for rebase in settings.rebases:
        keys.choice(f"[rebase] {rebase.entry} indicator", rebase.indicator, indicators)
        keys.choice(f"[rebase] {rebase.entry} area", rebase.area, areas)
