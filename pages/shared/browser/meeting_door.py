"""What the browsers of a meeting ask and tell: where it is, who presents, what was written down.

`GET meeting.json?meeting=7&browser=…` and `POST meeting.json`; both answer with the state of the meeting. A
browser is known by a number that it drew itself, which is never given out: who knows it presents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from data.clock import now
from data.language import language, say, speaking
from data.meetings import refuse_limited
from data.refusal import Refused

if TYPE_CHECKING:
    from data.meeting_records import Meeting
    from data.store import Store

MOST_BYTES = 4000
# who opens the meeting of another day is not taken to the slide where it ended
LIVE = timedelta(hours=3)
MOST_KEPT, KEPT_SECONDS = 50, 2.0
_kept: dict[tuple[str, int, str], tuple[tuple[int, ...], float, dict[str, Any]]] = {}
BROWSER = re.compile(r"[0-9a-f]{24}")


def answer_browser(method: str, query: bytes, body: bytes, store: Store) -> tuple[int, bytes]:
    """(status, JSON) of a question or a message; a refusal is 400 with its words.

    `store`: in the hands of whoever asks; a meeting shows the whole county, so it is not for all.
    """
    asked = _asked(method, query, body)
    with speaking(str(asked.get("lang", "zh"))[:2]):
        try:
            refuse_limited(store)
            if method not in ("GET", "POST") or asked == {}:
                raise Refused(say("这个请求读不懂。"))
            return 200, _json(_answer(method, asked, store))
        except Refused as refusal:
            return 400, _json({"refused": str(refusal)})


def _asked(method: str, query: bytes, body: bytes) -> Mapping[str, Any]:
    if method == "GET":
        return {name: values[-1] for name, values in parse_qs(query.decode("latin-1")).items()} or {
            "lang": "zh"
        }
    try:
        found = json.loads(body) if len(body) <= MOST_BYTES else {}
    except (ValueError, RecursionError):  # a thousand brackets are deeper than may be read
        return {}
    return found if isinstance(found, dict) else {}


def _answer(method: str, asked: Mapping[str, Any], store: Store) -> dict[str, Any]:
    number = str(asked.get("meeting", ""))
    if not number:
        mart = store.current_mart()
        return {"mart": mart.stem if mart else ""}
    if not number.isdecimal() or len(number) > 9:
        raise Refused(say("这个请求读不懂。"))
    browser = str(asked.get("browser", ""))
    if method == "POST":
        from data.meetings import meeting_of

        _told(store, meeting_of(store, int(number)), browser, asked)
        _kept.clear()
    return state(store, int(number), browser)


def state(store: Store, number: int, browser: str) -> dict[str, Any]:
    """Where a meeting is, whether this browser presents it, and the markup of what was written down.

    Twenty browsers ask every second: what one was told holds for the next while the catalogue is the same.
    """
    key, catalogue = (str(store.folder), number, language()), _stamp(store)
    kept = _kept.get(key)
    if kept is None or kept[0] != catalogue or monotonic() - kept[1] > KEPT_SECONDS:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        kept = _kept[key] = (catalogue, monotonic(), _state(store, number))
    presenter = kept[2]["presenter"]
    shown = {name: value for name, value in kept[2].items() if name != "presenter"}
    return {**shown, "leads": bool(presenter) and presenter == browser}


def _stamp(store: Store) -> tuple[int, ...]:
    """Changes with every commit to an SQLite file; another database says none, so little is kept."""
    files = (store.folder / "catalogue.sqlite", store.folder / "catalogue.sqlite-wal")
    stats = [path.stat() for path in files if path.exists()]
    return tuple(value for each in stats for value in (each.st_mtime_ns, each.st_size))


def _state(store: Store, number: int) -> dict[str, Any]:
    from data.meeting_actions import agreed_before, agreed_in, agreed_stamp
    from data.meetings import meeting_of, place_of, views_of
    from pages.shared.meeting_notes import notes_html

    meeting = meeting_of(store, number)
    place = place_of(store, meeting)
    return {
        "slide": place.slide if place else "",
        "presented": place is not None,
        "presenter": place.presenter if place else "",
        "is_live": place is not None and now() - place.at < LIVE,
        "views": len(views_of(store, meeting)),
        "noted": notes_html(agreed_in(store, meeting)),
        "agreed": agreed_stamp(agreed_before(store, meeting.last_month)),
    }


def _told(store: Store, meeting: Meeting, browser: str, asked: Mapping[str, Any]) -> None:
    from data.meetings import slide_names

    does, slide = str(asked.get("does", "")), str(asked.get("slide", ""))
    is_known = bool(BROWSER.fullmatch(browser)) and does in _DOES
    if not is_known or (slide and slide not in slide_names(store, meeting)):
        raise Refused(say("这个请求读不懂。"))
    _DOES[does](store, meeting, browser, asked)


def _show(store: Store, meeting: Meeting, browser: str, asked: Mapping[str, Any]) -> None:
    from data.meetings import present

    if not present(store, meeting, str(asked["slide"]), browser):
        raise Refused(say("现在由另一个窗口或另一台电脑主讲。"))


def _lead(store: Store, meeting: Meeting, browser: str, asked: Mapping[str, Any]) -> None:
    from data.meetings import present

    present(store, meeting, str(asked["slide"]), browser, is_new=asked.get("takes_over") is True)


def _note(store: Store, meeting: Meeting, browser: str, asked: Mapping[str, Any]) -> None:
    from data.meeting_actions import write_down

    texts = {name: str(asked.get(name, "")) for name in ("slide", "kind", "text", "office")}
    write_down(store, meeting, **texts, due=_day(str(asked.get("due", ""))))


def _done(store: Store, meeting: Meeting, browser: str, asked: Mapping[str, Any]) -> None:
    """What earlier meetings agreed is ticked off at the slide that the deck opens with."""
    from data.meeting_actions import agreed_before, set_done

    number = asked.get("agreed")
    if number not in [each.id for each in agreed_before(store, meeting.last_month)]:
        raise Refused(say("这个请求读不懂。"))
    set_done(store, int(str(number)), asked.get("is_done") is True)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(say("日期请写成 2026-01-31 这样。")) from error


_DOES: Mapping[str, Callable[[Store, Meeting, str, Mapping[str, Any]], None]] = {
    "show": _show,
    "lead": _lead,
    "note": _note,
    "done": _done,
}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
