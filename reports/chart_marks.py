"""Points that say something, as series of their own."""

from __future__ import annotations

from collections.abc import Iterator

from data.language import say
from reports.story import Chart, Series


def with_marks(chart: Chart) -> Iterator[Series]:
    """The series of a chart; points with a tone again, as series of their own whose shape tells the tone.

    A point coloured inside its series is shown so by one office program and not by the next.
    """
    names = {"better": say("改善信号"), "worse": say("变差信号"), "chosen": ""}
    if chart.unit == say("分"):
        names |= {"better": say("做得好"), "worse": say("需要支持")}
    yield from chart.series
    for tone, name in names.items():
        marked = [_only(series, tone) for series in chart.series if tone in series.tones]
        if marked:
            values = tuple(
                next((v for v in column if v is not None), None) for column in zip(*marked, strict=True)
            )
            yield Series(name or _name_of_chosen(chart), values, tone)


def _only(series: Series, tone: str) -> tuple[float | None, ...]:
    """The values that have the tone."""
    return tuple(v if each == tone else None for v, each in zip(series.values, series.tones, strict=True))


def _name_of_chosen(chart: Chart) -> str:
    tones = chart.series[0].tones
    return chart.categories[tones.index("chosen")]
