"""The paragraph at the head of 总览: never more than five sentences, whatever the data hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.sentences import between_sentences
from charts.text import listed
from data.language import language, say
from metrics.findings import Apart

MOST_SENTENCES = 5
MOST_TOWNSHIPS = 3
MOST_INDICATORS = 2


def paragraph(sentences: Sequence[Html]) -> Html:
    """The first five of these sentences that say something."""
    said = [sentence for sentence in sentences if sentence and sentence != "<span></span>"]
    return tag("p", join(said[:MOST_SENTENCES], between_sentences()), class_="lead")


def some_of(names: Sequence[str]) -> str:
    """The first names, and that there are more."""
    if len(names) <= MOST_TOWNSHIPS:
        return listed(list(names))
    between = ", " if language() == "en" else "、"
    return say("{names}等{n}个", names=between.join(names[:MOST_TOWNSHIPS]), n=len(names))


def whom_sentence(
    worse: Sequence[Apart],
    measures: Mapping[str, Measure],
    names: Mapping[str, str],
    address: Callable[[str], str],
    period_type: str,
) -> Html:
    """Which townships to ask first, and about what; nothing where none is clearly worse than the county.

    worse: beyond 99.8 %, the clearest first. period_type: of these figures; twelve months are named.
    """
    about: dict[str, list[str]] = {}
    for apart in worse:
        about.setdefault(apart.township, []).append(measures[apart.indicator].name)
    if not about:
        return Html("")
    shown = [
        join([link(address(code), names.get(code, code)), _about(found)])
        for code, found in list(about.items())[:MOST_TOWNSHIPS]
    ]
    lead = say("近12个月，") if period_type == "rolling12" else ""
    more = say("等{n}个乡镇", n=len(about)) if len(about) > len(shown) else ""
    comma = ", " if language() == "en" else "、"
    return tag("span", lead, join(shown, comma), more, say("明显差于全县，可先过问。"))


def _about(indicators: Sequence[str]) -> str:
    text = listed(list(indicators[:MOST_INDICATORS]))
    if len(indicators) > MOST_INDICATORS:
        text = say("{names}等{n}项", names=text, n=len(indicators))
    return f" ({text})" if language() == "en" else f"（{text}）"
