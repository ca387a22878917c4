"""What the top bar offers for a meeting: add this view to one, and the way back to the one that runs."""

from __future__ import annotations

from urllib.parse import urlencode

from charts.markup import Html, join, link, tag
from data.grants import Grant
from data.language import say
from pages.shared.address import choices_here, href, in_address
from pages.shared.meeting_choice import chosen_meeting

# pages to work on have nothing that a meeting would look at; papers and the meeting itself are no view
WITHOUT_VIEW = frozenset({"meeting", "papers", "upload", "admin"})
OF_THE_MEETING = ("meeting", "slide", "lang", "add")


def meeting_tool(current: str, grant: Grant) -> Html:
    """`current`: the address of the page that is open. A meeting shows the whole county, so not for all."""
    if grant.is_limited:
        return Html("")
    add = _add(current) if current not in WITHOUT_VIEW else Html("")
    return join((_back(current), add))


def _add(current: str) -> Html:
    own = {name: value for name, value in choices_here().items() if name not in OF_THE_MEETING}
    title = say("把这一页加进会议，成为一页幻灯片")
    address = href("meeting", add=f"{current}?{urlencode(own)}")
    return _tool(address, "＋", say("加入会议"), "to-meeting", title)


def _back(current: str) -> Html:
    """To the slide that led here; the page stands on the meeting's data."""
    if current == "meeting" or not in_address("slide"):
        return Html("")
    meeting = chosen_meeting()
    title = say("回到这一页幻灯片（Esc）")
    if meeting is not None and meeting.mart:
        number = meeting.mart.rpartition("/")[2].partition(".")[0]
        title = say("数字是会议开始时的第{mart}版；回到这一页幻灯片（Esc）", mart=number)
    return _tool(href("meeting"), "←", say("回到会议"), "to-meeting back", title)


def _tool(address: str, sign: str, words: str, name: str, title: str) -> Html:
    """On a narrow screen the sign alone is seen."""
    parts = tag("span", f"{sign} ", class_="sign", aria_hidden="true"), tag("span", words, class_="words")
    return link(address, *parts, class_=name, aria_label=words, title=title)
