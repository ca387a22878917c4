"""Which state of the data a paper shows: every paper states it, and the same state gives the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from charts.text import running_text
from data.language import language, say
from data.refusal import Refused
from metrics.index.stored import TABLE
from metrics.period_steps import last_month

if TYPE_CHECKING:
    from data.store import Store
    from metrics.mart_reader import Mart


@dataclass(frozen=True)
class Edition:
    """`mart`: its number; `published`: when it was published; `definitions`: their version (a short digest).
    `place`: the name of the city or county where the paper is of one of several. `newest_month`: '2026-09',
    the last that has data.

    The time is that of the publication, never the clock: a paper made again tomorrow is the same paper.
    """

    mart: str
    published: datetime
    definitions: str
    place: str = ""
    newest_month: str = ""

    def period_words(self, period_type: str, period: str) -> str:
        """'2025年'; '2026年（截至2026年9月）' while it runs."""
        return running_text(period_type, period, self.newest_month or last_month(period_type, period))

    @property
    def when(self) -> str:
        return f"{self.published:%Y-%m-%d %H:%M}"


def edition_of(store: Store, mart: Mart) -> Edition:
    """The edition of a mart of the store. Raises Refused for a mart that no publication made."""
    for row in reversed(store.catalogue.publications()):
        if store.folder / row.mart == mart.file:
            published, newest = row.at.replace(tzinfo=None), max(mart.periods("month"), default="")
            return Edition(mart.file.stem, published, definitions_version(mart), newest_month=newest)
    raise Refused(say("没有哪次发布做出过这个数据集。"), where=str(mart.file))


def definitions_version(mart: Mart) -> str:
    """Eight letters that change with any definition or target the mart was computed with."""
    digest = hashlib.sha256()
    for table, columns in (
        ("indicators", ("indicator", "definition", "sql")),
        ("targets", ("indicator_no", "year", "target", "warning")),
        (TABLE, ("is_own", "standard")),
    ):
        for row in sorted(map(repr, mart.kept_rows(table, columns))):
            digest.update(row.encode())
    return digest.hexdigest()[:8]


def stated(edition: Edition, period_type: str, period: str) -> str:
    """'2025年 · 数据第41版 · 2026-01-06 09:00发布 · 口径3f2a91c0': stands on every page of a paper."""
    parts = (edition.place, edition.period_words(period_type, period), edition_text(edition))
    return " · ".join(part for part in parts if part)


def edition_text(edition: Edition) -> str:
    """'数据第41版 · 2026-01-06 09:00发布 · 口径3f2a91c0'."""
    parts = (
        say("数据第{mart}版", mart=edition.mart),
        say("{when}发布", when=edition.when),
        say("口径{version}", version=edition.definitions),
    )
    return " · ".join(parts)


def file_stem(title: str, period_type: str, period: str, edition: Edition) -> str:
    """'平安报表会议材料-2025-Q3-第41版': what a paper is called when it is saved."""
    number = f"v{edition.mart}" if language() == "en" else f"第{edition.mart}版"
    parts = (title, edition.place, period_in_file_name(period_type, period), number)
    return "-".join(part.replace("/", "-") for part in parts if part)


def period_in_file_name(period_type: str, period: str) -> str:
    """2025-Q3; '2025-08-年初至今': a month, the year to it and its twelve months are three papers."""
    spans = {"ytd": say("年初至今"), "rolling12": say("近12个月")}
    words = spans.get(period_type, "").replace(" ", "-")
    return f"{period}-{words}" if words else period
