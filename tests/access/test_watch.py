"""The watch before the gate: who may ask how the server is, what it tells, and what it writes down."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from access.gate import Gate
from access.house import Places
from access.readiness import not_ready
from access.request_log import JsonLine, own_choices, own_path, start_log, write_line
from access.watch import Watch
from data.refusal import Refused
from data.settings import load_settings
from data.store import Store
from tests.access.in_front_of_the_gate import PAGES, InProcess
from tests.access.people import sign_in, store_with_people, typed
from tests.access.served_with_people import PAGE

TOKEN = "a token of some length 123"


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    numbers = [value.decode() for name, value in scope["headers"] if name == b"x-request-id"]
    await PlainTextResponse(" ".join(numbers))(scope, receive, send)


def watched(store: Store, peer: str = "127.0.0.1", address: str = "http://localhost:8501") -> httpx.Client:
    """A browser at `peer`, in front of the watch and the gate."""
    app = Watch(Gate(behind, Places(PAGES), store), PAGES, store)
    return httpx.Client(transport=InProcess(app, peer), base_url=address, headers=PAGE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_with_people(tmp_path_factory.mktemp("watched") / "store")


def test_a_program_on_this_machine_learns_that_the_server_lives_and_is_ready(store: Store) -> None:
    browser = watched(store)
    assert [browser.get(path).text for path in ("/healthz", "/readyz")] == ["ok\n", "ready\n"]
    assert browser.get("/metrics").headers["content-type"].startswith("text/plain; version=0.0.4")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("10.0.0.7", {}),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"}),
        ("127.0.0.1", {"host": "rebound.test"}),
        ("10.0.0.7", {"authorization": "Bearer "}),
        ("10.0.0.7", {"authorization": "Bearer a guess of some length 123"}),
        ("10.0.0.7", {"authorization": f"Basic {TOKEN}"}),
    ],
)
def test_from_elsewhere_these_are_paths_like_any_other(
    tmp_path: Path, path: str, peer: str, headers: dict[str, str]
) -> None:
    store = Store(tmp_path)
    (tmp_path / "settings.toml").write_text(
        f'[sign_in]\nway = "accounts"\n[watch]\ntoken = "{TOKEN}"\n', encoding="utf-8"
    )
    assert watched(store, peer).get(path, headers=headers).status_code == 303


def test_who_brings_the_token_is_answered_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(f'[watch]\ntoken = "{TOKEN}"\n', encoding="utf-8")
    browser = watched(Store(tmp_path), "10.0.0.7", "http://report.test")
    assert browser.get("/healthz", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize(
    "token", ["too short", 1234567, "口令口令口令口令口令口令口令口令口令口令口令口令口令"]
)
def test_a_token_that_can_be_guessed_is_refused_and_not_shown(tmp_path: Path, token: object) -> None:
    (tmp_path / "settings.toml").write_text(f"[watch]\ntoken = {json.dumps(token)}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_settings(tmp_path)
    assert str(token) not in str(refused.value)


def test_what_is_not_ready_is_said_in_one_word(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    assert not_ready(store) == ""
    mart = store.current_mart()
    assert mart
    mart.write_bytes(b"this is no mart")
    assert not_ready(Store(store.folder)) == "mart"
    mart.unlink()
    assert not_ready(Store(store.folder)) == "pointer"
    answer = watched(store).get("/readyz")
    assert (answer.status_code, answer.text) == (503, "pointer\n")
    (store.folder / "catalogue.sqlite").write_bytes(b"this is no catalogue" * 100)
    assert not_ready(Store(store.folder)) == "catalogue"
    (store.folder / "settings.toml").write_text("[sign_in", encoding="utf-8")
    assert not_ready(Store(store.folder)) == "settings"
    assert watched(Store(store.folder)).get("/healthz").status_code == 200


def test_an_empty_store_is_ready(tmp_path: Path) -> None:
    assert not_ready(Store(tmp_path / "none")) == ""


def test_the_metrics_name_no_person_and_no_township(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    typed(watched(store), "leader", "wrong")
    sign_in(watched(store), "leader")
    text = watched(store).get("/metrics").text
    lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(lines["safety_report_publications_total"]) == 3
    assert float(lines["safety_report_sign_in_failures_total"]) == 1
    assert float(lines["safety_report_open_sessions"]) == 1
    assert float(lines["safety_report_mart_age_seconds"]) >= 0
    assert not {word for word in ("leader", "甲镇", "乙乡", "localhost") if word in text}


def test_every_request_has_a_number_of_its_own_that_is_passed_on_and_sent_back(store: Store) -> None:
    browser = sign_in(watched(store), "leader")
    answers = [browser.get("/", headers={"x-request-id": "chosen-by-somebody"}) for _ in range(3)]
    numbers = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(numbers)) == 3
    assert [answer.text for answer in answers] == numbers


def test_a_line_holds_our_words_only() -> None:
    assert own_path("/_stcore/upload_file/0a1b/张三.xlsx", PAGES) == "/_stcore/upload_file/…/…"
    assert own_path("/media/0123abc.csv", PAGES) == "/media/…"
    assert own_path("/", PAGES) == "/"
    assert own_choices("lang=en&period=month&name=张三&rows=330106199001011234".encode()) == {
        "lang": "en",
        "period": "month",
        "rows": "…",
    }


def test_an_error_is_written_down_without_the_values_that_it_quotes() -> None:
    with pytest.raises(ValueError, match="330106199001011234") as raised:
        int("x330106199001011234")
    told = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("a", logging.ERROR, "", 1, "failed for %s", ("张三",), told)
    line = json.loads(JsonLine().format(record))
    assert line["error"]["kind"] == "ValueError"
    assert line["error"]["places"][0].startswith("test_watch.py:")
    assert "330106" not in str(line)
    assert "张三" not in str(line)


def test_a_file_of_lines_is_put_aside_when_it_is_full_and_few_are_kept(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[log]\nto = "file"\nmost_mb = 1\nkept = 2\n', encoding="utf-8")
    loggers = [logging.root, *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    before = [(each, each.handlers) for each in loggers]
    try:
        start_log(Store(tmp_path), "server-1")
        for number in range(4500):
            write_line("request", request_id=f"{number}", path="/" * 1000)
        names = sorted(path.name for path in (tmp_path / "logs").iterdir())
        assert names == ["server-1.jsonl", "server-1.jsonl.1", "server-1.jsonl.2"]
        assert all(path.stat().st_size <= 1_000_000 for path in (tmp_path / "logs").iterdir())
        last = (tmp_path / "logs" / "server-1.jsonl").read_text(encoding="utf-8").splitlines()[-1]
        assert json.loads(last)["request_id"] == "4499"
    finally:
        logging.root.handlers[0].close()
        for each, handlers in before:
            each.handlers = handlers


@pytest.mark.parametrize("text", ['to = "nowhere"', "most_mb = 0", "kept = true", "colour = 1"])
def test_a_wrong_setting_of_the_log_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(f"[log]\n{text}\n", encoding="utf-8")
    with pytest.raises(Refused):
        load_settings(tmp_path)


def test_what_is_under_way_is_waited_for_before_the_server_says_that_it_has_ended() -> None:
    happened: list[str] = []

    async def ends(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.shutdown.complete"})

    async def send(message: Message) -> None:
        happened.append(message["type"])

    watch = Watch(ends, PAGES, Store(), before_end=lambda: happened.append("work has ended"))
    asyncio.run(watch({"type": "lifespan"}, receive_nothing, send))
    assert happened == ["work has ended", "lifespan.shutdown.complete"]


async def receive_nothing() -> Message:
    return {"type": "lifespan.shutdown"}
