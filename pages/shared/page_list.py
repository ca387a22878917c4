"""The pages of the dashboard, in the order of the navigation: a screen is one file and its line here."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import streamlit as st

from data.grants import ADMIN, UPLOADER, VIEWER, Grant
from data.language import language, say

PAGES_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class PageEntry:
    """`file`: its module in `pages/`, also its address; the first page lives at the root.

    `is_one_view`: all its markup may go out in one piece (`view.py`), for no widget stands between.
    `role`: the least that may open it; `is_whole_county`: nobody who is limited to townships may.
    """

    file: str
    title: str
    answers: str
    is_one_view: bool = False
    role: str = VIEWER
    is_whole_county: bool = False

    def is_for(self, grant: Grant) -> bool:
        """Whether a reader may open it."""
        return grant.may(self.role) and not (self.is_whole_county and grant.is_limited)

    @property
    def path(self) -> Path:
        return PAGES_FOLDER / f"{self.file}.py"


PAGES = (
    PageEntry("overview", "总览", "这个时期有什么变化，是不是真的变化", is_one_view=True),
    PageEntry("indicator", "指标", "一项指标：走势、各乡镇比较、构成和定义", is_one_view=True),
    PageEntry("township", "乡镇", "一个乡镇：各项指标与全县比较", is_one_view=True),
    PageEntry("compare", "对比", "两到五个乡镇，或者两个时期，放在同一把尺上看"),
    PageEntry("index", "平安指数", "各乡镇得分、等次、位次区间，分丢在哪里", is_one_view=True),
    PageEntry("alerts", "预警", "该问谁、问什么：变差的、超期的、没有报送的"),
    PageEntry("meeting", "会议", "会上投屏：一页一句话，按月开会用", is_whole_county=True),
    PageEntry("papers", "材料", "会议用的幻灯片、通报和工作簿，按所选时期下载", is_whole_county=True),
    PageEntry("upload", "报送", "上传文件、查看核对结果、发布、撤回", role=UPLOADER),
    PageEntry("quality", "数据质量", "谁报了、谁迟了、哪些退回和更正过、哪些数对不上"),
    PageEntry("definitions", "指标说明", "每项指标怎么算、为什么看、依据是什么"),
    PageEntry("admin", "管理", "账号、留痕、公告、存储和备份", role=ADMIN),
)


@cache
def existing_pages() -> tuple[PageEntry, ...]:
    """The pages whose file is there."""
    return tuple(entry for entry in PAGES if entry.path.exists())


def pages_for(grant: Grant) -> tuple[PageEntry, ...]:
    """The pages that a reader may open."""
    return tuple(entry for entry in existing_pages() if entry.is_for(grant))


def may_open(address: str, grant: Grant) -> bool:
    """Whether a reader may open the page at this address; an address that is no page's is nobody's secret."""
    entries = [entry for entry in existing_pages() if address in (entry.file, address_of(entry))]
    return all(entry.is_for(grant) for entry in entries)


def addresses() -> frozenset[str]:
    """The addresses of all pages; "" is the first."""
    pages = existing_pages()
    return frozenset({*(entry.file for entry in pages), *(address_of(entry) for entry in pages)})


def is_one_view(address: str) -> bool:
    """Whether the page at this address is drawn in one piece."""
    return any(entry.is_one_view for entry in existing_pages() if address_of(entry) == address)


def only_shows(address: str) -> bool:
    """Whether nothing is published on the page at this address."""
    return any(entry.role == VIEWER for entry in existing_pages() if address_of(entry) == address)


def address_of(entry: PageEntry) -> str:
    """What `href` takes: "" for the first page."""
    return "" if entry.file == existing_pages()[0].file else entry.file


def streamlit_pages(grant: Grant) -> list[st.Page]:
    """The reader's pages as Streamlit wants them, titled in the running language."""
    # copies, for a page remembers whether it was run
    return [copy(page) for page in _streamlit_pages(pages_for(grant), language())]


@lru_cache(maxsize=50)
def _streamlit_pages(entries: tuple[PageEntry, ...], spoken: str) -> list[st.Page]:
    return [
        st.Page(entry.path, title=say(entry.title), url_path=entry.file, default=address_of(entry) == "")
        for entry in entries
    ]
