"""Every township's trend beside the others, all on one scale, those with a signal first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from charts.area_figures import AreaFigure
from charts.control_lines import limits_shown
from charts.drawing import drawn_line
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import glyph, verdict_of, verdict_words
from charts.scale import Scale, scale_for
from charts.signal_words import Episode, episodes
from charts.text import divisor, number_text, period_text, value_text
from data.language import say
from metrics.signal_queries import SignalPoint

WIDTH, HEIGHT = 200, 80
NEWEST = 3  # months: an older signal is history, not news
OUTLIERS = 0.02  # of all points on each side: a village of three cases must not flatten all the others
SHAPES = {"better": "▲", "worse": "▼", "plain": "◆"}


@dataclass(frozen=True)
class SmallTrend:
    """One township: its periods in time order, its control chart where these are months, its standing now."""

    series: tuple[AreaFigure, ...]
    points: tuple[SignalPoint, ...]
    now: AreaFigure

    @property
    def news(self) -> Episode | None:
        """The signal of the last three months, if any."""
        found = episodes(self.points)
        recent = {point.month for point in self.points[-NEWEST:]}
        return found[-1] if found and found[-1].newest.month in recent else None


def by_signal(trends: Sequence[SmallTrend], measure: Measure) -> list[SmallTrend]:
    """Signals first, worse before better, then who differs from the county; neutral ones by register."""
    if not measure.is_judged:
        return list(trends)
    return sorted(trends, key=lambda trend: _place(trend, measure))


def _place(trend: SmallTrend, measure: Measure) -> tuple[int, int]:
    news = trend.news
    signal = {"worse": 0, "better": 1}.get(news.tone, 2) if news else 3
    order = ("worse_99_8", "worse_95", "better_99_8", "better_95")
    shown = trend.now.verdict_class if measure.is_compared and not trend.now.too_few else ""
    return signal, order.index(shown) if shown in order else len(order)


def shared_scale(trends: Sequence[SmallTrend], measure: Measure, county: Sequence[AreaFigure] = ()) -> Scale:
    """One axis for all, in the unit of the values, that holds all but the outermost points."""
    known = sorted(f.value for trend in trends for f in trend.series if f.value is not None)
    cut = int(OUTLIERS * len(known))
    known = known[cut : len(known) - cut] if len(known) > 2 * cut else known
    return scale_for([*known, *(f.value for f in county if f.value is not None)], unit=measure.unit)


def small_trends(
    trends: Sequence[SmallTrend],
    measure: Measure,
    period_type: str,
    address: Callable[[str], str],
    county: Sequence[AreaFigure] = (),
) -> Html:
    """A panel for each in the order given; `county` is the thin line behind, of the same periods."""
    scale = shared_scale(trends, measure, county)
    behind = _line([f.value for f in county], scale, "county") if county else Html("")
    panels = join(_panel(trend, measure, period_type, address, scale, behind) for trend in trends)
    room = max((len(number_text(tick, measure)) for tick in scale.ticks), default=0)
    style = f"--digits:{room}"  # of the longest number beside a panel
    return tag("ul", panels, class_="small-trends", style=style, aria_label=say("各乡镇走势"))


def _panel(
    trend: SmallTrend,
    measure: Measure,
    period_type: str,
    address: Callable[[str], str],
    scale: Scale,
    behind: Html,
) -> Html:
    head = _head(trend, measure, address(trend.now.area))
    line = _line([figure.value for figure in trend.series], scale, "line")
    said = _said(trend, measure, period_type)
    plot = tag(
        "div",
        *(_grid(scale, measure), behind, _levels(trend, scale, measure), line, _marks(trend, scale)),
        class_="plot",
        role="img",
        aria_label=said,
        title=said,
    )
    return tag("li", head, plot)


def _head(trend: SmallTrend, measure: Measure, address: str) -> Html:
    known = [figure for figure in trend.series if figure.value is not None]
    newest = value_text(known[-1].value, measure) if known else "○"
    return tag(
        "div", link(address, trend.now.name), tag("b", newest), _standing(trend, measure), class_="head"
    )


def _standing(trend: SmallTrend, measure: Measure) -> Html:
    """Its newest signal, else its verdict, else nothing: what is ordinary needs no word."""
    if trend.news:
        tone = trend.news.tone
        return tag("small", f"{SHAPES[tone]} {trend.news.words}", class_=f"tone-{tone}")
    verdict = trend.now.verdict_class
    if measure.is_compared and not trend.now.too_few and verdict_of(verdict) in ("better", "worse"):
        words = f"{glyph(verdict)} {verdict_words(verdict)}"
        return tag("small", words, class_=f"tone-{verdict_of(verdict)}")
    return tag("small")


def _said(trend: SmallTrend, measure: Measure, period_type: str) -> str:
    known = [figure for figure in trend.series if figure.value is not None]
    if not known:
        return say("{name}：没有数据。", name=trend.now.name)
    low = min(known, key=lambda figure: figure.value or 0.0)
    high = max(known, key=lambda figure: figure.value or 0.0)
    news = trend.news
    return say(
        "{name}：{last}为{value}；期间最低{low}，最高{high}；{signal}。",
        name=trend.now.name,
        last=period_text(period_type, known[-1].period),
        value=value_text(known[-1].value, measure),
        low=value_text(low.value, measure),
        high=value_text(high.value, measure),
        signal=news.words if news else say("近期没有信号"),
    )


def _top(value: float, scale: Scale) -> float:
    """Percent from the top; what lies outside the axis is drawn on its edge."""
    return min(100.0, max(0.0, 100 - scale.share(value)))


def _left(place: int, count: int) -> float:
    return 100 * (place + 0.5) / max(1, count)


def _grid(scale: Scale, measure: Measure) -> Html:
    ticks = scale.ticks
    shown = ticks if len(ticks) < 4 else ticks[::2]  # evenly apart
    return join(
        tag(
            "u",
            tag("span", number_text(tick, measure)),
            style=f"top:{_top(tick, scale):.1f}%",
            aria_hidden="true",
        )
        for tick in shown
    )


def _line(values: Sequence[float | None], scale: Scale, name: str) -> Html:
    parts, pen = [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x, y = _left(place, len(values)) * WIDTH / 100, _top(value, scale) * HEIGHT / 100
        parts.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
    return drawn_line("".join(parts), WIDTH, HEIGHT, name) if parts else Html("")


def _levels(trend: SmallTrend, scale: Scale, measure: Measure) -> Html:
    """Mean and limits of each stretch of the control chart."""
    places = {figure.period: place for place, figure in enumerate(trend.series)}
    charted = [p for p in trend.points if p.lower_limit is not None and p.month in places]
    lines = []
    for _, run in groupby(charted, key=lambda point: (point.mean, point.lower_limit)):
        stretch = list(run)
        left = _left(places[stretch[0].month], len(trend.series))
        width = _left(places[stretch[-1].month], len(trend.series)) - left
        lower, upper = limits_shown(stretch[0].lower_limit or 0.0, stretch[0].upper_limit or 0.0, measure)
        unit = divisor(measure)
        for level, name in ((stretch[0].mean, "mean"), (lower * unit, "limit"), (upper * unit, "limit")):
            style = f"top:{_top(level, scale):.1f}%;left:{left:.1f}%;width:{width:.1f}%"
            lines.append(tag("s", class_=name, style=style))
    return join(lines)


def _marks(trend: SmallTrend, scale: Scale) -> Html:
    """A dot on every signal and on the newest period."""
    tones = {p.month: e.tone for e in episodes(trend.points) for p in e.points}
    count, shown = len(trend.series), []
    known = [place for place, figure in enumerate(trend.series) if figure.value is not None]
    for place in known:
        figure = trend.series[place]
        tone = tones.get(figure.period, "here" if place == known[-1] else "")
        if tone:
            style = f"left:{_left(place, count):.1f}%;top:{_top(figure.value or 0.0, scale):.1f}%"
            shown.append(tag("i", class_=f"dot {tone}", style=style))
    return join(shown)
