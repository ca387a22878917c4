"""Papers to take away: made in a process of their own, so that nobody else's page waits for them.

from pages.shared.papers import Chart, offer_papers, show_chart
offer_papers(filters.period_type, filters.period)
show_chart(Chart("resolution_rate", "化解率", filters.period_type, filters.period))
"""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from charts.markup import tag
from data.branches import WHOLE
from data.grants import VIEWER, NotAllowed
from data.language import language, say
from data.meeting_actions import agreed_before, agreed_by_now, agreed_stamp
from data.refusal import Refused
from pages.shared.branch import place_here, root_here
from pages.shared.cached_reads import the_store
from pages.shared.one_run import once
from pages.shared.prepared import store_stamp
from reports.agreed import last_month_of
from reports.edition import period_in_file_name
from reports.papers import MIME, SUFFIXES, own_template, title_of
from reports.printed import converter

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
MOST_SECONDS = 180
# a paper at a time: on two cores the pages keep one to themselves
KEPT = 12


def offer_papers(period_type: str, period: str) -> None:
    """A card a paper: what is in it, and a button a format; it is made when it is first asked for."""
    named = period_in_file_name(period_type, period)
    for column, name in zip(st.columns(len(SUFFIXES)), SUFFIXES, strict=True):
        with column.container(border=True):
            st.html(
                tag("h2", title_of(name), class_="paper-name")
                + tag("p", _contents()[name], class_="paper-holds")
            )
            suffixes = [each for each in SUFFIXES[name] if each != ".pdf" or converter()]
            for place, suffix in zip(st.columns(2), suffixes, strict=False):
                with place:
                    _offer((name, "--type", period_type), suffix, f"{title_of(name)}-{named}", period)


@dataclass(frozen=True)
class Chart:
    """The control chart of an indicator, up to a period."""

    indicator: str
    title: str
    period_type: str
    period: str

    @property
    def arguments(self) -> tuple[str, ...]:
        """What `manage.py` takes."""
        return ("chart", self.indicator, "--type", self.period_type)

    @property
    def file_title(self) -> str:
        """What its file is called."""
        return f"{self.title}-{period_in_file_name(self.period_type, self.period)}"


def offer_chart(chart: Chart) -> None:
    """A button for each kind of picture."""
    for place, suffix in zip(st.columns(2), (".svg", ".png"), strict=True):
        with place:
            _offer(chart.arguments, suffix, chart.file_title, chart.period)


def show_chart(chart: Chart) -> None:
    """The picture as it will be printed."""
    try:
        edition = edition_here(chart.period_type, chart.period)
        _, drawn = paper_of(chart.arguments, ".svg", chart.file_title, chart.period, edition)
    except Refused as refusal:
        st.info(str(refusal))
        return
    drawing = b64encode(drawn).decode("ascii")
    alt = say("{name}的走势图", name=chart.title)
    st.html(tag("img", src=f"data:image/svg+xml;base64,{drawing}", alt=alt, class_="paper-chart"))


def _formats() -> dict[str, str]:
    return {
        ".pptx": say("幻灯片（.pptx）"),
        ".docx": say("文档（.docx）"),
        ".xlsx": say("表格（.xlsx）"),
        ".pdf": "PDF",
        ".svg": "SVG",
        ".png": "PNG",
    }


def _contents() -> dict[str, str]:
    return {
        "deck": say("一页一句话：综述、各领域、要讨论的乡镇、平安指数。图可以改，备注里写着出处。"),
        "bulletin": say("按公文版式写成的通报：成段的结论，附分子、分母和判断。用本县自己的模板也可以。"),
        "workbook": say("全部数字、定义和出处各一张表，带图；核对和另行汇总用。"),
    }


def _offer(arguments: tuple[str, ...], suffix: str, title: str, period: str) -> None:
    words, edition = _formats()[suffix], edition_here(arguments[-1], period)
    made = "|".join((*arguments, suffix, period, language(), edition))
    if not st.session_state.get(made):
        key = f"make-{arguments[0]}{suffix}"
        if not st.button(words, key=key, width="stretch", help=say("写好后可以下载")):
            return
        st.session_state[made] = True
    try:
        with st.spinner(say("正在写{title}……", title=words)):
            name, content = paper_of(arguments, suffix, title, period, edition)
    except Refused as refusal:
        st.warning(str(refusal))
        return
    label = say("下载{title}", title=words)
    key = f"take-{arguments[0]}{suffix}"
    st.download_button(label, content, name, MIME[suffix], key=key, on_click="ignore", width="stretch")


def edition_here(period_type: str, period: str) -> str:
    """Which figures and which words: the mart in force, the branch of it, the language, what meetings have
    agreed on by that period and the files of the store, its own layout of bulletins among them.
    """
    agreed = once(f"agreed {period_type} {period}", lambda: _agreed(period_type, period))
    layout = own_template(the_store())
    changed_at = layout.stat().st_mtime_ns if layout.exists() else 0
    files = (*store_stamp(), changed_at)
    return f"{the_store().current_mart()}|{_branch()}|{language()}|{agreed}|{files}"


def _agreed(period_type: str, period: str) -> str:
    store, last_month = the_store(), last_month_of(period_type, period) if period else date.max
    return agreed_stamp((*agreed_before(store, last_month), *agreed_by_now(store, last_month)))


def _branch() -> str:
    """The code of the branch that is shown, "" for the whole: never what an address merely says."""
    root = root_here(the_store())
    return "" if root == WHOLE else root


def paper_of(
    arguments: tuple[str, ...], suffix: str, title: str, period: str, edition: str
) -> tuple[str, bytes]:
    """(file name, bytes) of a paper, written by `manage.py` at low priority.

    `edition`: `edition_here`, so that what has changed meanwhile is a new paper. Raises Refused, with the
    command's words, and NotAllowed for an account that does not see all that is in it.
    """
    grant = the_store().grant
    grant.refuse_unless(VIEWER)
    if grant.is_limited:
        raise NotAllowed(say("材料里有全县各乡镇的数字，由负责全县的账号下载。"))
    return _written_paper(arguments, suffix, title, period, edition)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _written_paper(
    arguments: tuple[str, ...], suffix: str, title: str, period: str, edition: str
) -> tuple[str, bytes]:
    with TemporaryDirectory() as folder:
        parts = (title, place_here(the_store()))
        output = f"{'-'.join(part for part in parts if part).replace('/', '-')}{suffix}"
        asked = [*arguments, "--period", period, "--lang", language(), "--json", "-o", output]
        asked += ["--branch", _branch()] if _branch() else []
        run_quietly([*asked, "--store", str(the_store().folder)], Path(folder))
        return output, (Path(folder) / output).read_bytes()


def run_quietly(arguments: Sequence[str], folder: Path) -> None:
    """`manage.py` with these arguments, in `folder`. Raises Refused where it refuses or takes too long."""
    command = [sys.executable, str(MANAGE), *arguments]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        _make_way(process.pid)
        try:
            _, said = process.communicate(timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise Refused(say("材料写了{n}秒还没有写完，请稍后再试。", n=MOST_SECONDS)) from error
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        raise Refused(lines[-1] if lines else say("材料没有写成。"))


def _make_way(process: int) -> None:
    """Let whoever looks at a page go first, where the system knows of priorities."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, process, 10)
