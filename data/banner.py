"""What an admin has to say to everybody: one sentence above every page, every earlier wording kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from data.audit import entry
from data.catalogue import insert
from data.clock import now
from data.grants import ADMIN
from data.language import language, say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

LONGEST = 200


@dataclass(frozen=True)
class Banner:
    """One wording. `id` None: not written yet; `english` may be empty."""

    id: int | None
    text: str
    english: str
    by: str
    at: datetime

    @property
    def words(self) -> str:
        """In the running language, Chinese where there is no English."""
        return (self.english if language() == "en" else "") or self.text


def banner(store: Store) -> Banner | None:
    """What stands above the pages now; None for nothing."""
    found = store.catalogue.read_added(Banner, "banners", "order by id desc limit 1")
    return found[0] if found and found[0].text else None


def set_banner(store: Store, text: str, english: str = "", by: str = "") -> None:
    """Say something else from now on; an empty text says nothing. Raises Refused for one that is too long."""
    store.grant.refuse_unless(ADMIN)
    text, english, by = text.strip(), english.strip(), store.grant.signature(by)
    if max(len(text), len(english)) > LONGEST:
        raise Refused(say("公告不超过{n}个字。", n=LONGEST))
    with store.catalogue.writing() as connection:
        insert(connection, "banners", [Banner(None, text, english, by, now())])
        insert(connection, "audit", [entry(by, "banner", "", text)])
