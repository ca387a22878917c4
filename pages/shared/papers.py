"""Papers to take away: made in a process of their own, so that nobody else's page waits for them.

from pages.shared.papers import offer_papers
offer_papers(filters.period_type, filters.period)
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from data.grants import VIEWER, NotAllowed
from data.language import language, say
from data.refusal import Refused
from pages.shared.cached_reads import the_store
from reports.papers import MIME, SUFFIXES, title_of

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
MOST_SECONDS = 180
# a paper at a time: on two cores the pages keep one to themselves
KEPT = 12


def offer_papers(period_type: str, period: str) -> None:
    """A button a paper; it is made when it is first asked for and kept until the next publication."""
    mart = the_store().current_mart()
    if mart is None:
        return
    for column, name in zip(st.columns(len(SUFFIXES)), SUFFIXES, strict=True):
        with column:
            _offer(name, mart, period_type, period)


def _offer(name: str, mart: Path, period_type: str, period: str) -> None:
    suffix = SUFFIXES[name][0]
    made = f"paper|{name}|{mart}|{period_type}|{period}|{language()}"
    if not st.session_state.get(made):
        if not st.button(title_of(name), key=f"make-{name}", width="stretch"):
            return
        st.session_state[made] = True
    try:
        with st.spinner(say("正在写{title}……", title=title_of(name))):
            file_name, content = paper_of(name, str(mart), period_type, period, language())
    except Refused as refusal:
        st.warning(str(refusal))
        return
    label = say("下载{title}", title=title_of(name))
    st.download_button(
        label, content, file_name, MIME[suffix], key=f"take-{name}", on_click="ignore", width="stretch"
    )


def paper_of(name: str, mart: str, period_type: str, period: str, spoken: str) -> tuple[str, bytes]:
    """(file name, bytes) of a paper of the mart in force, written by `manage.py` at low priority.

    `mart`: its path, so that a new publication is a new paper. Raises Refused, with the command's words, and
    NotAllowed for an account that does not see all that is in it.
    """
    grant = the_store().grant
    grant.refuse_unless(VIEWER)
    if grant.is_limited:
        raise NotAllowed(say("材料里有全县各乡镇的数字，由负责全县的账号下载。"))
    return _written_paper(name, mart, period_type, period, spoken)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _written_paper(name: str, mart: str, period_type: str, period: str, spoken: str) -> tuple[str, bytes]:
    with TemporaryDirectory() as folder:
        arguments = [name, "--period", period, "--type", period_type, "--lang", spoken, "--json"]
        run_quietly([*arguments, "--store", str(the_store().folder)], Path(folder))
        made = next(iter(Path(folder).iterdir()))
        return made.name, made.read_bytes()


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
