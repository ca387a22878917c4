"""What a series has done, in sentences: its trend, its season, and how far it is from the target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from charts.area_figures import AreaFigure
from charts.measure import Measure
from charts.text import change_text, period_text, value_text, with_word
from data.language import language, say
from metrics.cases_to_target import cases_to_target
from metrics.seasons import ExpectedRange
from metrics.trend_queries import SeriesTrend
from metrics.trends import MONTHS_OF_YEAR


def month_no(month: str) -> int:
    """ "2025-07" → months counted from the year 0."""
    return int(month[:4]) * MONTHS_OF_YEAR + int(month[5:7]) - 1


def month_of_no(number: int) -> str:
    """The other way."""
    return f"{number // MONTHS_OF_YEAR}-{number % MONTHS_OF_YEAR + 1:02}"


def monthly_points(series: Sequence[AreaFigure], unit: str) -> list[tuple[int, float]]:
    """(month counted, value) of the months with a final figure; a total that lacks reports is none."""
    is_total = unit in ("count", "yuan")
    return [
        (month_no(f.period), f.value)
        for f in series
        if f.value is not None and not f.provisional and (f.complete or not is_total)
    ]


def monthly_shares(series: Sequence[AreaFigure]) -> list[tuple[int, float, float]]:
    """(month counted, cases, of how many) of the months of a share that are final and have cases."""
    return [
        (month_no(f.period), f.numerator or 0.0, f.denominator)
        for f in series
        if f.value is not None and f.denominator and not f.provisional
    ]


def trend_words(found: SeriesTrend, measure: Measure) -> str:
    """Mann–Kendall over the months of a series; '' where they were not tested."""
    if found.trend_z is None:
        return ""
    name = say("季节曼-肯德尔检验") if found.trend_is_seasonal else say("曼-肯德尔检验")
    if found.direction == 0:
        return say("{months}个月里没有单向的走势（{test}，p≥0.01）。", months=found.trend_months, test=name)
    return say(
        "{months}个月里总体{direction}，每年约{slope}（{test}，p<0.01）。",
        months=found.trend_months,
        direction=say("上升") if found.direction > 0 else say("下降"),
        slope=_yearly(found.trend_yearly_slope or 0.0, measure),
        test=name,
    )


def _yearly(slope: float, measure: Measure) -> str:
    """Sen's slope a year, in the unit: a count's in cases, not in percent."""
    if measure.unit in ("count", "yuan"):
        sign = "+" if slope > 0 else ""
        return sign + value_text(slope, measure)
    return change_text(slope, measure)


def annual_words(found: SeriesTrend) -> str:
    """The five-year test over whole years; '' with fewer than five."""
    texts = {
        "increasing": say("近五年上升（99.8%水平）。"),
        "decreasing": say("近五年下降（99.8%水平）。"),
        "none": say("近五年没有明显升降。"),
        "outlier": say("近五年的升降只由某一年造成，不算趋势。"),
    }
    return texts.get(found.verdict or "", "")


def target_words(figure: AreaFigure, measure: Measure) -> str:
    """How many more (or fewer) cases would have met the target; '' without a target or with sums of days.

    A total that lacks reports is not said to have met it: it may only be low for that.
    """
    cases = cases_to_target(figure.numerator, figure.denominator, figure.target, measure.good, measure.unit)
    is_open = measure.unit == "count" and figure.covered < figure.expected and cases == 0
    if cases is None or is_open or not measure.is_judged:
        return ""
    target = value_text(figure.target, measure)
    if cases == 0:
        return say("{area}已达到目标{target}。", area=figure.name, target=target)
    number = with_word(f"{cases:,}", measure.counted or say("件"))
    if measure.good == "low":
        return say("{area}少{cases}即达到目标{target}。", area=figure.name, cases=number, target=target)
    return say("{area}再办好{cases}即达到目标{target}。", area=figure.name, cases=number, target=target)


def season_words(ranges: Sequence[ExpectedRange], measure: Measure) -> str:
    """Which months of the last year were not what they usually are; or that none was, or why nobody knows."""
    if not ranges:
        return say("季节参照需要此前有两个完整年份的月度数据，现在还不够。")
    odd = _odd_months(ranges, measure, _odd_month)
    if odd:
        return say("与往年同月不同的月份：{months}。", months=odd)
    months = min(len(ranges), MONTHS_OF_YEAR)
    return say("最近{n}个月都与往年同月相近，高峰也是每年都有的高峰，不必当作异常。", n=months)


def few_for_season(settings: Mapping[str, str]) -> str:
    """Why a series of few cases is not set against the season."""
    return say(
        "平均每月不足{n}件，与往年同月比会误报，改看季度或近12个月走势。", n=settings.get("fewest_cases", "")
    )


def _odd_months(
    ranges: Sequence[ExpectedRange], measure: Measure, words: Callable[[ExpectedRange, Measure], str]
) -> str:
    """The newest three of the last year's months that lie beyond their range; "" where none does."""
    odd = [each for each in ranges[-MONTHS_OF_YEAR:] if each.direction]
    return say("；").join(words(each, measure) for each in odd[-3:])


def _odd_month(each: ExpectedRange, measure: Measure) -> str:
    return say(
        "{month} {value}，{side}往年同月的范围（{low}至{high}）",
        month=period_text("month", month_of_no(each.month_no)),
        value=value_text(each.value, measure),
        side=say("高于") if each.direction > 0 else say("低于"),
        **_ends(each, measure),
    )


def _ends(each: ExpectedRange, measure: Measure) -> dict[str, str]:
    high = min(each.upper, 100.0) if measure.unit == "percent" else each.upper
    return {"low": value_text(max(each.lower, 0.0), measure), "high": value_text(high, measure)}


def size_words(ranges: Sequence[ExpectedRange], measure: Measure) -> str:
    """Which months of the last year lie beyond limits that allow for their number of cases."""
    if not ranges:
        return say("月份不足，或每月件数太少，或数值几乎没有变化，画不出按件数推算的界限。")
    odd = _odd_months(ranges, measure, _beyond)
    if odd:
        return say("按每月件数推算，超出正常范围的月份：{months}。", months=odd)
    return say("按每月件数推算，最近{n}个月都在正常范围之内。", n=min(len(ranges), MONTHS_OF_YEAR))


def _beyond(each: ExpectedRange, measure: Measure) -> str:
    return say(
        "{month} {value}（范围{low}至{high}）",
        month=period_text("month", month_of_no(each.month_no)),
        value=value_text(each.value, measure),
        **_ends(each, measure),
    )


def size_example(ranges: Sequence[ExpectedRange], measure: Measure) -> str:
    """How to read limits that follow the number of cases, in three sentences."""
    general = say(
        "灰带的宽窄随当月件数变：件数少的月份偶然波动大，带就宽。点在带内属正常波动，信号和预警仍以控制图为准。"
    )
    if not ranges:
        return general
    newest = ranges[-1]
    text = say(
        "例如{month}的正常范围是{low}至{high}，实际是{value}。",
        month=period_text("month", month_of_no(newest.month_no)),
        value=value_text(newest.value, measure),
        **_ends(newest, measure),
    )
    return (" " if language() == "en" else "").join((general, text))


def season_example(ranges: Sequence[ExpectedRange], measure: Measure) -> str:
    """How to read the seasonal view, in three sentences; the last is told from this very chart."""
    general = say(
        "灰带是往年同月推算的正常范围，点线是预计值。点在带内，就是这个季节该有的样子，即使比上月高出很多。"
    )
    if not ranges:
        return general
    newest = ranges[-1]
    text = say(
        "例如{month}按往年应在{low}至{high}之间，实际是{value}。",
        month=period_text("month", month_of_no(newest.month_no)),
        value=value_text(newest.value, measure),
        **_ends(newest, measure),
    )
    return (" " if language() == "en" else "").join((general, text))
