"""Reads a scoring standard, or refuses it naming file, key, what was found and the nearest valid word."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused
from data.toml_text import text_of_toml
from metrics.index.standard import BANDS, MEANS, SHIPPED, Deduction, Domain, GoalPosts, Standard
from metrics.indicator_definition import domain_name, domains
from metrics.toml_keys import TomlKeys

if TYPE_CHECKING:
    from metrics.indicator_definition import Indicator

DEFAULT_BANDS = {"excellent": 90.0, "good": 80.0, "steady": 70.0}
# ranking by it would reward turning people away; it is compared, and never scored
NEVER_SCORED = "repeat_visit_share"


@dataclass(frozen=True)
class StandardText:
    """A standard as its file states it, with the name that messages call it by."""

    year: int
    label: str
    text: str
    is_own: bool


def standard_texts(county_folder: Path | None) -> list[StandardText]:
    """Ours, then the county's (`scoring/` of the store). Raises Refused for a file not named by a year."""
    found = [_read(path, f"metrics/scoring/{path.name}", False) for path in sorted(SHIPPED.glob("*.toml"))]
    if county_folder is None:
        return found
    own = sorted((county_folder / "scoring").glob("*.toml"))
    return found + [_read(path, f"{county_folder.name}/scoring/{path.name}", True) for path in own]


def _read(path: Path, label: str, is_own: bool) -> StandardText:
    if not (path.stem.isdigit() and len(path.stem) == 4):
        raise Refused(say("评分标准的文件名应是年份，如 2026.toml。"), where=label)
    try:
        return StandardText(int(path.stem), label, text_of_toml(path), is_own)
    except tomllib.TOMLDecodeError as error:
        raise Refused(say("不是有效的TOML文件：{error}", error=error), where=label) from error


def read_standard(text: StandardText, indicators: Mapping[str, Indicator]) -> Standard:
    """The standard that a file states. Raises Refused at the first thing that is wrong."""
    return StandardFile(text, indicators).standard()


def is_deductible(indicator: Indicator) -> bool:
    """Events of which there should be fewer: each may cost points."""
    return indicator.limits == "poisson" and indicator.good == "low"


class StandardFile(TomlKeys):
    """One standard while it is read; `indicators` is the catalogue that it may weigh."""

    def __init__(self, text: StandardText, indicators: Mapping[str, Indicator]) -> None:
        super().__init__(Path(text.label), text.label)
        self.stated = text
        self.indicators = indicators

    def standard(self) -> Standard:
        """The standard; Refused at the first thing that is wrong."""
        keys = self.toml_of(self.stated.text)
        known = ("mean", "bands", "goal_posts", "deduction", *domains())
        self.check_keys("", keys, known)
        found = tuple(
            domain
            for name in domains()
            if name in keys
            if (domain := self.domain(name, keys[name])).indicators
        )
        if not found:
            self.refuse(say("没有任何领域的权重，请写一节如 [requests]。"))
        weighted = [indicator for domain in found for indicator in domain.indicators]
        return Standard(
            year=self.stated.year,
            label=self.label,
            mean=self.choice("mean", keys.get("mean", MEANS[0]), MEANS),
            bands=self.bands(keys.get("bands", {})),
            domains=found,
            goal_posts=self.all_goal_posts(keys.get("goal_posts", {}), weighted),
            deductions=self.deductions(keys.get("deduction", [])),
        )

    def domain(self, name: str, found: object) -> Domain:
        section = self.section(name, found)
        self.check_keys(name, section, ("weight", "indicators"), required=("weight", "indicators"))
        listed = self.section(f"{name}.indicators", section["indicators"])
        if not listed:
            self.refuse(say("[{name}] 没有指标。", name=f"{name}.indicators"))
        weights = {
            self.weighted(name, key): self.positive(f"[{name}.indicators] {key}", weight)
            for key, weight in listed.items()
            if not self.is_gone(key)
        }
        return Domain(name, self.positive(f"[{name}] weight", section["weight"]), weights)

    def is_gone(self, name: str) -> bool:
        """Ours must fit a county that took one of our indicators out of judgement: no weight for it then."""
        indicator = self.indicators.get(name)
        return not self.stated.is_own and (indicator is None or bool(self.reason_against(indicator)))

    def weighted(self, domain: str, name: str) -> str:
        """The id of an indicator that may carry weight in this domain."""
        indicator = self.known(f"[{domain}.indicators]", name, self.scorable())
        if reason := self.reason_against(indicator):
            self.refuse(
                say("[{section}] {name}：{reason}", section=f"{domain}.indicators", name=name, reason=reason)
            )
        if indicator.domain != domain and self.stated.is_own:
            place = f"[{indicator.domain}.indicators]"
            text = say(
                "{name} 属于“{domain}”，应写在 {place}。",
                name=name,
                domain=domain_name(indicator.domain),
                place=place,
            )
            self.refuse(text)
        return name

    def known(self, section: str, name: object, possible: list[str]) -> Indicator:
        if not isinstance(name, str) or name not in self.indicators:
            nearest = did_you_mean(str(name), possible)
            self.refuse(
                say(
                    "{section} 没有名为 '{name}' 的指标。{nearest}",
                    section=section,
                    name=name,
                    nearest=nearest,
                )
            )
        return self.indicators[name]

    def scorable(self) -> list[str]:
        return [name for name, each in self.indicators.items() if not self.reason_against(each)]

    def deductible(self) -> list[str]:
        return [name for name, each in self.indicators.items() if is_deductible(each)]

    def reason_against(self, indicator: Indicator) -> str:
        """Why an indicator may not carry weight; "" where it may."""
        if indicator.is_neutral:
            return say("中性指标（多少不是好坏），不能进入平安指数。")
        if indicator.unit not in ("percent", "days"):
            return say("只有百分比和平均天数可以有权重，件数和人均率不可以。")
        if indicator.id == NEVER_SCORED or self.is_repeat_visits(indicator):
            return say("重复访占比只作比较，不能进入平安指数。")
        return ""

    def is_repeat_visits(self, indicator: Indicator) -> bool:
        """The same sums under another name are the same indicator."""
        other = self.indicators.get(NEVER_SCORED)
        return other is not None and indicator.parts == other.parts

    def bands(self, found: object) -> dict[str, float]:
        section = self.section("bands", found)
        self.check_keys("bands", section, BANDS)
        bands = {
            name: self.points(f"[bands] {name}", section.get(name, DEFAULT_BANDS[name])) for name in BANDS
        }
        if sorted(bands.values(), reverse=True) != list(bands.values()) or len(set(bands.values())) < len(
            bands
        ):
            self.refuse(say("[bands] 应从高到低：{names}。", names=" > ".join(BANDS)))
        return bands

    def all_goal_posts(self, found: object, weighted: list[str]) -> dict[str, GoalPosts]:
        sections = self.section("goal_posts", found)
        self.check_keys("goal_posts", sections, weighted)
        return {name: self.goal_posts(name, section) for name, section in sections.items()}

    def goal_posts(self, name: str, found: object) -> GoalPosts:
        place = f"goal_posts.{name}"
        section = self.section(place, found)
        self.check_keys(place, section, ("points_100", "points_60"), required=("points_100", "points_60"))
        full, passing = (self.number(f"[{place}] {key}", section[key]) for key in ("points_100", "points_60"))
        is_high = self.indicators[name].good == "high"
        if not (full > passing if is_high else full < passing):
            sign = ">" if is_high else "<"
            self.refuse(say("[{place}] 应为 points_100 {sign} points_60。", place=place, sign=sign))
        return GoalPosts(full, passing)

    def deductions(self, listed: object) -> tuple[Deduction, ...]:
        if not isinstance(listed, list):
            self.wrong("deduction", "[[deduction]]", listed)
        return tuple(self.deduction(self.section("deduction", each)) for each in listed)

    def deduction(self, section: Mapping[str, Any]) -> Deduction:
        self.check_keys("deduction", section, ("indicator", "points"), required=("indicator", "points"))
        indicator = self.known("[deduction]", section["indicator"], self.deductible())
        if indicator.is_neutral:
            self.refuse(say("[deduction] {name}：中性指标（多少不是好坏），不能扣分。", name=indicator.id))
        if not is_deductible(indicator):
            self.refuse(
                say("[deduction] {name}：只能按越少越好的事件（如死亡人数）扣分。", name=indicator.id)
            )
        return Deduction(indicator.id, self.positive("[deduction] points", section["points"]))

    def positive(self, key: str, found: object) -> float:
        number = self.number(key, found)
        return number if number > 0 else self.wrong(key, say("大于0的数"), found)

    def points(self, key: str, found: object) -> float:
        number = self.number(key, found)
        return number if 0 <= number <= 100 else self.wrong(key, say("0到100的数"), found)

    def number(self, key: str, found: object) -> float:
        good = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e12
        return float(found) if good else self.wrong(key, say("数字"), found)  # type: ignore[arg-type]
