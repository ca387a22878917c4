"""The thin bar above every page: whose report it is, the pages, the other language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st

from charts.markup import Html, link, tag
from data.grants import Grant
from data.language import language, pick, say
from data.settings import load_settings
from metrics.mart_reader import Mart
from pages.shared.address import choices_here, href, href_here
from pages.shared.cached_reads import areas, current_mart, the_store
from pages.shared.figures import COUNTY
from pages.shared.kept import Kept, kept_by_mart
from pages.shared.meeting_choice import chosen_meeting
from pages.shared.meeting_tool import meeting_tool
from pages.shared.page_list import PageEntry, address_of, pages_for
from pages.shared.prepared import path_of
from reports.edition import edition_of, edition_text

# pages to work on; the others, to look at, stand first
WORK_PAGES = frozenset({"papers", "upload", "quality", "definitions", "admin"})
BARS_KEPT = 1_000  # of some 10 kB
_BARS: Kept[Html] = Kept(BARS_KEPT)


def show_top_bar(current: str, grant: Grant) -> None:
    """`current`: the address of the page that is open ("" is the first)."""
    choices, mart = choices_here(), current_mart()
    if chosen_meeting():  # it changes while it runs
        bar = _bar(current, grant, mart)
    else:
        key = (current, grant, language(), tuple(choices.items()), mart and path_of(mart))
        bar = _BARS.get(key, lambda: _bar(current, grant, mart))
    with st.container(key="top-bar"):
        st.html(bar)


def _bar(current: str, grant: Grant, mart: Mart | None) -> Html:
    parts = (_brand(), *_navigation(current, grant), _tools(current, grant))
    return tag("nav", *parts, aria_label=say("页面"), data_stated=_stated(mart))


def _stated(mart: Mart | None) -> str | None:
    """What every figure on the screen comes from: a table that is taken along says it, too."""
    return _edition_text(mart, language()) if mart else None


@kept_by_mart(8)
def _edition_text(mart: Mart, spoken: str) -> str:
    return edition_text(edition_of(the_store(), mart))


def _brand() -> Html:
    return link(href(), tag("b", say("平安报表")), " ", tag("span", county_name()), class_="brand")


def county_name() -> str:
    """As the store's settings say it; where they leave it open, as the township register says it."""
    stated = the_store().settings.county
    mart = current_mart()
    if mart is None or stated != _shipped_name():
        return pick(stated)
    return _registered_name(mart) or pick(stated)


@cache
def _shipped_name() -> Mapping[str, str]:
    return load_settings().county


@kept_by_mart(4)
def _registered_name(mart: Mart) -> str:
    table = areas(mart)
    registered = table.loc[table["area"] == COUNTY, "name"]
    return next((str(name) for name in registered if name != COUNTY), "")


def _navigation(current: str, grant: Grant) -> tuple[Html, Html, Html]:
    """The pages three times, of which the styles show what fits: all in a line, the work pages in a menu, all
    in a menu.
    """
    pages = [(entry, address_of(entry)) for entry in pages_for(grant)]
    work = [each for each in pages if each[0].file in WORK_PAGES]
    looks = [each for each in pages if each not in work]
    open_page = next((entry.title for entry, address in pages if address == current), "")
    line = tag(
        "span", *_links(looks, current), tag("span", *_links(work, current), class_="work"), class_="pages"
    )
    in_work = any(address == current for _, address in work)
    more = _menu(say(open_page) if in_work else say("更多"), work, current, "more")
    return line, more, _menu(say(open_page or "页面"), pages, current, "all")


def _links(pages: Sequence[tuple[PageEntry, str]], current: str) -> list[Html]:
    return [
        link(
            href(address),
            say(entry.title),
            title=say(entry.answers),
            aria_current="page" if address == current else None,
        )
        for entry, address in pages
    ]


def _menu(title: str, pages: Sequence[tuple[PageEntry, str]], current: str, name: str) -> Html:
    """What each page answers stands beside its name."""
    rows = (
        link(
            href(address),
            tag("b", say(entry.title)),
            tag("small", say(entry.answers)),
            aria_current="page" if address == current else None,
        )
        for entry, address in pages
    )
    is_here = "true" if any(address == current for _, address in pages) else None
    return tag(
        "details", tag("summary", title, aria_current=is_here), tag("div", *rows), class_=f"menu {name}"
    )


def _tools(current: str, grant: Grant) -> Html:
    search = tag(
        "button",
        tag("span", say("查找"), class_="words"),
        tag("kbd", "/"),
        type="button",
        class_="tool search-tool",
        data_opens="search",
        aria_label=say("查找乡镇、指标或页面"),
        aria_keyshortcuts="/ Control+K",
    )
    settings = tag(
        "button",
        tag("span", "Aa", aria_hidden="true", translate="no"),
        type="button",
        class_="tool",
        data_opens="settings",
        aria_label=say("显示设置"),
        title=say("显示设置"),
    )
    parts = (meeting_tool(current, grant), search, settings, _language_switch(), _reader(grant))
    return tag("span", *parts, class_="tools")


def _reader(grant: Grant) -> Html:
    """Whose session it is, and the way to the account and out; on one's own machine, that it is one's own."""
    if not grant.account:
        hint = say("只在本机使用：不用登录，别的电脑打不开，您有全部权限。")
        words = tag("span", say("本机"), class_="name"), tag("span", "⌂", class_="short", aria_hidden="true")
        return tag("span", *words, class_="reader", title=hint, tabindex="0", role="note", aria_label=hint)
    hint = say("{name}：我的账号，退出登录", name=grant.account)
    place = "/account?lang=en" if language() == "en" else "/account"
    # a phone has no room for a name
    words = tag("span", grant.account, class_="name"), tag("span", say("我"), class_="short")
    return tag("a", *words, href=place, class_="reader", title=hint, aria_label=hint, target="_self")


def _language_switch() -> Html:
    """To the same screen in the other language, named in that language."""
    if language() == "zh":
        return link(href_here(lang="en"), "EN", hreflang="en", lang="en", class_="language")
    return link(href_here(lang=""), "中文", hreflang="zh-CN", lang="zh-CN", class_="language")
