"""怎么看这张图: how to read each kind of chart, three plain sentences with an example, folded away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charts.area_figures import AreaFigure
from charts.markup import Html, tag
from charts.measure import Measure
from charts.palette import verdict_of, verdict_words
from charts.text import bracketed, counts_text, value_text
from data.language import language, say


def how_to_fold(words: str) -> Html:
    """One line that opens on a click."""
    return tag("details", tag("summary", say("怎么看这张图")), tag("p", words), class_="how")


def _joined(*sentences: str) -> str:
    return (" " if language() == "en" else "").join(sentence for sentence in sentences if sentence)


def ranking_how_to(figures: Sequence[AreaFigure], measure: Measure) -> str:
    """Dots with intervals and the county's line."""
    return _joined(
        say("圆点是数值，横线是它的95%置信区间：件数越少，横线越长。"),
        say("横线碰到全县竖线的，与全县的差别可能只是偶然，名次先后没有意义。"),
        _longest(figures, measure),
    )


def _longest(figures: Sequence[AreaFigure], measure: Measure) -> str:
    known = [f for f in figures if f.value is not None and f.lower95 is not None and f.upper95 is not None]
    if not known:
        return ""
    widest = max(known, key=lambda f: (f.upper95 or 0.0) - (f.lower95 or 0.0))
    return say(
        "例如{name}的{value}{counts}，真实水平可能在{low}至{high}之间。",
        name=widest.name,
        value=value_text(widest.value, measure),
        counts=bracketed(counts_text(widest.numerator, widest.denominator, measure)),
        low=value_text(widest.lower95, measure),
        high=value_text(widest.upper95, measure),
    )


def heat_how_to(cells: Iterable[tuple[AreaFigure, Measure]]) -> str:
    """Townships × indicators."""
    return _joined(
        say("一行一个乡镇，一列一项指标，格里是数值，▲好于全县、▼差于全县，没有记号的与全县相近。"),
        say("颜色深的是99.8%把握，浅的是95%；○是没有报送或件数太少，不作比较。"),
        _first_apart(cells),
    )


def _first_apart(cells: Iterable[tuple[AreaFigure, Measure]]) -> str:
    for figure, measure in cells:
        if figure.verdict_class.endswith("99_8") and measure.is_compared and not figure.too_few:
            return say(
                "例如{name}的{measure} {value}，全县{county}，{verdict}，值得先看。",
                name=figure.name,
                measure=measure.name,
                value=value_text(figure.value, measure),
                county=value_text(figure.county_value, measure),
                verdict=verdict_words(figure.verdict_class),
            )
    return say("例如某格是▼，就点开看它的分子和分母，再决定要不要过问。")


def spine_how_to(rows: Iterable[tuple[AreaFigure | None, Measure]]) -> str:
    """One township inside the county's range."""
    return _joined(
        say(
            "每行的浅条是各乡镇从最低到最高的范围，深条是中间一半，下面的细线是同类乡镇的范围，"
            "竖线是全县，圆点是本乡镇，越靠右越好。"
        ),
        say("圆点在深条里，就和多数乡镇差不多；有▲▼的才与全县有明显差别。"),
        _first_verdict(rows),
    )


def _first_verdict(rows: Iterable[tuple[AreaFigure | None, Measure]]) -> str:
    for figure, measure in rows:
        if figure is None or figure.value is None or figure.too_few or not measure.is_compared:
            continue
        if verdict_of(figure.verdict_class) in ("better", "worse", "similar"):
            return say(
                "例如{measure} {value}，全县{county}，{verdict}。",
                measure=measure.name,
                value=value_text(figure.value, measure),
                county=value_text(figure.county_value, measure),
                verdict=verdict_words(figure.verdict_class),
            )
    return say("例如圆点落在竖线右边很远又没有▲，说明件数太少，还不能下结论。")


def map_how_to() -> str:
    """The map, which is coloured by the verdict, not by the value."""
    return _joined(
        say("颜色表示与全县比较的结论，不是数值的高低。"),
        say("面积大不等于问题大，灰色是与全县相近。"),
        say("例如两个乡镇数值相差不少却都是灰色，就是件数太少，差别可能只是偶然。"),
    )
