"""What stands above every page: what an admin has to say, and how far the reader's account reaches."""

from __future__ import annotations

import time

import streamlit as st

from charts.markup import Html, join, tag
from charts.text import listed
from data.banner import Banner, banner
from data.grants import Grant
from data.language import say
from data.store import Store
from pages.shared.branch import own_branches
from pages.shared.cached_reads import mart_of
from pages.shared.figures import names_of_areas
from pages.shared.kept import Kept

REMEMBERED_SECONDS = 5
_BANNERS: Kept[Banner | None] = Kept(4)


def show_notices(store: Store) -> None:
    """Nothing where there is nothing to say."""
    notices = [*_banner(store), *_reach(store, store.grant)]
    if notices:
        with st.container(key="notices"):
            st.html(join(notices))


def _banner(store: Store) -> list[Html]:
    moment = int(time.monotonic() // REMEMBERED_SECONDS)
    said = _BANNERS.get((store.folder, moment), lambda: banner(store))
    return [tag("p", said.words, class_="banner", role="status")] if said else []


def forget_banner() -> None:
    """Ask the catalogue again: it was changed here."""
    _BANNERS.forget()


def _reach(store: Store, grant: Grant) -> list[Html]:
    if grant.townships is None:
        return []
    own, is_all = _own(store, grant.townships)
    if is_all:
        return [tag("p", say("您的账号看{branches}，别处不列出。", branches=own), class_="reach")]
    text = say("您的账号看{townships}和全县合计；别的乡镇不列出，也不排名次。", townships=own)
    return [tag("p", text, class_="reach")]


def _own(store: Store, townships: frozenset[str]) -> tuple[str, bool]:
    """What an account is for, by name, and whether all of the branch that is shown is."""
    branches = own_branches(store)
    if branches is not None:
        return listed(branches[0]), branches[1]
    mart = mart_of(store)
    names = names_of_areas(mart) if mart else {}
    return listed([names.get(code, code) for code in sorted(townships)]), False
