"""Figures prepared once and shown often.

    @prepared_figure
    def trend_figure(mart: Mart, filters: Filters, colours: Tones) -> Figure: ...

    show_figure(trend_figure(mart, filters, tones()), key="trend", alt=say("…"))

The function runs once per mart, choices and language; what Streamlit gets is a finished plain dictionary, for
turning a Plotly figure into one costs more than everything else in a click.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from charts.drawn_figure import drawn_figure
from charts.markup import Html
from data.language import language, say
from metrics.mart_reader import Mart
from pages.shared.prepared import path_of, prepared_without_links

# a figure is some 5 kB; this many are kept for all readers together
FIGURES_KEPT = 2_000


class PreparedFigure(go.Figure):
    """A figure that already knows its JSON; read-only, for it is shared by all readers."""

    def __init__(self, figure: go.Figure) -> None:
        super().__init__()
        self.__dict__["_prepared"] = json.loads(figure.to_json())

    def to_dict(self) -> dict[str, Any]:
        prepared: dict[str, Any] = self.__dict__["_prepared"]
        return prepared


def prepared_figure(function: Callable[..., go.Figure]) -> Callable[..., PreparedFigure]:
    """Cache what `function(mart, *choices)` draws, by mart, choices (hashable) and language."""
    name = f"{function.__code__.co_filename}:{function.__qualname__}"

    @st.cache_resource(max_entries=FIGURES_KEPT, show_spinner=False, hash_funcs={Mart: path_of})
    def prepare(
        name: str, mart: Mart, language: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> PreparedFigure:
        return PreparedFigure(function(mart, *args, **kwargs))

    @wraps(function)
    def prepared(mart: Mart, *args: Any, **kwargs: Any) -> PreparedFigure:
        return prepare(name, mart, language(), args, kwargs)

    return prepared


def prepared_drawing(function: Callable[..., tuple[go.Figure, str]]) -> Callable[..., Html]:
    """Like `prepared_figure`, for figures that are drawn without Plotly (`charts/drawn_figure.py`).

    `function` gives the figure, in the colours `palette.VARIABLES`, and its finding in words.
    """

    @prepared_without_links
    @wraps(function)
    def drawn(mart: Mart, *args: Any, **kwargs: Any) -> Html:
        figure, finding = function(mart, *args, **kwargs)
        return drawn_figure(figure.to_plotly_json(), finding)

    return drawn


def show_figure(figure: go.Figure, *, key: str, alt: str, **options: Any) -> Any:
    """Draw a figure across the column; `alt` is what a screen reader says."""
    return st.plotly_chart(
        figure, width="stretch", theme=None, key=key, alt=alt, config=chart_config(), **options
    )


def chart_config() -> dict[str, Any]:
    """Plotly in the running language, with the download button alone."""
    shared = {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": say("平安报表")},
    }
    return shared | ({} if language() == "en" else {"locale": "zh-CN", "locales": {"zh-CN": _CHINESE}})


_MONTHS = [f"{month}月" for month in range(1, 13)]
_CHINESE = {
    "dictionary": {
        "Download plot as a PNG": "下载图片",
        "Download plot": "下载图片",
        "Double-click to zoom back out": "双击还原",
        "Preparing image - this may take a few seconds": "正在生成图片…",
        "Image download succeeded": "图片已下载",
        "Sorry, there was a problem downloading your image!": "图片下载失败",
    },
    "format": {
        "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
        "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        "months": _MONTHS,
        "shortMonths": _MONTHS,
        "date": "%Y/%m/%d",
    },
}
