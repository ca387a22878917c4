"""The names nearest to a mistyped one, for messages that say what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from data.language import say

LIKELY = 62.0  # below this likeness (0–100) a proposal confuses more than it helps


def nearest_names(word: str, choices: Iterable[str], count: int = 3, likeness: float = 0.0) -> list[str]:
    """Up to `count` of `choices`, the likest to `word` first, each at least `likeness` (0–100) like it."""
    from rapidfuzz import fuzz, process  # only a mistake pays for it

    found = process.extract(word, list(choices), scorer=fuzz.WRatio, limit=count, score_cutoff=likeness)
    return [str(name) for name, _, _ in found]


def did_you_mean(word: str, choices: Collection[str]) -> str:
    """A sentence that names the nearest choice, or lists up to thirty where none is like it."""
    from rapidfuzz import fuzz, process

    names = choices if isinstance(choices, Sequence) else sorted(choices)
    likely = process.extractOne(word, names, scorer=fuzz.ratio, score_cutoff=LIKELY)
    if likely:
        return say("是不是“{name}”？", name=likely[0])
    return say("可以用的是：{names}", names=" ".join(names[:30])) if names else ""
