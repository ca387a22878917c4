"""One line of JSON for every request and every run of a page: what an IT clerk needs, nothing of a person.

A line holds no account, no address, no file name, no value that somebody typed: of a path the words that are
ours, of a query which choices were made. Of an error the kind and the places in the code, not its text, for
that may quote a cell of an uploaded file.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from data.refusal import Refused
from data.watch_settings import FILE, OFF

if TYPE_CHECKING:
    from data.store import Store

log = logging.getLogger("safety_report.work")
MEGABYTE = 1_000_000
MOST_FRAMES = 12
# parts of a path that are the server's own; whatever stands between or after them is not written down
OWN_WORDS = frozenset(
    {"_stcore", "stream", "upload_file", "health", "host-config", "media", "static", "app", "component"}
    | {"frame.js", "frame.css", "search.json", "meeting.json", "metrics", "healthz", "readyz"}
    | {"sign-in", "sign-out", "account", "password", "sign-in-answer"}
)
# choices of an address; their values are code words of ours, and even so only these few are written down
OWN_CHOICES = frozenset({"lang", "period", "tab", "at", "rows", "theme", "indicator", "domain", "receipt"})
OWN_VALUES = {"lang": {"zh", "en"}, "period": {"month", "quarter", "year"}}


class JsonLine(logging.Formatter):
    """A record as one line of JSON. Lines of libraries keep where they come from, and lose their values."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower()}
        told = getattr(record, "told", None)
        # the text before its values are put in: those may be anybody's
        line |= told if told is not None else {"from": record.name, "message": str(record.msg)[:200]}
        if record.exc_info and record.exc_info[1]:
            line["error"] = _kind_and_places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _kind_and_places(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    places = [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
    return {"kind": type(error).__name__, "places": places}


def start_log(store: Store, name: str = "server") -> None:
    """Write as the store's settings say, from now on. `name`: of the file, another for each process."""
    try:
        wanted = store.settings.logging
    except Refused:  # the gate tells everybody what is wrong with the settings
        return
    if wanted.to == OFF:
        return
    log.setLevel(logging.INFO)
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if wanted.to == FILE:
        folder = store.folder / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / f"{name}.jsonl",
            maxBytes=wanted.most_mb * MEGABYTE,
            backupCount=wanted.kept,
            encoding="utf-8",
        )
    handler.setFormatter(JsonLine())
    _take_over(handler)


def _take_over(handler: logging.Handler) -> None:
    """Everything goes through `handler`, what libraries would print themselves too: they quote values."""
    logging.root.handlers = [handler]
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        if logger.handlers:  # one that has none and passes nothing on was silenced on purpose
            logger.handlers = []
            logger.propagate = True


def write_line(kind: str, **told: object) -> None:
    """One line, if anybody wants lines."""
    if log.isEnabledFor(logging.INFO):
        log.info(kind, extra={"told": {"kind": kind, **told}})


def own_path(path: str, pages: frozenset[str]) -> str:
    """`path` with its own words; the rest as "…"."""
    words = [word if word in OWN_WORDS | pages else "…" for word in path.split("/") if word]
    return "/" + "/".join(words[:4])


def own_choices(query: bytes) -> Mapping[str, str]:
    """The choices of a query by name, their values where there are but a few of them, else "…"."""
    try:
        pairs = parse_qsl(query.decode("latin-1"), max_num_fields=30)
    except ValueError:
        return {}
    return {
        name: value if value in OWN_VALUES.get(name, ()) else "…"
        for name, value in pairs
        if name in OWN_CHOICES
    }
