"""What a change on the past may be called: real, possible, or within noise; better, worse, or not judged."""

from __future__ import annotations

from dataclasses import dataclass

from charts.markup import Html, tag
from charts.measure import Measure
from charts.text import is_missing
from data.language import say


@dataclass(frozen=True)
class Judgement:
    """`tone` is plain, better or worse; `words` says the same without colour."""

    tone: str
    glyph: str
    words: str


def judge_change(
    measure: Measure,
    change: float | None,
    change_class: object,
    *,
    in_headline: bool = False,
    too_few: bool = False,
) -> Judgement:
    """The word for one change. A neutral indicator is never judged; 95 % alone is 'possible', has no colour
    and is not said in a headline. From nothing to something there is no percentage, and yet it was tested.
    """
    if not measure.is_judged:
        return Judgement("plain", "", say("不作评价"))
    if change is None or is_missing(change):
        if not isinstance(change_class, str):
            return Judgement("plain", "", say("无可比数据"))
        change = 1.0  # a total that was 0 can only have risen
    if in_headline and change_class == "possible":
        change_class = "noise"
    if change_class in ("real", "possible") and change != 0:
        return _beyond_noise(change_class == "real", (change > 0) == (measure.good == "high"))
    if change_class in ("noise", "possible"):
        return Judgement("plain", "", say("正常波动"))
    return Judgement("plain", "", say("件数少") if too_few else say("不作检验"))


def _beyond_noise(is_real: bool, is_better: bool) -> Judgement:
    if not is_real:
        return Judgement("plain", "", say("可能改善") if is_better else say("可能变差"))
    if is_better:
        return Judgement("better", "▲", say("真实改善"))
    return Judgement("worse", "▼", say("真实变差"))


def judgement_html(judgement: Judgement) -> Html:
    """'▲ 真实改善' in its tone."""
    shown = f"{judgement.glyph} {judgement.words}".strip()
    return tag("span", shown, class_=f"verdict verdict-{judgement.tone}")
