"""Which slides a meeting shows: of the data in force, or as they stood when the meeting began."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import streamlit as st

from data.clock import today
from data.language import language, say
from data.meeting_actions import agreed_before, agreed_stamp
from data.meeting_records import Agreed, Meeting
from data.meetings import begin_meeting, keep_slides, kept_slides, views_of
from data.store import Store
from metrics.branch_mart import as_branch
from metrics.mart_reader import Mart
from metrics.period_spans import month_before
from pages.shared.cached_reads import the_exports
from pages.shared.meeting_slides import Deck
from pages.shared.prepared import path_of
from reports.agreed import actions_of, decided_before, still_open
from reports.deck_story import deck_story
from reports.edition import edition_of
from reports.facts import Facts
from reports.slides_actions import with_decided
from reports.story import Slide
from reports.story_text import slide_of, slide_text
from reports.view_slides import slide_id, slide_of_view


def deck_in_force(store: Store, mart: Mart, period_type: str, period: str, wall_seconds: int = 0) -> Deck:
    """The standard deck of the data in force; on a wall it says so when they are old."""
    slides = _standard(store, mart, period_type, period)
    stale = stale_words(store, mart, today()) if wall_seconds else ""
    return Deck(0, slides, mart.path.stem, "", 0, wall_seconds, stale)


def deck_of(store: Store, meeting: Meeting, wall_seconds: int = 0) -> Deck:
    """What a meeting shows. Its slides in the other language are written when they are first asked for.

    Raises Refused where they were never written and the data that the meeting stands on are gone.
    """
    kept, views = kept_slides(store, meeting, language()), views_of(store, meeting)
    if not {slide_id(view.address) for view in views} <= {each.slide for each in kept} or not kept:
        freeze(store, meeting)
        kept = kept_slides(store, meeting, language())
    before = agreed_before(store, meeting.last_month)
    slides = tuple(_as_it_stands(slide_of(each.content), before, meeting) for each in kept)
    number = Path(meeting.mart or "").stem
    words = say("会议开始时固定，{at}", at=f"{meeting.begun:%Y-%m-%d %H:%M}")
    return Deck(meeting.id, slides, number, words, len(views), wall_seconds, agreed=agreed_stamp(before))


def _as_it_stands(slide: Slide, before: tuple[Agreed, ...], meeting: Meeting) -> Slide:
    """What was agreed last time is ticked off while the meeting runs; everything else stands still."""
    if slide.id != "decided" or not before or meeting.begun is None:
        return slide
    return with_decided(slide, actions_of(before), meeting.begun.date().isoformat())


def begin(store: Store, meeting: Meeting, mart: Mart) -> Meeting:
    """Let a meeting begin on a mart: from here on its slides and figures stay as they are."""
    slides = _slides(store, mart, meeting)  # before anything is written: a period may have no figures
    begun = begin_meeting(store, meeting, mart.file.relative_to(store.folder).as_posix())
    keep_slides(store, begun, language(), _texts(slides))
    return begun


def freeze(store: Store, meeting: Meeting) -> None:
    """Write down the slides of a meeting that are not written down yet, in the running language."""
    with Mart(store.folder / (meeting.mart or "")) as full, as_branch(full) as mart:
        keep_slides(store, meeting, language(), _texts(_slides(store, mart, meeting)))


def _slides(store: Store, mart: Mart, meeting: Meeting) -> list[Slide]:
    """The standard deck where the meeting goes through it, then the views that were added."""
    facts = facts_of_mart(store, mart, meeting.period_type, meeting.period)
    standard = _standard(store, mart, meeting.period_type, meeting.period) if meeting.is_standard else ()
    return [*standard, *(slide_of_view(facts, view.address) for view in views_of(store, meeting))]


def _texts(slides: Iterable[Slide]) -> list[tuple[str, str]]:
    return [(slide.id, slide_text(slide)) for slide in slides]


def facts_of_mart(store: Store, mart: Mart, period_type: str, period: str) -> Facts:
    """What slides of a period are written from."""
    return Facts(mart, edition_of(store, mart), the_exports(), period_type, period)


def _standard(store: Store, mart: Mart, period_type: str, period: str) -> tuple[Slide, ...]:
    facts = facts_of_mart(store, mart, period_type, period)
    agreed = still_open(store, facts), decided_before(store, facts)
    return _story(mart, store, period_type, period, language(), agreed)


@st.cache_resource(max_entries=20, show_spinner=False, hash_funcs={Mart: path_of, Store: lambda store: ""})
def _story(
    mart: Mart, store: Store, period_type: str, period: str, spoken: str, agreed: tuple[object, object]
) -> tuple[Slide, ...]:
    facts = facts_of_mart(store, mart, period_type, period)
    return deck_story(facts, *agreed).slides  # type: ignore[arg-type]


def stale_words(store: Store, mart: Mart, day: date) -> str:
    """'数据只到2025年12月，2026年1月的应在2月5日前报齐'; '' while nothing later was due before `day`."""
    from charts.text import month_of, month_text

    newest = mart.newest_period("month")
    if newest is None:
        return ""
    following = month_before(newest, -1)
    due = month_of(month_before(following, -1)).replace(day=store.settings.deadline_day)
    if day <= due:
        return ""
    return say(
        "数据只到{month}，{next}的应在{due}前报齐",
        month=month_text(month_of(newest)),
        next=month_text(month_of(following)),
        due=f"{due:%Y-%m-%d}",
    )
