"""会议: the shared screen of a meeting, one message a slide; before it, what it will go through."""

from __future__ import annotations

from pages.shared.address import in_address
from pages.shared.cached_reads import open_mart, the_store
from pages.shared.filters import read_filters
from pages.shared.meeting_choice import chosen_meeting, wall_seconds
from pages.shared.meeting_decks import deck_in_force, deck_of
from pages.shared.meeting_desk import show_added_view, show_desk
from pages.shared.meeting_slides import deck_html
from pages.shared.view import show_html


def show_page() -> None:
    store, meeting, seconds = the_store(), chosen_meeting(), wall_seconds()
    if in_address("add"):
        show_added_view(store, meeting)
    elif meeting is not None and meeting.begun is not None:
        show_html(deck_html(deck_of(store, meeting, seconds), in_address("slide")))
    elif meeting is None and (in_address("slide") or seconds):
        mart = open_mart()
        filters = read_filters(mart)
        deck = deck_in_force(store, mart, filters.period_type, filters.period, seconds)
        show_html(deck_html(deck, in_address("slide")))
    else:
        show_desk(store, open_mart(), meeting)


show_page()
