"""修订 beside the figures: what had been published was changed, when, of whom, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from charts.markup import Html, tag
from charts.text import listed, month_text
from data.language import say
from data.revisions import ROLLBACK

if TYPE_CHECKING:
    from data.staff_records import Revision

SHOWN = 4
NAMES_SHOWN = 3


def revised_mark(reason: str = "", after_lock: bool = False) -> Html:
    """The mark itself; its title says why."""
    words = say("锁定后修订") if after_lock else say("修订")
    return tag("span", words, class_="revised", title=reason or None)


def revisions_html(found: Sequence[Revision], exports: Mapping[str, str], names: Mapping[str, str]) -> Html:
    """A line per revision, newest first; "" where there is none. `exports`, `names`: id → its name."""
    if not found:
        return Html("")
    newest = sorted(found, key=lambda each: (each.at, each.id or 0), reverse=True)
    lines = (
        tag(
            "p",
            revised_mark(each.reason, each.after_lock),
            revision_sentence(each, exports, names),
        )
        for each in newest[:SHOWN]
    )
    more = len(newest) - SHOWN
    rest = tag("p", say("另有{n}次修订，见收据。", n=more), class_="note") if more > 0 else ""
    return tag("div", *lines, rest, class_="revisions", role="note")


def revision_sentence(each: Revision, exports: Mapping[str, str], names: Mapping[str, str]) -> str:
    """'2025年7月诉求办件于2025-09-01更正（甲镇）：漏报两件'."""
    said = {
        "month": month_text(each.month),
        "export": exports.get(each.export, each.export),
        "day": f"{each.at:%Y-%m-%d}",
        "places": _places(each, names),
    }
    if each.what == ROLLBACK:
        text = say("{month}{export}于{day}撤回一次上传（{places}）", **said)
    else:
        text = say("{month}{export}于{day}更正（{places}）", **said)
    return say("{told}：{reason}", told=text, reason=each.reason) if each.reason else text


def _places(each: Revision, names: Mapping[str, str]) -> str:
    # in the order of the screen
    codes = [code for code in names if code in each.codes] + sorted(each.codes - names.keys())
    shown = listed([names.get(code, code) for code in codes[:NAMES_SHOWN]])
    if len(codes) > NAMES_SHOWN:
        return say("{places}等{n}个乡镇", places=shown, n=len(codes))
    return shown or say("全县")
