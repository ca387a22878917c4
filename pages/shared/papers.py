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
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Semaphore

import streamlit as st

from data.language import language, say
from data.refusal import Refused
from pages.shared.cached_reads import the_store
from reports.papers import MIME, SUFFIXES, title_of

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
MOST_SECONDS = 180
KEPT = 12
PICTURES = (".svg", ".png")
PICTURE_MIME = {".svg": "image/svg+xml", ".png": "image/png"}
# a paper at a time: on two cores the pages keep one to themselves
_turn = Semaphore(1)


@dataclass(frozen=True)
class Asked:
    """One file: `what` is the command and what it is about, `title` its name for people."""

    what: tuple[str, ...]
    suffix: str
    title: str
    period_type: str
    period: str

    @property
    def key(self) -> str:
        """What names its button."""
        return "-".join((*self.what, self.suffix[1:]))


def offer_papers(period_type: str, period: str) -> None:
    """A button a paper and a format; made when first asked for, kept until the next publication."""
    for column, name in zip(st.columns(len(SUFFIXES)), SUFFIXES, strict=True):
        with column:
            for suffix in SUFFIXES[name]:
                _offer(Asked((name,), suffix, title_of(name), period_type, period))


def offer_pictures(indicator: str, title: str, period_type: str, period: str) -> None:
    """The chart of an indicator as a picture."""
    for column, suffix in zip(st.columns(len(SUFFIXES)), PICTURES, strict=False):
        with column:
            _offer(Asked(("chart", indicator), suffix, title, period_type, period))


def _offer(asked: Asked) -> None:
    mart = the_store().current_mart()
    if mart is None:
        return
    made = f"paper|{asked}|{mart}|{language()}"
    named = f"{asked.title} {asked.suffix[1:].upper()}"
    if not st.session_state.get(made):
        if not st.button(named, key=f"make-{asked.key}", width="stretch"):
            return
        st.session_state[made] = True
    try:
        with st.spinner(say("正在写{title}……", title=named)):
            file_name, content = paper_of(asked, str(mart), language())
    except Refused as refusal:
        st.warning(str(refusal))
        return
    mime = (MIME | PICTURE_MIME)[asked.suffix]
    label = say("下载{title}", title=named)
    key = f"take-{asked.key}"
    st.download_button(label, content, file_name, mime, key=key, on_click="ignore", width="stretch")


@st.cache_data(max_entries=KEPT, show_spinner=False)
def paper_of(asked: Asked, mart: str, spoken: str) -> tuple[str, bytes]:
    """(file name, bytes) of a paper of the mart in force, written by `manage.py` at low priority.

    `mart`: its path, so that a new publication is a new paper. Raises Refused, with the command's words.
    """
    number = Path(mart).stem
    version = f"v{number}" if spoken == "en" else f"第{number}版"
    name = f"{asked.title}-{asked.period}-{version}{asked.suffix}".replace("/", "-")
    with TemporaryDirectory() as folder:
        arguments = [*asked.what, "--period", asked.period, "--type", asked.period_type, "--lang", spoken]
        kept = ["-o", f"paper{asked.suffix}", "--store", str(the_store().folder)]
        run_quietly([*arguments, *kept], Path(folder))
        return name, (Path(folder) / f"paper{asked.suffix}").read_bytes()


def run_quietly(arguments: Sequence[str], folder: Path) -> None:
    """`manage.py` with these arguments, in `folder`. Raises Refused where it refuses or takes too long."""
    command = [sys.executable, str(MANAGE), *arguments]
    with (
        _turn,
        subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process,
    ):
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
