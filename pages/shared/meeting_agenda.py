"""What a meeting will go through, told before it begins: the finding of every slide, and the way to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from charts.markup import Html, link, tag
from charts.palette import GLYPHS
from data.language import say
from data.refusal import Refused
from pages.shared.address import href
from reports.story import Slide


def agenda_html(standard: Callable[[], Sequence[Slide]]) -> Html:
    """The slides in their order; `standard` writes them. Says why where a period has none."""
    try:
        slides = standard()
    except Refused as refusal:
        return _list(say("要讲的各页"), [tag("p", str(refusal), class_="note")])
    title = say("要讲的{n}页", n=len(slides))
    return _list(title, [tag("ol", *(_line(slide) for slide in slides))])


def _list(title: str, parts: Iterable[Html]) -> Html:
    return tag("div", tag("h2", title, class_="section"), *parts, class_="stack agenda")


def _line(slide: Slide) -> Html:
    shape = GLYPHS.get(slide.tone, "")
    mark = tag("i", shape, class_=f"tone-{slide.tone}", aria_hidden="true") if shape else ""
    # the slides as they would be now: a meeting that was prepared has none before it begins
    finding = link(href("meeting", meeting="", slide=slide.id), slide.title)
    # the finding itself names the indicator or the township
    domain = slide.section.split(" · ")[0]
    return tag("li", tag("small", domain), tag("span", mark, finding))
