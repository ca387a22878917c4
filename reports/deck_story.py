"""The standard deck of a period: agenda → headline → each domain → townships → index → open actions."""

from __future__ import annotations

from collections.abc import Sequence

from data.language import say
from reports.edition import stated
from reports.facts import Facts
from reports.slides_actions import actions_slide, decided_slide
from reports.slides_county import domain_slides, headline_slide
from reports.slides_townships import index_slide, township_slides
from reports.story import Action, Points, Slide, Story
from reports.wording import changes_finding


def deck_story(facts: Facts, actions: Sequence[Action] = (), decided: Sequence[Action] = ()) -> Story:
    """All slides, in order; `actions`: what meetings decided and nobody has finished, for the end.

    `decided`: what the meetings before decided, done or not; the deck opens with it.

    Raises Refused where the period has no figure of the county at all.
    """
    facts.require_figures()
    slides = (
        *((decided_slide(facts, decided),) if decided else ()),
        headline_slide(facts),
        *domain_slides(facts),
        *township_slides(facts),
        index_slide(facts),
        actions_slide(facts, actions),
    )
    title = say("平安建设情况 {period}", period=facts.period_words)
    of_paper = stated(facts.edition, facts.period_type, facts.period)
    return Story(title, of_paper, (_agenda(facts, slides), *slides))


def _agenda(facts: Facts, slides: Sequence[Slide]) -> Slide:
    """What the meeting goes through: a line a section, with its finding where it has one slide."""
    of_section: dict[str, list[Slide]] = {}
    for slide in slides:
        of_section.setdefault(slide.section.split(" · ")[0], []).append(slide)
    lines = tuple(
        section + say("：") + found[0].title
        if len(found) == 1
        else say("{section}：{n}页", section=section, n=len(found))
        for section, found in of_section.items()
    )
    finding = changes_finding(facts.changes, facts.noise)
    return Slide(
        id="agenda",
        section=say("议程"),
        title=f"{facts.period_words}{say('：')}{finding.title}",
        lead=facts.reported,
        exhibit=Points(lines, say("议程共{n}项", n=len(lines))),
        source=stated(facts.edition, facts.period_type, facts.period),
        notes=(say("各页数字的来历写在该页备注里。"),),
        stress=finding.stress,
        tone=finding.tone,
    )
