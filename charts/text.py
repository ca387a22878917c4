"""Numbers, units and periods as a reader sees them, in Chinese and English."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date

from charts.measure import Measure
from data.language import language, say
from metrics.period_spans import months_of
from metrics.rounding import cut_off, half_up

NOTHING = "—"
MINUS = "−"
# what indicators count, where there is one of it
ONE = {"cases": "case", "people": "person", "places": "place", "sessions": "session", "visits": "visit"}
BREAK = r"([aeiou][bcdfghklmnprstvwxyz])([bcdfghklmnprstvwxyz][aeiou])"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LONG_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def is_missing(value: object) -> bool:
    """Whether there is no figure: None, NaN or pandas' NA."""
    if value is None:
        return True
    try:
        return math.isnan(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return True


def plain_number(value: float, decimals: int, *, truncate: bool = False) -> str:
    """3276 → '3,276', −0.5 → '−0.5'; half up unless `truncate`, never '−0'."""
    rounded = cut_off(value, decimals) if truncate else half_up(value, decimals)
    shown = f"{abs(rounded):,.{decimals}f}"
    return f"{MINUS}{shown}" if rounded < 0 else shown


def divisor(measure: Measure) -> float:
    """Yuan in the unit that money is shown in: 万元, in English a thousand yuan; 1 of any other measure."""
    if measure.unit != "yuan":
        return 1.0
    return 1_000.0 if language() == "en" else 10_000.0


def number_text(value: float | None, measure: Measure) -> str:
    """The value without its unit; '—' where there is none.

    A share that is not whole never prints as 100 or 0.
    """
    if value is None or is_missing(value):
        return NOTHING
    shown = plain_number(value / divisor(measure), measure.decimals, truncate=measure.truncate)
    if measure.unit == "percent":
        return never_whole(value, shown, measure.decimals)
    return shown


def never_whole(value: float, shown: str, decimals: int) -> str:
    """'>99.9' and '<0.1' for a share that would print as 100 or 0 and is not; `shown`: the rounded value."""
    step = 10.0**-decimals
    if value < 100 and float(shown.replace(MINUS, "-").replace(",", "")) >= 100:
        return f">{plain_number(100 - step, decimals)}"
    if value > 0 and float(shown.replace(MINUS, "-").replace(",", "")) == 0:
        return f"<{plain_number(step, decimals)}"
    return shown


def unit_text(measure: Measure) -> str:
    """What stands behind the number: %, 天, /万人·年, 件 …"""
    if measure.unit == "count":
        return measure.counted or say("件")
    units = {
        "percent": "%",
        "days": say("天"),
        "yuan": say("万元"),
        "per_10k": say("/万人·年"),
        "per_100k": say("/十万人·年"),
    }
    return units.get(measure.unit, "")


def value_text(value: float | None, measure: Measure) -> str:
    """'92.3%', '3,276件', '—'."""
    number = number_text(value, measure)
    if number == NOTHING:
        return number
    return with_word(number, unit_text(measure))


def change_text(change: float | None, measure: Measure) -> str:
    """'−18.6%' for counts and money, '−3.2个百分点' or '+1.2天' for rates; '—' without a base."""
    if change is None or is_missing(change):
        return NOTHING
    decimals = 1 if measure.unit in ("count", "yuan") else measure.decimals
    number = plain_number(change, decimals)
    signed = f"+{number}" if half_up(change, decimals) > 0 else number
    units = {"percent": say("个百分点"), "count": "%", "yuan": "%", "days": say("天")}
    return with_word(signed, units.get(measure.unit, unit_text(measure)))


def count_text(count: float | None) -> str:
    """3276.0 → '3,276'; weights are kept: 1.5 → '1.50'; '—' where there is none."""
    if count is None:
        return NOTHING
    return plain_number(count, 0 if count == int(count) else 2)


def counts_text(numerator: float | None, denominator: float | None, measure: Measure) -> str:
    """'167/3,276'; events and person-months for a rate per head; '' for a plain count."""
    if numerator is None or is_missing(numerator) or denominator is None or is_missing(denominator):
        return ""
    above, below = plain_number(numerator, 0), plain_number(denominator, 0)
    if measure.unit in ("per_10k", "per_100k"):
        events = with_word(above, measure.counted or say("件"))
        return say("{events}/{people}人·月", events=events, people=below)
    return f"{above}/{below}"


def bracketed(text: str) -> str:
    """'（167/3,276）'; ' (167/3,276)' in English; '' stays ''."""
    if not text:
        return ""
    return f" ({text})" if language() == "en" else f"（{text}）"


def with_word(number: str, word: str) -> str:
    """'3件'; '3 cases', '1 case'."""
    if language() != "en":
        return f"{number}{word}"
    gap = " " if word[:1].isalpha() else ""
    return f"{number}{gap}{ONE.get(word, word) if number == '1' else word}"


def letters_of(names: Iterable[str]) -> str:
    """The length of the longest name, for the styles: a column is as wide as it, within bounds."""
    return f"--letters:{max(map(len, names), default=0)}"


def soft_hyphens(text: str) -> str:
    """Long English words may break between two consonants; Chinese breaks anywhere as it is."""
    return re.sub(r"[A-Za-z]{9,}", lambda word: re.sub(BREAK, "\\1\u00ad\\2", word.group()), text)


def mid_sentence(text: str) -> str:
    """A word of a table inside a sentence: English begins it small."""
    return text[:1].lower() + text[1:] if language() == "en" else text


def begun(text: str) -> str:
    """A word of the middle of a sentence at its beginning: English begins it large."""
    return text[:1].upper() + text[1:]


def month_of(month: str) -> date:
    """'2025-07' → its first day."""
    return date.fromisoformat(f"{month}-01")


def month_text(month: date) -> str:
    """2025年12月 · Dec 2025."""
    if language() == "en":
        return f"{MONTHS[month.month - 1]} {month.year}"
    return f"{month.year}年{month.month}月"


def period_text(period_type: str, period: str) -> str:
    """('quarter', '2025-Q3') → 2025年第3季度; ytd and rolling12 are named by their last month."""
    if period_type == "year":
        return say("{year}年", year=period)
    if period_type == "quarter":
        year, _, quarter = period.partition("-Q")
        return say("{year}年第{quarter}季度", year=year, quarter=quarter)
    return _ending_text(period_type, month_of(period))


def running_text(period_type: str, period: str, newest_month: str) -> str:
    """`period_text`, and of a year or a quarter that is not over, until when there are data.

    newest_month: '2026-09', the last that was published.
    """
    text = period_text(period_type, period)
    if months_of(period_type, period)[-1] <= newest_month:
        return text
    return say("{period}（截至{month}）", period=text, month=month_text(month_of(newest_month)))


def spanned_text(period_type: str, period: str, first_month: str) -> str:
    """`period_text`, and of twelve months that begin before the data do, how many have any.

    first_month: '2025-11', the first that was published.
    """
    text = period_text(period_type, period)
    with_data = sum(month >= first_month for month in months_of(period_type, period))
    if period_type != "rolling12" or with_data == 12:
        return text
    return say("{period}，其中{n}个月有数据", period=text, n=with_data)


def _ending_text(period_type: str, last: date) -> str:
    if period_type == "rolling12":
        return say("截至{month}的12个月", month=month_text(last))
    if period_type == "ytd" and last.month > 1:
        return say("{year}年1—{month}月", year=last.year, month=_month_name(last))
    return month_text(last)


def _month_name(month: date) -> str:
    return LONG_MONTHS[month.month - 1] if language() == "en" else str(month.month)


def previous_words(period_type: str) -> str:
    """What `previous_change` compares with: 上月, 上季度, 上年 …"""
    words = {"month": say("比上月"), "quarter": say("比上季度"), "year": say("比上年")}
    return words.get(period_type, say("比上期"))


def months_listed(months: Sequence[str], most: int = 3) -> str:
    """'2025年3月和2025年5月'; of more than `most` months how many there are: '…2025年5月等6个月'."""
    named = [month_text(month_of(month)) for month in months]
    if len(named) <= most:
        return listed(named)
    return say(
        "{months}等{n}个月", months=(", " if language() == "en" else "、").join(named[:most]), n=len(named)
    )


def listed(names: list[str]) -> str:
    """'甲、乙和丙'; 'A, B and C'."""
    if len(names) < 2:
        return "".join(names)
    between, last = (", ", " and ") if language() == "en" else ("、", "和")
    return f"{between.join(names[:-1])}{last}{names[-1]}"
