"""What a meeting wrote down, as its slides show it."""

from __future__ import annotations

from collections.abc import Iterable

from charts.markup import Html, join, tag
from data.language import say
from data.meeting_records import DECISION, Agreed

# the last slide repeats what was written down at every slide
LAST = "actions"


def notes_html(agreed: Iterable[Agreed]) -> dict[str, Html]:
    """Slide → the list of what was written down at it."""
    lines: dict[str, list[Html]] = {}
    for each in agreed:
        for slide in dict.fromkeys((each.slide, LAST)):
            lines.setdefault(slide, []).append(note_line(each))
    return {slide: tag("ul", *items) for slide, items in lines.items()}


def note_line(agreed: Agreed) -> Html:
    """决定 · 公布核对结果 — 人社局，2026-02-28前."""
    kind = say("决定") if agreed.kind == DECISION else say("待办")
    who = [agreed.office]
    if agreed.due:
        who.append(say("{day}前", day=agreed.due.isoformat()))
    words = join((tag("b", kind), " ", agreed.text, " ", tag("small", "— ", say("，").join(who))))
    return tag("li", words, tag("span", say("▲ 已办结"), class_="done") if agreed.done else "")
