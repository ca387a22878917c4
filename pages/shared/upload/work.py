"""What this session is doing to each chosen file: the check that holds, corrections by hand, its draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

import streamlit as st

from data.findings import Checked
from data.kept_sheet import Cell, KeptSheet
from metrics.publication import FileToCheck

WORKS = "upload-work"
WORKS_KEPT = 20


@dataclass
class Work:
    """One file. `kept`: its columns once they were read; `mended`: cells corrected before, on any computer.

    `stamp`: what `checked` followed from; `seen`: the newest upload that the check knew; `told`: the person
    knows of what was published since an earlier check. `saved`: the stamp that the draft is of.
    """

    kept: KeptSheet | None = None
    corrections: dict[Cell, str] = field(default_factory=dict)
    mended: dict[Cell, str] = field(default_factory=dict)
    checked: Checked | None = None
    stamp: object = None
    saved: object = None
    draft: int | None = None
    seen: int = 0
    unseen: str = ""

    @property
    def all_mended(self) -> Mapping[Cell, str]:
        """Corrected by hand, now or before."""
        return {**self.mended, **self.corrections}


def key_of(file: FileToCheck, draft: int | None = None) -> str:
    """Changes with every answer about the file; a draft is known by its number."""
    if draft is not None:
        return f"draft-{draft}"
    said = (file.name, sha256(file.content).hexdigest(), file.export, file.month, file.covers)
    return sha256(repr(said).encode()).hexdigest()


def work_on(key: str) -> Work:
    """The session's work on a file, begun where there is none."""
    works: dict[str, Work] = st.session_state.setdefault(WORKS, {})
    if key not in works:
        works[key] = Work()
        for old in list(works)[:-WORKS_KEPT]:
            del works[old]
    return works[key]


def with_work(file: FileToCheck, work: Work) -> FileToCheck:
    """The file as it stands after the corrections: what is checked, previewed and published."""
    kept = work.kept or file.kept
    if kept is None:
        return replace(file, keeps_sheet=True)
    return replace(file, export=kept.export, kept=kept, corrections=dict(work.corrections), keeps_sheet=True)


def keep_columns(work: Work, checked: Checked) -> None:
    """Remember the columns that the first check read, so that no later one reads the file again."""
    if work.kept is None and checked.sheet is not None and checked.export is not None:
        work.kept = KeptSheet(
            checked.export.id, checked.sheet, checked.sha256, checked.size, checked.encoding
        )


def read_again() -> None:
    """A heading means something now that meant nothing before: files that are here are read once more."""
    works: dict[str, Work] = st.session_state.get(WORKS, {})
    for work in works.values():
        work.kept, work.stamp = None, None


def forget_work() -> None:
    """All of it is published, or waits for its time."""
    st.session_state.pop(WORKS, None)
