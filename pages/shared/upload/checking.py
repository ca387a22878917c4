"""Check and preview, remembered while form and store stay as they are: a rerun checks nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from charts.measure import Measure, measures_of
from data.findings import Checked
from data.language import language, say
from data.refusal import Refused
from data.store import Store
from metrics import publication
from metrics.limited_mart import mart_for
from metrics.mart_reader import Mart
from metrics.paper_figures import Values, reported_month_of, values_of_mart
from metrics.preview import changed_figures
from pages.shared.cached_reads import current_mart
from pages.shared.upload.choices import UploadChoices

if TYPE_CHECKING:
    from pandas import DataFrame

Answer = TypeVar("Answer")
ANSWERS_KEPT = 12
LONG_FILE = 20_000  # rows from which a person waits long enough to want to know how far it is


@dataclass(frozen=True)
class Effects:
    """What publishing would change: `figures` as `changed_figures` gives them, with the measures they are of.

    `computed`: the figures of the reported month once the files are published.
    `refusal`: why it cannot be published. No figures and no refusal: the store has these contents already.
    """

    figures: DataFrame | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)
    refusal: str = ""
    computed: Values = field(default_factory=dict)


def check(store: Store, choices: UploadChoices) -> list[Checked]:
    """The checks of these files against the store as it is."""
    with st.spinner(say("正在核对{n}个文件…", n=len(choices.files))):
        return _remembered("check", choices, store, lambda: _check(store, choices))


def _check(store: Store, choices: UploadChoices) -> list[Checked]:
    bar = st.empty()

    def rows_done(done: int, total: int) -> None:
        if total >= LONG_FILE:
            share = say("已核对{done}行，共约{total}行", done=f"{done:,}", total=f"{total:,}")
            bar.progress(min(1.0, done / total), text=share)

    checked = publication.check(store, choices.files, rows_done)
    bar.empty()
    return checked


def effects(store: Store, choices: UploadChoices) -> Effects:
    """The figures that publishing these files would change; nothing is written into the store."""
    with st.spinner(say("正在试算发布后的指标…")):
        return _remembered("effects", choices, store, lambda: _try_out(store, choices))


def _try_out(store: Store, choices: UploadChoices) -> Effects:
    with TemporaryDirectory(prefix="safety-report-preview-") as folder:
        try:
            checked, path = publication.preview(store, choices.files, choices.options, Path(folder))
        except Refused as refusal:
            return Effects(refusal=str(refusal))
        month = reported_month_of(checked)
        mart = path or store.current_mart()
        computed = _own(values_of_mart(mart, month), store) if mart and month else {}
        if path is None:
            return Effects(computed=computed)
        with Mart(path) as full:
            after = mart_for(store.grant, full)
            figures = changed_figures(current_mart(), after)
            return Effects(figures, measures_of(after.indicators()), computed=computed)


def _own(computed: Values, store: Store) -> Values:
    """As far as the reader may see them."""
    return {key: value for key, value in computed.items() if store.grant.sees(key[1])}


def _remembered(what: str, choices: UploadChoices, store: Store, compute: Callable[[], Answer]) -> Answer:
    now = (choices.fingerprint, *_store_stamp(store), language())
    held: dict[str, tuple[object, Answer]] = st.session_state.setdefault("upload-checked", {})
    if what not in held or held[what][0] != now:
        held[what] = (now, compute())
    return held[what][1]


def remembered_answer(store: Store, about: tuple[object, ...], compute: Callable[[], Answer]) -> Answer:
    """As for the checks, for what is asked about one file: the last few answers are kept."""
    now = (about, *_store_stamp(store), language())
    held: dict[object, Answer] = st.session_state.setdefault("upload-asked", {})
    if now not in held:
        with st.spinner(say("正在看表头和用词…")):
            held[now] = compute()
        for old in list(held)[:-ANSWERS_KEPT]:
            del held[old]
    return held[now]


def _store_stamp(store: Store) -> tuple[object, ...]:
    """Changes with every publication and with every profile: what was answered before is asked anew."""
    profiles = sorted((store.folder / "exports").glob("*.toml"))
    return str(store.current_mart()), *((path.name, path.stat().st_mtime_ns) for path in profiles)
