"""What a reader sees when something fails: a sentence, never a trace."""

from __future__ import annotations

import logging

import streamlit as st

from data.language import say
from data.refusal import Refused

log = logging.getLogger(__name__)


def say_what_failed(error: Exception) -> bool:
    """Show `error` in words: a refusal says itself what to mend, anything else goes to the server's log.

    True: Streamlit shows nothing of its own.
    """
    if isinstance(error, Refused):
        st.error(str(error))
    else:
        log.error("a page failed", exc_info=error)
        st.error(
            say(
                "这个页面出错了，错误已记入服务器日志。请刷新页面；仍不行时，请把时间和正在做的事告诉管理员。"
            )
        )
    return True
