"""What to ask about a file in a store, and what to remember of the answers: for command line and screen."""

from __future__ import annotations

from data.asking.confirmed import Confirmed
from data.asking.questions import Questions, Wishes, ask, may_have_questions, reports_unknown_words
from data.file_desk import FileToCheck, context_at_desk
from data.findings import Checked
from data.profile_file import Profile, save_profile
from data.store import Store
from metrics.new_mart import definitions_of, session_of
from metrics.publication import rulebook_of

__all__ = ["Confirmed", "Questions", "Wishes", "questions_about", "remember", "worth_asking"]


def questions_about(store: Store, file: FileToCheck, wishes: Wishes | None = None) -> Questions | None:
    """The questions about a file; None where it can not be read or is like no export. Nothing is written."""
    return _look_at(store, file, wishes or Wishes())


def worth_asking(store: Store, file: FileToCheck, checked: Checked) -> Questions | None:
    """The questions that a check leaves open; None where it knew all, or where nothing is proposed."""
    if not may_have_questions(checked):
        return None
    asked = _look_at(store, file, Wishes(), reports_unknown_words(checked))
    if asked is None:
        return None
    is_open = any(each.heading for each in asked.columns) or asked.words or asked.missing
    return asked if is_open else None


def _look_at(store: Store, file: FileToCheck, wishes: Wishes, has_words: bool = True) -> Questions | None:
    rulebook = rulebook_of(definitions_of(store))
    with session_of(store) as engine:
        context = context_at_desk(store, file, rulebook, engine.here())
        return ask(file.content, file.name, context, store.folder, wishes, has_words)


def remember(store: Store, confirmed: Confirmed) -> Profile:
    """Keep the answers as a profile. Raises Refused where they contradict what is known."""
    return save_profile(store, confirmed)
