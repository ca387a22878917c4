"""Which files, and what is said about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType

import streamlit as st

from charts.text import month_text
from data.export_format import Export
from data.language import say
from metrics.publication import FileToCheck, Options
from pages.shared.upload.work import Work, forget_work, key_of, with_work, work_on
from pages.shared.who import by_here, who_is_here

AUTOMATIC = ""
# .et is offered too: the check says how to save it, the chooser would only be grey
OFFERED = ("csv", "txt", "tsv", "xlsx", "xlsm", "xls", "et")
ROUND = "upload-round"  # counts up when files were published, so that the next uploader is empty
OPENED = "upload-opened"  # numbers of the drafts that this session goes on with
IN_WORK = "upload-in-work"  # numbers of the drafts of all files that stood on the form
MONTHS_OFFERED = 36


@dataclass(frozen=True)
class UploadChoices:
    """What stands on the form. `fingerprint`: changes with every file, every answer and every correction.

    `works`: what the session does to each file.
    """

    files: tuple[FileToCheck, ...]
    options: Options
    fingerprint: str
    works: tuple[Work, ...] = ()

    @property
    def drafts(self) -> tuple[int, ...]:
        """The drafts of these files."""
        return tuple(work.draft for work in self.works if work.draft is not None)


def choose_uploads(
    exports: Mapping[str, Export], newest: date, opened: Mapping[int, FileToCheck] = MappingProxyType({})
) -> UploadChoices:
    """Draw the form. `newest`: the last month that is offered. `opened`: drafts that are gone on with."""
    uploaded = st.file_uploader(
        say("导出文件（CSV、XLSX或XLS，可一次选多个）"),
        type=list(OFFERED),
        accept_multiple_files=True,
        key=_uploader_key(),
    )
    if not who_is_here():
        with st.container(key="typed-by"):
            label = say("报送人（科室或岗位）")
            st.text_input(label, key="upload-by", persist_state="session", max_chars=40, width=320)
    with st.expander(say("一般不用改：报表、月份、覆盖范围、替换"), key="upload-details"):
        export, month, covers = _choose_details(exports, newest)
        replace = st.checkbox(
            say("替换：先撤下同一报表、同一月份、所覆盖乡镇的原有数据"), key="upload-replace"
        )
    arrived = [FileToCheck(each.name, each.getvalue(), export, month, None, covers) for each in uploaded]
    keyed = [(key_of(file), file) for file in arrived]
    keyed += [(key_of(file, number), file) for number, file in opened.items()]
    return _with_works(keyed, Options(by_here(), replace))


def _with_works(keyed: Sequence[tuple[str, FileToCheck]], options: Options) -> UploadChoices:
    works = tuple(work_on(key) for key, _ in keyed)
    files = tuple(with_work(file, work) for (_, file), work in zip(keyed, works, strict=True))
    corrected = [sorted(work.corrections.items()) for work in works]
    said = ([key for key, _ in keyed], corrected, options.replace)
    return UploadChoices(files, options, sha256(repr(said).encode()).hexdigest(), works)


def go_on_after_another_page() -> None:
    """Streamlit forgets the files of a page that is left: what was done to them goes on from its drafts."""
    if _uploader_key() not in st.session_state:
        opened = st.session_state.setdefault(OPENED, [])
        opened += [number for number in st.session_state.get(IN_WORK, ()) if number not in opened]


def _uploader_key() -> str:
    return f"upload-files-{st.session_state.setdefault(ROUND, 0)}"


def next_round() -> None:
    """Empty the uploader: what was in it is published, or waits for its time."""
    forget_work()
    st.session_state.pop(OPENED, None)
    st.session_state.pop(IN_WORK, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _choose_details(
    exports: Mapping[str, Export], newest: date
) -> tuple[str | None, date | None, str | None]:
    names = {AUTOMATIC: say("自动识别")} | {each.id: each.name for each in exports.values()}
    months = {AUTOMATIC: say("按文件中最新的日期")} | {
        f"{month:%Y-%m}": month_text(month) for month in _months_back(newest)
    }
    covers = {
        AUTOMATIC: say("按报表的规定"),
        "present": say("只有文件中出现的乡镇"),
        "all": say("全部乡镇（没有出现的按零报告）"),
    }
    first, second, third = st.columns(3)
    export = _select(first, "upload-export", say("报表"), names)
    month = _select(second, "upload-month", say("报告月份"), months)
    covered = _select(third, "upload-covers", say("覆盖范围"), covers)
    return export or None, date.fromisoformat(f"{month}-01") if month else None, covered or None


def _select(
    place: st.delta_generator.DeltaGenerator, key: str, label: str, options: Mapping[str, str]
) -> str:
    return place.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        filter_mode="contains",
    )


def _months_back(newest: date) -> list[date]:
    last = newest.year * 12 + newest.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last, last - MONTHS_OFFERED, -1)]
