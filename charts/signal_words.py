"""Control-chart signals in words: what happened, what the icons say, which rules were applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from charts.markup import Html, join, tag
from charts.measure import Measure
from charts.text import period_text, value_text
from data.language import language, say
from metrics.signal_queries import SignalPoint

MOST_LISTED = 4
TONES = {"special_cause_improvement": "better", "special_cause_concern": "worse"}


@dataclass(frozen=True)
class Episode:
    """Months in a row that bear the same signal; `tone`: better, worse or plain (a neutral indicator)."""

    points: tuple[SignalPoint, ...]

    @property
    def newest(self) -> SignalPoint:
        return self.points[-1]

    @property
    def tone(self) -> str:
        return TONES.get(self.newest.point_type or "", "plain")

    @property
    def words(self) -> str:
        """持续偏高: short enough to stand beside the point."""
        return signal_words(self.newest.rule or "", self.newest.direction or "")


def episodes(points: Sequence[SignalPoint]) -> list[Episode]:
    """Oldest first; a series that hits two rules in turn has two episodes."""
    runs = groupby(points, key=lambda point: (point.rule, point.direction))
    return [Episode(tuple(run)) for (rule, _), run in runs if rule]


def signal_words(rule: str, direction: str) -> str:
    """One rule one way, in four to six characters."""
    words = {
        ("astronomical", "up"): say("高于上限"),
        ("astronomical", "down"): say("低于下限"),
        ("trend", "up"): say("连续上升"),
        ("trend", "down"): say("连续下降"),
        ("two_of_three", "up"): say("接连逼近上限"),
        ("two_of_three", "down"): say("接连逼近下限"),
        ("shift", "up"): say("持续偏高"),
        ("shift", "down"): say("持续偏低"),
    }
    return words.get((rule, direction), "")


def marks_words(measure: Measure) -> str:
    """What the dashed lines and the marks of a control chart are; a neutral one has no better and worse."""
    if measure.is_judged:
        return say("虚线为控制界限，▲▼为信号")
    return say("虚线为控制界限，◆为信号")


def signals_sentence(points: Sequence[SignalPoint]) -> Html:
    """The newest signals of a chart, each with its months, newest first."""
    found = episodes(points)[::-1]
    stop = "." if language() == "en" else "。"
    if not found:
        return tag(
            "p", tag("b", say("信号")), " ", say("没有信号，都在正常波动之内") + stop, class_="signals"
        )
    named = [_episode_html(episode) for episode in found[:MOST_LISTED]]
    more = say("；更早还有{n}次", n=len(found) - MOST_LISTED) if len(found) > MOST_LISTED else ""
    return tag("p", tag("b", say("信号")), " ", join(named, say("；")), more, stop, class_="signals")


def _episode_html(episode: Episode) -> Html:
    mark = {"better": "▲ ", "worse": "▼ "}.get(episode.tone, "")
    return tag("span", mark, _months(episode), " ", episode.words, class_=f"keep tone-{episode.tone}")


def _months(episode: Episode) -> str:
    first, last = (period_text("month", episode.points[at].month) for at in (0, -1))
    if len(episode.points) == 1:
        return first
    return say("{first}至{last}（{n}个月）", first=first, last=last, n=len(episode.points))


def icons_html(points: Sequence[SignalPoint]) -> Html:
    """Variation and assurance of a series, each a shape with its words; '' where it is not charted."""
    if not points:
        return Html("")
    newest = points[-1]
    shown = [icon for icon in (_variation(newest.variation), _assurance(newest.assurance)) if icon]
    return tag("p", *(_icon(*icon) for icon in shown), class_="icons") if shown else Html("")


def _icon(glyph: str, words: str, tone: str) -> Html:
    return tag("span", tag("i", glyph, aria_hidden="true"), " ", words, class_=f"icon verdict-{tone}")


def _variation(variation: str | None) -> tuple[str, str, str] | None:
    icons = {
        "special_cause_improvement": ("▲", say("波动：出现改善信号"), "better"),
        "special_cause_concern": ("▼", say("波动：出现变差信号"), "worse"),
        "special_cause_neutral_high": ("↑", say("波动：出现偏高信号，不作评价"), "plain"),
        "special_cause_neutral_low": ("↓", say("波动：出现偏低信号，不作评价"), "plain"),
        "common_cause": ("∿", say("波动：正常"), "plain"),
        "no_variation": ("—", say("波动：数值几乎没有变化"), "plain"),
    }
    return icons.get(variation or "")


def variation_mark(variation: str | None) -> Html:
    """The icon alone, its words in the title; only where something happened."""
    icon = _variation(variation)
    if icon is None or not (variation or "").startswith("special_cause"):
        return Html("")
    glyph, words, tone = icon
    return tag("i", glyph, class_=f"variation verdict-{tone}", title=words, role="img", aria_label=words)


def _assurance(assurance: str | None) -> tuple[str, str, str] | None:
    icons = {
        "consistent_pass": ("✓", say("达标：照此下去能稳定达标"), "better"),
        "consistent_fail": ("✗", say("达标：不作改变就达不到目标"), "worse"),
        "inconsistent": ("?", say("达标：有时达标、有时不达标"), "plain"),
    }
    return icons.get(assurance or "")


def rules_text(settings: Mapping[str, str]) -> str:
    """The rules as they were applied, to be printed under the chart."""
    is_screened = settings.get("screening") == "true"
    screening = say("剔除异常极差") if is_screened else say("不剔除异常极差")
    return say(
        "规则：界限＝均值±2.66×平均移动极差（{screening}）；一点出界、连续{n_trend}点同升或同降、"
        "三点中两点逼近同侧界限、连续{n_shift}点在均值同侧，即为信号。",
        screening=screening,
        n_shift=settings.get("n_shift", ""),
        n_trend=settings.get("n_trend", ""),
    )


def settings_text(settings: Mapping[str, str]) -> str:
    """What decides the rules, as in the settings file."""
    return ", ".join(f"{name}={settings.get(name, '')}" for name in ("n_shift", "n_trend", "screening"))


def reason_text(points: Sequence[SignalPoint], settings: Mapping[str, str]) -> str:
    """Why a series has no limits, or only trial ones; '' where there is nothing to say."""
    if not points:
        return ""
    texts = {
        "short": say("不足{n}个月，只画走势，不画界限、不判断信号。", n=settings.get("fewest_points", "")),
        "few_cases": say(
            "平均每月不足{n}件，月度控制图会误报，改看季度或近12个月走势，不判断信号。",
            n=settings.get("fewest_cases", ""),
        ),
        "no_variation": say("数值几乎每个月都一样，没有正常波动可比，不判断信号。"),
        "gaps": say("没有相连的月份，无法衡量正常波动，不判断信号。"),
    }
    newest = points[-1]
    if newest.reason:
        return texts.get(newest.reason, "")
    if newest.trial:
        return say("不足{n}个月，界限为暂定。", n=settings.get("settled_points", ""))
    return ""


def rebases_text(points: Sequence[SignalPoint]) -> str:
    """Where the level was set anew, and why."""
    return " ".join(
        say(
            "{month}起重定基准：{reason}。",
            month=period_text("month", point.month),
            reason=point.rebase_reason,
        )
        for point in points
        if point.rebase_reason
    )


def control_example(points: Sequence[SignalPoint], measure: Measure) -> str:
    """How to read the chart, in three sentences; the last is told from this very chart."""
    general = say("横线是平均水平，两条虚线之间是正常波动的范围。点在范围内且没有连续走向，就不必追问原因。")
    charted = [point for point in points if point.lower_limit is not None and not point.reason]
    if not charted:
        return general
    found = episodes(charted)
    point = found[-1].newest if found else charted[-1]
    words = {
        "month": period_text("month", point.month),
        "value": value_text(point.value, measure),
        "low": value_text(max(point.lower_limit or 0.0, 0.0), measure),
        "high": value_text(_shown(point.upper_limit or 0.0, measure), measure),
    }
    if found:
        said = found[-1].words
        text = say("例如{month}的{value}属于“{signal}”，不像偶然，值得找原因。", signal=said, **words)
    else:
        text = say("例如{month}的{value}在{low}至{high}之间，只是正常波动。", **words)
    return (" " if language() == "en" else "").join((general, text))


def _shown(limit: float, measure: Measure) -> float:
    return min(limit, 100.0) if measure.unit == "percent" else limit
