"""A finding of many rows is one finding of each, however many files are checked at once."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from data import findings
from data.findings import Finding, said_of_rows

FOUND = Finding(None, "登记日期", "received_on", "2025-13-01", "日期", "date")


def test_every_row_bears_all_that_was_found() -> None:
    assert said_of_rows(FOUND, [5, 9]) == [replace(FOUND, row=5), replace(FOUND, row=9)]


def test_memory_is_collected_again_whoever_ends_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def another_ends_just_here() -> bool:
        gc.enable()
        return False

    monkeypatch.setattr(findings.gc, "isenabled", another_ends_just_here)
    said_of_rows(FOUND, [5])
    monkeypatch.undo()
    assert gc.isenabled()
