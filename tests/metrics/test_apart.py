"""Long files go through a process of their own, with the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.refusal import Refused
from metrics import apart, publication
from metrics.previewed import previewed
from metrics.publication import Options
from tests.store_builder import csv_file, new_store, petitions, value

TEXT = petitions("2025-05", "1,甲镇,03", "2,丁镇,04")


@pytest.fixture(autouse=True)
def every_file_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONG_CONTENT", 1)


@pytest.mark.integration
def test_a_long_file_is_checked_and_published_as_a_short_one(tmp_path: Path) -> None:
    store, files = new_store(tmp_path / "store"), [csv_file("五月", TEXT)]
    here, there = publication.check(store, files), apart.check(store, files)
    assert [(each.rows_accepted, each.errors, each.rows) for each in there] == [
        (each.rows_accepted, each.errors, each.rows) for each in here
    ]
    steps: list[str] = []
    done = apart.publish(store, files, Options(by="甲镇"), steps.append)
    assert not done.refused and steps == ["核对文件", "写入数据", "计算指标"]
    assert value(store, "petitions_received", "2025-05") == 1


@pytest.mark.integration
def test_its_effects_are_the_same_too(tmp_path: Path) -> None:
    store, files = new_store(tmp_path / "store"), [csv_file("五月", TEXT)]
    here, there = previewed(store, files, Options()), apart.preview(store, files, Options())
    assert here.figures is not None and here.figures.equals(there.figures)
    assert (here.computed, here.jumps) == (there.computed, there.jumps)
    assert here.computed["petitions_received", "A"] == 1


@pytest.mark.integration
def test_its_refusal_is_the_same_too(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store", TEXT)
    with pytest.raises(Refused, match="在您核对之后"):
        apart.publish(store, [csv_file("更正", petitions("2025-05", "3,甲镇,05"))], Options(seen=1), print)
