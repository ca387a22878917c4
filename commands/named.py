"""What a command is asked for by name: as the mart knows it, or refused with the nearest that it knows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused

if TYPE_CHECKING:
    from metrics.mart_reader import Mart


def named_indicator(mart: Mart, asked: str) -> str:
    """The id of an indicator. Raises Refused where the mart has none such."""
    known = [name for (name,) in mart.kept_rows("indicators", ("indicator",))]
    return _one_of(asked, known, say("没有名为“{name}”的指标。", name=asked))


def named_period(mart: Mart, period_type: str, asked: str) -> str:
    """A period of that type, as `2025-07`. Raises Refused for one without figures."""
    return _one_of(asked, mart.periods(period_type), say("没有名为“{name}”的时期。", name=asked))


def named_area(mart: Mart, asked: str) -> str:
    """The code of an area, by its code or its name. Raises Refused where there is none, or more than one."""
    areas = mart.kept_rows("areas", ("area", "name"))
    codes = [code for code, _ in areas]
    if asked in codes:
        return asked
    found = [code for code, name in areas if name == asked]
    if len(found) > 1:
        listed = say("、").join(found)
        raise Refused(say("“{found}”不止一个，请写代码：{codes}", found=asked, codes=listed))
    names = [*codes, *(name for _, name in areas)]
    return found[0] if found else _one_of(asked, names, say("没有名为“{name}”的地区。", name=asked))


def _one_of(asked: str, known: Collection[str], refusal: str) -> str:
    if asked not in known:
        raise Refused(refusal + did_you_mean(asked, known))
    return asked
