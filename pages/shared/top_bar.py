"""The thin bar above every page: whose report it is, the pages, the other language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import streamlit as st

from charts.markup import Html, join, link, tag
from data.language import language, pick, say
from data.settings import load_settings
from metrics.mart_reader import Mart
from pages.shared.address import href, href_here
from pages.shared.cached_reads import areas, current_mart, the_store
from pages.shared.figures import COUNTY
from pages.shared.page_list import address_of, existing_pages


def show_top_bar(current: str) -> None:
    """`current`: the address of the page that is open ("" is the first)."""
    with st.container(key="top-bar"):
        st.html(tag("nav", _brand(), _page_links(current), _language_switch(), aria_label=say("页面")))


def _brand() -> Html:
    return link(href(), tag("b", say("平安报表")), " ", tag("span", county_name()), class_="brand")


def county_name() -> str:
    """As the store's settings say it; where they leave it open, as the township register says it."""
    stated = the_store().settings.county
    mart = current_mart()
    if mart is None or stated != _shipped_name():
        return pick(stated)
    return _registered_name(mart, str(mart.path)) or pick(stated)


@cache
def _shipped_name() -> Mapping[str, str]:
    return load_settings().county


@st.cache_resource(max_entries=4, show_spinner=False)
def _registered_name(_mart: Mart, path: str) -> str:
    table = areas(_mart)
    registered = table.loc[table["area"] == COUNTY, "name"]
    return next((str(name) for name in registered if name != COUNTY), "")


def _page_links(current: str) -> Html:
    links = (
        link(
            href(address),
            say(entry.title),
            title=say(entry.answers),
            aria_current="page" if address == current else None,
        )
        for entry, address in ((each, address_of(each)) for each in existing_pages())
    )
    return tag("span", join(links), class_="pages")


def _language_switch() -> Html:
    """To the same screen in the other language, named in that language."""
    if language() == "zh":
        return link(href_here(lang="en"), "EN", hreflang="en", lang="en", class_="language")
    return link(href_here(lang=""), "中文", hreflang="zh-CN", lang="zh-CN", class_="language")
