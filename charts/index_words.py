"""Words of the safety index: bands, ranks, scores."""

from __future__ import annotations

from data.language import pick, say
from metrics.index.results import AreaIndex
from metrics.index.standard import BAND_NAMES, Standard
from metrics.rounding import half_up

# the shape beside a band's word; colour is left to verdicts
BAND_GLYPHS = {"excellent": "★", "good": "◆", "steady": "■", "poor": "□"}


def band_words(band: str | None) -> str:
    """excellent → 优."""
    return pick(BAND_NAMES[band]) if band else "—"


def score_text(score: float | None, standard: Standard | None = None) -> str:
    """One decimal, half up; a score under a band's least never reads as that least (89.96 is 89.9)."""
    if score is None:
        return "—"
    shown = float(half_up(score, 1))
    if standard is not None and standard.band(shown) != standard.band(score):
        shown = round(shown - 0.1, 1)
    return f"{shown:.1f}"


def rank_text(index: AreaIndex) -> str:
    """3/13（1–6）: rank, of how many, and its 95 % interval."""
    if index.rank is None:
        return "—"
    low, high = index.rank_low, index.rank_high
    limits = str(low) if low == high else f"{low}–{high}"
    return say("{rank}/{ranked}（{limits}）", rank=index.rank, ranked=index.ranked, limits=limits)


def kind_words(kind: str) -> str:
    """town → 镇."""
    words = {"town": say("镇"), "township": say("乡"), "subdistrict": say("街道"), "park": say("园区")}
    return words.get(kind, kind or say("未分类"))
