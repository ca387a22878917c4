"""Check and preview, remembered while form and store stay as they are: a rerun checks nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from access.work_done import FILES_REFUSED
from charts.measure import Measure, measures_of
from data.findings import Checked
from data.language import language, say
from data.live_register import REGISTER_EXPORT
from data.refusal import Refused
from data.store import Store
from metrics import apart
from metrics.guarded_changes import refuse_unseen
from metrics.jumps import Jump
from metrics.paper_figures import Values
from metrics.publication import FileToCheck
from pages.shared.branch import root_here
from pages.shared.upload.choices import UploadChoices
from pages.shared.upload.work import Work, keep_columns

if TYPE_CHECKING:
    from pandas import DataFrame

Answer = TypeVar("Answer")
ANSWERS_KEPT = 12
LONG_FILE = 20_000  # rows from which a person waits long enough to want to know how far it is


@dataclass(frozen=True)
class Effects:
    """What publishing would change: `figures` as `changed_figures` gives them, with the measures they are of.

    `computed`: the figures of the reported month once the files are published; `jumps`: those of them that
    are further from the month before than chance explains.
    `refusal`: why it cannot be published. No figures and no refusal: the store has these contents already.
    """

    figures: DataFrame | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)
    refusal: str = ""
    computed: Values = field(default_factory=dict)
    jumps: tuple[Jump, ...] = ()


def check(store: Store, choices: UploadChoices, forced: bool = False) -> list[Checked]:
    """The checks of these files against the store as it is; only what changed is checked again."""
    stale = _stale(store, choices, forced)
    if stale:
        with st.spinner(say("正在核对{n}个文件…", n=len(stale))):
            _check(store, choices, stale, forced)
    return [work.checked for work in choices.works if work.checked is not None]


def _stale(store: Store, choices: UploadChoices, forced: bool) -> list[int]:
    """The places of the files whose check no longer holds; all where a register is among them."""
    stamps = _stamps(store, choices, forced)
    works = choices.works
    stale = [at for at, work in enumerate(works) if work.checked is None or work.stamp != stamps[at]]
    is_register = [at for at in stale if _may_be_register(choices.files[at], works[at])]
    return list(range(len(works))) if is_register and len(works) > 1 else stale


def _may_be_register(file: FileToCheck, work: Work) -> bool:
    checked = work.checked
    known = checked.export.id if checked and checked.export else file.export
    return known in (None, REGISTER_EXPORT)


def _stamps(store: Store, choices: UploadChoices, forced: bool) -> list[object]:
    now = (*_store_stamp(store), tuple(sorted(store.locked_months())), forced, language())
    return [(*now, tuple(sorted(work.corrections.items()))) for work in choices.works]


def _check(store: Store, choices: UploadChoices, stale: Sequence[int], forced: bool) -> None:
    bar = st.empty()

    def rows_done(done: int, total: int) -> None:
        if total >= LONG_FILE:
            share = say("已核对{done}行，共约{total}行", done=f"{done:,}", total=f"{total:,}")
            bar.progress(min(1.0, done / total), text=share)

    seen = newest_upload(store)
    stamps = _stamps(store, choices, forced)
    found = apart.check(store, [choices.files[at] for at in stale], rows_done, forced)
    bar.empty()
    FILES_REFUSED.inc(sum(each.refused for each in found))
    for at, checked in zip(stale, found, strict=True):
        _remember(store, choices.works[at], checked, stamps[at], seen)


def _remember(store: Store, work: Work, checked: Checked, stamp: object, seen: int) -> None:
    if work.checked is not None and seen > work.seen:
        work.unseen = published_since(store, checked, work.seen)
    work.checked, work.stamp, work.seen = checked, stamp, seen
    keep_columns(work, checked)


def newest_upload(store: Store) -> int:
    """The number of the newest upload; 0 in an empty store."""
    return store.next_upload() - 1


def published_since(store: Store, checked: Checked, seen: int) -> str:
    """The sentence on what was published of the same after the upload `seen`; "" for nothing."""
    try:
        refuse_unseen(store, [checked], seen)
    except Refused as told:
        return str(told)
    return ""


def effects(store: Store, choices: UploadChoices) -> Effects:
    """The figures that publishing these files would change; nothing is written into the store."""
    root = root_here(store)
    with st.spinner(say("正在试算发布后的指标…")):
        return _remembered(f"effects {root}", choices, store, lambda: _try_out(store, choices, root))


def _try_out(store: Store, choices: UploadChoices, root: str) -> Effects:
    try:
        found = apart.preview(store, choices.files, choices.options).seen_by(store.grant, root)
    except Refused as refusal:
        return Effects(refusal=str(refusal))
    if found.figures is None or found.indicators is None:
        return Effects(computed=dict(found.computed))
    known = measures_of(found.indicators)
    return Effects(found.figures, known, computed=dict(found.computed), jumps=found.jumps)


def _remembered(what: str, choices: UploadChoices, store: Store, compute: Callable[[], Answer]) -> Answer:
    now = (choices.fingerprint, choices.options.forced, *_store_stamp(store), language())
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
