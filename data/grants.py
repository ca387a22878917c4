"""Who may do what: a grant goes with the store that somebody opened, and whoever reads or writes asks it.

    Store(folder)           whoever can open the files of this machine may do everything with them
    store.granted(grant)    the same store as an account sees it: what the pages are given

A role holds all that the one before it does. Townships limit any role but the admin's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.language import say
from data.refusal import Refused

NOBODY, VIEWER, UPLOADER, ADMIN = "nobody", "viewer", "uploader", "admin"
ROLES = (VIEWER, UPLOADER, ADMIN)
ROLE_NAMES = {NOBODY: "未登录", VIEWER: "查看", UPLOADER: "报送", ADMIN: "管理"}
COUNTY = "county"
_RANK = {role: rank for rank, role in enumerate((NOBODY, *ROLES))}


class NotAllowed(Refused):
    """Refused for who asks, not for what was asked."""


@dataclass(frozen=True)
class Grant:
    """`account`: the name signed in with, "" for whoever sits at this machine.

    `townships`: the codes it is limited to, None for all of the county.
    """

    role: str = ADMIN
    townships: frozenset[str] | None = None
    account: str = ""

    @property
    def is_limited(self) -> bool:
        """Whether it is for some townships only."""
        return self.townships is not None

    def may(self, role: str) -> bool:
        """Whether it holds `role`, itself or as part of a higher one."""
        return _RANK.get(self.role, 0) >= _RANK[role]

    def sees(self, area: str) -> bool:
        """Whether the figures of an area may be read: the county's always; a kind's are others' too."""
        return self.may(VIEWER) and (self.townships is None or area == COUNTY or area in self.townships)

    def signature(self, said: str = "") -> str:
        """Who did it, for the catalogue: the account; where nobody signs in, what was said.

        An office or a post is asked for: a telephone or another personal part is not kept.
        """
        if self.account or not said:
            return self.account
        from data.personal import scrubbed  # its lists take a while to load, and a reader signs nothing

        return scrubbed(said)

    def refuse_unless(self, role: str) -> None:
        """Raise NotAllowed where the grant does not hold `role`."""
        if not self.may(role):
            text = say("这件事需要“{role}”权限。", role=say(ROLE_NAMES[role]))
            raise NotAllowed(text)

    def refuse_other_than(self, areas: Iterable[str | None]) -> None:
        """Raise NotAllowed where one of `areas` is not its own."""
        if self.townships is None:
            return
        others = [area for area in areas if area is None or area not in self.townships]
        if others:
            listed = say("、").join(each or say("全县") for each in dict.fromkeys(others))
            raise NotAllowed(say("您的账号不负责{others}，没有办理。", others=listed))


AT_THIS_MACHINE = Grant()
NO_GRANT = Grant(NOBODY, frozenset())
