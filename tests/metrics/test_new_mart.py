"""What a publication is computed by."""

from __future__ import annotations

from pathlib import Path

from data.store import Store
from metrics.indicator import INDICATORS_FOLDER
from metrics.new_mart import definitions_of


def test_a_definition_that_has_changed_is_read_again_and_one_that_has_not_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    before = definitions_of(store)
    assert definitions_of(store) is before
    own = store.folder / "indicators" / "resolution_rate.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    shipped = INDICATORS_FOLDER / "resolution_rate.toml"
    own.write_text(shipped.read_text(encoding="utf-8").replace("化解率", "办成率"), encoding="utf-8")
    assert definitions_of(store).indicators["resolution_rate"].names["zh"] == "办成率"
