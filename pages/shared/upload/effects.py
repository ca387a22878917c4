"""Which figures change: before → after, the county first, the townships counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from charts.markup import Html, link, tag
from charts.measure import Measure
from charts.text import counts_text, is_missing, period_text, value_text
from data.branches import LEVELS, is_branch
from data.language import say
from data.level_words import spoken_of
from metrics.jumps import Jump
from pages.shared.address import href
from pages.shared.html_tables import Column, plain_table

if TYPE_CHECKING:
    from pandas import DataFrame

COUNTY = "county"
ROWS_SHOWN = 60
JUMPS_SHOWN = 12


def effects_table(figures: DataFrame, measures: Mapping[str, Measure]) -> Html:
    """The county's figures of the newest month that changes, before and after."""
    if figures.empty:
        return Html("")
    newest = str(figures["period"].iloc[0])
    shown = figures[figures["period"] == newest]
    county = shown[shown["area"] == COUNTY]
    rows: list[Any] = list(county.head(ROWS_SHOWN).itertuples())
    townships = Counter(shown.loc[shown["area"].map(_is_right_below), "indicator"])
    return plain_table(_columns(newest, measures, townships), rows)


def _columns(month: str, measures: Mapping[str, Measure], townships: Mapping[str, int]) -> tuple[Column, ...]:
    def name(row: Any) -> Html:
        shown = measures[row.indicator].name if row.indicator in measures else row.indicator
        return link(href("indicator", indicator=row.indicator, period=month, by=""), shown)

    return (
        Column(say("指标"), name, "short"),
        Column(say("现在"), lambda row: _value(row, "before", measures), "number"),
        Column(say("发布后"), lambda row: tag("b", _value(row, "after", measures)), "number"),
        Column(say("分子/分母，现在"), lambda row: _counts(row, "before", measures), "number"),
        Column(say("分子/分母，发布后"), lambda row: _counts(row, "after", measures), "number"),
        Column(say("变动乡镇"), lambda row: townships.get(row.indicator, 0), "number"),
    )


def effects_sentence(figures: DataFrame) -> str:
    """How many figures of the county change, in the newest month and in earlier ones."""
    if figures.empty:
        return say("发布后没有数字变化。")
    newest = str(figures["period"].iloc[0])
    county = figures[figures["area"] == COUNTY]
    now = int((county["period"] == newest).sum())
    earlier = county[county["period"] != newest]
    sentence = say("全县{month}有{n}项指标变化", month=period_text("month", newest), n=now)
    if earlier.empty:
        return say("{sentence}。", sentence=sentence)
    months = earlier["period"].nunique()
    return say(
        "{sentence}；另有更早的{months}个月共{n}处变化。", sentence=sentence, months=months, n=len(earlier)
    )


def jumps_html(jumps: Sequence[Jump], measures: Mapping[str, Measure], names: Mapping[str, str]) -> Html:
    """What would differ from the month before by more than chance explains: worth a look before."""
    if not jumps:
        return tag("p", say("与上月相比，没有超出正常波动的变化。"), class_="note")
    county = sum(1 for each in jumps if each.area == COUNTY)
    title = say(
        "与上月相比，{n}处变化超出正常波动（全县{county}处），请先看看是不是填错：",
        n=len(jumps),
        county=county,
    )
    lines = [tag("li", _jump_words(each, measures, names)) for each in jumps[:JUMPS_SHOWN]]
    more = len(jumps) - JUMPS_SHOWN
    rest = tag("p", say("另有{n}处。", n=more), class_="note") if more > 0 else ""
    return tag("div", tag("p", tag("b", title)), tag("ul", *lines), rest, class_="jumps")


def _jump_words(jump: Jump, measures: Mapping[str, Measure], names: Mapping[str, str]) -> str:
    measure = measures[jump.indicator]
    return say(
        "{area}，{indicator}：上月{before} → {after}",
        area=say("全县") if jump.area == COUNTY else names.get(jump.area, jump.area),
        indicator=measure.name,
        before=value_text(jump.before, measure),
        after=value_text(jump.after, measure),
    )


def _is_right_below(area: str) -> bool:
    """Whether the column counts it: of a province its cities, not what is in them."""
    below = spoken_of()[1]
    if below in LEVELS:
        return area.startswith(f"{below}:")
    return area != COUNTY and not area.startswith("kind:") and not is_branch(area)


def _value(row: Any, side: str, measures: Mapping[str, Measure]) -> str:
    value = getattr(row, f"value_{side}")
    measure = measures.get(row.indicator)
    return "—" if measure is None or is_missing(value) else value_text(value, measure)


def _counts(row: Any, side: str, measures: Mapping[str, Measure]) -> str:
    measure = measures.get(row.indicator)
    if measure is None:
        return ""
    return counts_text(getattr(row, f"numerator_{side}"), getattr(row, f"denominator_{side}"), measure)
