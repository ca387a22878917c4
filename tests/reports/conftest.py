"""The papers of the demo county's last full year, written once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from reports.deck_story import deck_story
from reports.facts import Facts
from reports.papers import Paper, facts_of, write_paper
from reports.story import Story

YEAR = "2025"


@pytest.fixture(scope="session")
def store(published_demo: Path) -> Store:
    return Store(published_demo)


@pytest.fixture(scope="session")
def facts(store: Store) -> Iterator[Facts]:
    with facts_of(store, YEAR) as found:
        yield found


@pytest.fixture(scope="session")
def story(facts: Facts) -> Story:
    return deck_story(facts)


@pytest.fixture(scope="session")
def deck(store: Store, facts: Facts) -> Paper:
    return write_paper(store, facts, "deck")


@pytest.fixture(scope="session")
def bulletin(store: Store, facts: Facts) -> Paper:
    return write_paper(store, facts, "bulletin")


@pytest.fixture(scope="session")
def workbook(store: Store, facts: Facts) -> Paper:
    return write_paper(store, facts, "workbook")
