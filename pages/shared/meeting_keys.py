"""What is pressed while a meeting is on the screen, told before it begins."""

from __future__ import annotations

from charts.markup import Html, tag
from data.language import say


def keys_html() -> Html:
    """A short list: keys, and what they do."""
    keys = (
        ("← →", say("上一页、下一页；触摸屏左右划")),
        ("Home End", say("第一页、最后一页")),
        ("F", say("全屏")),
        ("B", say("黑屏，再按一次回来")),
        ("G", say("选页")),
        ("N", say("记下决定或者要办的事")),
        ("P L", say("由我主讲；跟着主讲人翻页")),
        ("Esc", say("从明细回到原来那一页")),
    )
    rows = (
        tag("tr", tag("th", tag("kbd", key, translate="no"), scope="row"), tag("td", does))
        for key, does in keys
    )
    title = tag("h2", say("投屏时按什么键"), class_="section")
    table = tag("table", tag("tbody", *rows), class_="plain keys")
    return tag("div", title, tag("div", table, class_="plain-box"), class_="stack")
