"""The papers that there are, by name: from a store, a period and a language to the bytes of a file.

Everything that makes a file is imported when it is made: a command that publishes never pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store
    from reports.facts import Facts

NAMES = ("deck", "bulletin", "workbook")
SUFFIXES = {"deck": (".pptx", ".pdf"), "bulletin": (".docx", ".pdf"), "workbook": (".xlsx",)}
MIME = {
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclass(frozen=True)
class Paper:
    """A file that is ready to be saved or sent."""

    name: str
    content: bytes
    title: str
    stated: str


@contextmanager
def facts_of(
    store: Store, period: str | None, period_type: str | None = None, branch: str = ""
) -> Iterator[Facts]:
    """What papers of a period are written from, of a province by default of its cities.

    Raises Refused where nothing is published, and for a branch that there is not.
    """
    from data.export_format import load_exports
    from metrics.branch_mart import as_branch, path_of
    from metrics.mart_reader import Mart
    from reports.edition import edition_of
    from reports.facts import Facts
    from reports.period_asked import asked_period

    path = store.current_mart()
    if path is None:
        raise Refused(say("库中还没有数据，请先发布文件。"), where=str(store.folder))
    with Mart(path) as full, as_branch(full, branch) as mart:
        asked = asked_period(mart, period, period_type)
        place = path_of(full, branch)[-1].name if branch else ""
        edition = replace(edition_of(store, mart), place=place)
        yield Facts(mart, edition, load_exports(store.folder), *asked)


def write_paper(store: Store, facts: Facts, name: str, suffix: str = "") -> Paper:
    """One paper; `suffix` ".pdf" converts it, where LibreOffice is installed. Raises Refused."""
    from reports.edition import file_stem, stated

    native = SUFFIXES[name][0]
    content = _WRITERS[name](store, facts)
    if suffix == ".pdf":
        from reports.printed import as_pdf

        content = as_pdf(content, native, facts.edition.published)
    title = title_of(name)
    stem = file_stem(title, facts.period_type, facts.period, facts.edition)
    return Paper(
        f"{stem}{suffix or native}", content, title, stated(facts.edition, facts.period_type, facts.period)
    )


def title_of(name: str) -> str:
    """What a paper is called."""
    titles = {
        "deck": say("平安建设会议材料"),
        "bulletin": say("平安建设情况通报"),
        "workbook": say("平安报表工作簿"),
    }
    return titles[name]


def _deck(store: Store, facts: Facts) -> bytes:
    from reports.agreed import decided_before, still_open
    from reports.deck_file import deck_bytes
    from reports.deck_story import deck_story

    story = deck_story(facts, still_open(store, facts), decided_before(store, facts))
    return deck_bytes(story, facts.edition.published)


def _bulletin(store: Store, facts: Facts) -> bytes:
    from reports.agreed import decided_before
    from reports.bulletin import bulletin_of

    bulletin = bulletin_of(facts, decided_before(store, facts))
    own = own_template(store)
    if own.exists():
        from reports.bulletin_template import fill_template

        return fill_template(own, bulletin, facts.edition.published)
    from reports.bulletin_file import bulletin_bytes

    return bulletin_bytes(bulletin, facts.edition.published)


def own_template(store: Store) -> Path:
    """Where a county puts the layout of its own bulletins."""
    return store.folder / "templates" / "bulletin.docx"


def _workbook(store: Store, facts: Facts) -> bytes:
    from reports.workbook_file import workbook_bytes

    return workbook_bytes(facts)


_WRITERS: dict[str, Callable[[Store, Facts], bytes]] = {
    "deck": _deck,
    "bulletin": _bulletin,
    "workbook": _workbook,
}
