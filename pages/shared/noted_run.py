"""A run of a page, counted and timed for those who keep the server; by page, not by person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import streamlit as st

from access.request_log import write_line
from access.work_done import RUN_SECONDS, RUNS_FAILED
from data.refusal import Refused

FIRST = "overview"


@dataclass
class Run:
    """`page`: its address, known once the frame has found out; "" is the first page."""

    page: str = ""


@contextmanager
def noted_run() -> Iterator[Run]:
    """Counts what runs inside. What Streamlit raises to begin anew is no failure; a refusal is an answer."""
    run, began, has_failed = Run(), perf_counter(), False
    try:
        yield run
    except Refused:
        raise
    except Exception:
        has_failed = True
        RUNS_FAILED.labels(run.page or FIRST).inc()
        raise
    finally:
        seconds = perf_counter() - began
        RUN_SECONDS.labels(run.page or FIRST).observe(seconds)
        number = st.context.headers.get("X-Request-ID", "")
        ms = round(seconds * 1000, 1)
        write_line("run", request_id=number, page=run.page or FIRST, failed=has_failed, ms=ms)
