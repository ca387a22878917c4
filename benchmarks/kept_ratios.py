"""docs/benchmarks.json: the ratios of the last whole measurement, to hold later ones against."""

from __future__ import annotations

import json
from collections.abc import Mapping

from benchmarks.report import REPORT

KEPT = REPORT.with_suffix(".json")
Ratios = dict[str, dict[str, float]]


def kept_ratios() -> Ratios:
    """What was compared → with whom → ratio; empty where nothing was ever kept."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def keep_ratios(compared: str, ratios: Mapping[str, float]) -> None:
    """Keep them in place of what was kept of the same comparison."""
    kept = kept_ratios() | {compared: {name: round(ratio, 3) for name, ratio in ratios.items()}}
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
