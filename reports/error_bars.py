"""Intervals of dots as native error bars, which python-pptx has no words for."""

from __future__ import annotations

from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from charts.palette import LIGHT
from reports.story import Series

# where error bars stand among the parts of a series
AFTER = ("c:cat", "c:val", "c:shape", "c:extLst")


def add_error_bars(drawn: Any, series: Series) -> None:
    """From `lower` to `upper` of every dot; nothing where a series has no interval."""
    if not series.lower or not series.upper:
        return
    above = [_length(high, value) for high, value in zip(series.upper, series.values, strict=True)]
    below = [_length(value, low) for value, low in zip(series.values, series.lower, strict=True)]
    element = drawn._element
    following = next(found for tag in AFTER if (found := element.find(qn(tag))) is not None)
    following.addprevious(_error_bars(above, below))


def _length(high: float | None, low: float | None) -> float:
    return 0.0 if high is None or low is None else max(high - low, 0.0)


def _error_bars(above: list[float], below: list[float]) -> Any:
    ink = LIGHT.secondary.lstrip("#").upper()
    return parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/>'
        '<c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/><c:plus>{_numbers(above)}</c:plus><c:minus>{_numbers(below)}</c:minus>'
        f'<c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill></a:ln></c:spPr>'
        "</c:errBars>"
    )


def _numbers(lengths: list[float]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{length!r}</c:v></c:pt>' for n, length in enumerate(lengths))
    return (
        f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}</c:numLit>'
    )
