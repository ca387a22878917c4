"""The events of the store as the trends mark them: read again when the file changes."""

from __future__ import annotations

import streamlit as st

from charts.event_marks import EventMark, marks_of
from charts.markup import Html, tag
from data.language import language
from data.refusal import Refused
from metrics.events import FILE, Event, Places, events_on, load_events
from metrics.mart_reader import Mart
from pages.shared.cached_reads import the_store
from pages.shared.figures import measures, townships


def event_marks(
    mart: Mart, indicator: str, area: str, period_type: str, periods: tuple[str, ...]
) -> tuple[EventMark, ...]:
    """What happened in these periods and concerns this trend; nothing where the file is wrong."""
    events, _ = _events(mart)
    return marks_of(events_on(events, indicator, area), periods, period_type, townships(mart))


def events_problem(mart: Mart) -> Html:
    """What is wrong with the file, where something is: the chart stands without its events."""
    _, problem = _events(mart)
    return tag("p", "○ ", problem, class_="note") if problem else Html("")


def _events(mart: Mart) -> tuple[list[Event], str]:
    path = the_store().folder / FILE
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    return _read(mart, str(mart.path), str(path.parent), stamp, language()) if stamp else ([], "")


@st.cache_resource(max_entries=8, show_spinner=False)
def _read(_mart: Mart, mart: str, folder: str, stamp: int, spoken: str) -> tuple[list[Event], str]:
    """`spoken`: the language in which it is said what is wrong."""
    from pathlib import Path

    try:
        return load_events(Path(folder), Places(townships(_mart), tuple(measures(_mart)))), ""
    except Refused as refusal:
        return [], str(refusal)
