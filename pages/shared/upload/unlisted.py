"""Which words were in no list, and how they get there."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

import streamlit as st

from charts.markup import tag
from data.findings import Checked
from data.language import say
from data.unlisted import unlisted_values

VALUES_SHOWN = 10


def show_unlisted(checked: Checked) -> None:
    """A sentence for each list, and the command with which an admin adds what belongs there."""
    for name, rows_of in unlisted_values(checked).items():
        st.html(tag("p", _sentence(rows_of), class_="note"))
        st.code(add_command(name, list(rows_of)[:VALUES_SHOWN]), language="bash", wrap_lines=True)


def add_command(name: str, values: list[str]) -> str:
    """What an admin types."""
    return f"python manage.py list add {name} {shlex.join(values)}"


def _sentence(rows_of: Mapping[str, int]) -> str:
    shown = say("、").join(
        say("{value}（{n}行）", value=value, n=n) for value, n in list(rows_of.items())[:VALUES_SHOWN]
    )
    more = len(rows_of) - VALUES_SHOWN
    rest = say("等{n}个", n=len(rows_of)) if more > 0 else ""
    return say(
        "不在清单中、记为未归类的：{values}{rest}。管理员确认后加入清单，再上传即可归类：",
        values=shown,
        rest=rest,
    )
