"""Figures drawn once and shown often.

    @prepared_drawing
    def trend_figure(mart: Mart, filters: Filters) -> tuple[Figure, str]: ...

    show_html(trend_figure(mart, filters))

The function runs once per mart, choices and language; what is shown is its SVG (`charts/drawn_figure.py`), in
colours that the page's root switches.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import plotly.graph_objects as go

from charts.drawn_figure import drawn_figure
from charts.markup import Html
from metrics.mart_reader import Mart
from pages.shared.prepared import prepared_without_links


def prepared_drawing(function: Callable[..., tuple[go.Figure, str]]) -> Callable[..., Html]:
    """Cache what is drawn of `function(mart, *choices)`, by mart, choices (hashable) and language.

    `function` gives the figure, in the colours `palette.VARIABLES`, and its finding in words.
    """

    @prepared_without_links
    @wraps(function)
    def drawn(mart: Mart, *args: Any, **kwargs: Any) -> Html:
        figure, finding = function(mart, *args, **kwargs)
        return drawn_figure(figure.to_plotly_json(), finding)

    return drawn
