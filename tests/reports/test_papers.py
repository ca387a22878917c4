"""Papers by name, by e-mail and from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from data.mail_settings import MailSettings, mail_problem
from data.refusal import Refused
from data.settings import load_settings
from data.store import Store
from reports.bulletin import bulletin_of
from reports.deck_story import deck_story
from reports.facts import Facts
from reports.mailing import message_with, send
from reports.papers import NAMES, Paper, facts_of, write_paper
from reports.period_asked import asked_period
from reports.printed import as_pdf, converter
from tests.province import FIRST, province_store
from tests.store_builder import new_store, petitions

SENT = datetime(2026, 1, 6, 9, 0)
OFFICE = MailSettings(
    host="127.0.0.1", sender="office@example.org", recipients=("a@example.org", "b@example.org")
)
CommandLine = Callable[..., CompletedProcess[str]]


@pytest.mark.integration
def test_a_paper_from_the_command_line_is_the_one_from_the_page(
    command_line: CommandLine, store: Store, deck: Paper, tmp_path: Path
) -> None:
    output = tmp_path / "deck.pptx"
    done = command_line("deck", "--period", "2025", "-o", output, "--json", store=store.folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [str(output)]
    assert output.read_bytes() == deck.content


@pytest.mark.integration
def test_a_scheduled_job_gets_all_papers_of_the_newest_month_and_a_message_that_is_not_sent(
    command_line: CommandLine, demo_copy: Path, tmp_path: Path
) -> None:
    own = '[mail]\nhost = "mail.example.org"\nsender = "a@example.org"\nrecipients = ["b@example.org"]\n'
    (demo_copy / "settings.toml").write_text(own, encoding="utf-8")
    done = command_line("monthly", "--to", tmp_path / "out", "--mail", "--dry-run", store=demo_copy)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "mail.eml",
        "平安建设会议材料-2025-12-第2版.pptx",
        "平安建设情况通报-2025-12-第2版.docx",
        "平安报表工作簿-2025-12-第2版.xlsx",
    ]
    message = message_from_bytes((tmp_path / "out" / "mail.eml").read_bytes(), policy=policy.default)
    attached = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}
    assert attached == {name: (tmp_path / "out" / name).read_bytes() for name in names if name != "mail.eml"}


@pytest.mark.parametrize(
    ("period", "found"),
    [
        (None, ("month", "2025-12")),
        ("2025", ("year", "2025")),
        ("2025-Q3", ("quarter", "2025-Q3")),
        ("2025-07", ("month", "2025-07")),
    ],
)
def test_a_period_is_told_by_how_it_is_written(
    store: Store, period: str | None, found: tuple[str, str]
) -> None:
    with facts_of(store, period) as facts:
        assert (facts.period_type, facts.period) == found


def test_a_period_that_the_mart_does_not_have_is_refused_with_the_nearest(store: Store) -> None:
    with pytest.raises(Refused, match="2025-01"), facts_of(store, "2025-13"):
        pass


def test_rolling_months_are_asked_for_by_type(store: Store) -> None:
    with facts_of(store, "2025-12", "rolling12") as facts:
        assert asked_period(facts.mart, "2025-12", "rolling12") == ("rolling12", "2025-12")


@pytest.mark.integration
def test_a_month_the_year_to_it_and_its_twelve_months_are_three_files(store: Store) -> None:
    names = []
    for period_type in ("month", "ytd", "rolling12"):
        with facts_of(store, "2025-08", period_type) as facts:
            names.append(write_paper(store, facts, "bulletin").name)
    assert names == [
        "平安建设情况通报-2025-08-第2版.docx",
        "平安建设情况通报-2025-08-年初至今-第2版.docx",
        "平安建设情况通报-2025-08-近12个月-第2版.docx",
    ]


def test_an_empty_store_has_no_papers(tmp_path: Path) -> None:
    with pytest.raises(Refused), facts_of(Store(tmp_path / "store"), None):
        pass


def test_the_message_names_the_papers_and_who_gets_them(deck: Paper) -> None:
    message = message_with([deck], OFFICE, SENT)
    assert message["To"] == "a@example.org, b@example.org"
    assert message["Subject"] == f"平安报表：{deck.stated}"
    assert [part.get_filename() for part in message.iter_attachments()] == [deck.name]


def test_without_a_server_nothing_is_sent(deck: Paper) -> None:
    with pytest.raises(Refused, match=r"settings\.toml"):
        message_with([deck], MailSettings(), SENT)


def test_a_server_that_does_not_answer_is_a_refusal_with_its_words(deck: Paper) -> None:
    nobody_there = MailSettings(
        host="127.0.0.1", port=9, sender="a@example.org", recipients=("b@example.org",)
    )
    with pytest.raises(Refused, match=r"127\.0\.0\.1"):
        send(message_with([deck], nobody_there, SENT), nobody_there)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"hots": "mail.example.org"}, "hots"),
        ({"port": 0}, "port"),
        ({"security": "ssl3"}, "security"),
        ({"password": "secret"}, "password"),
        ({"recipients": ["a@example.org\nBcc: c@example.org"]}, "recipients"),
        ({"recipients": ["nobody"]}, "recipients"),
    ],
)
def test_a_wrong_mail_setting_is_refused_by_its_name(values: dict[str, object], named: str) -> None:
    assert named in mail_problem(values)


def test_a_store_with_a_wrong_mail_setting_says_so_at_once(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[mail]\nport = 0\n", encoding="utf-8")
    with pytest.raises(Refused, match="port"):
        load_settings(tmp_path)


def test_without_libreoffice_a_pdf_is_refused_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert converter() is None
    with pytest.raises(Refused, match="LibreOffice"):
        as_pdf(b"", ".pptx", SENT)


@pytest.mark.integration
def test_a_county_of_two_townships_and_one_month_has_its_papers_too(tmp_path: Path) -> None:
    small = new_store(tmp_path / "small", petitions("2025-03", "1,A,02,09", "2,A,03", "3,B,04,20"))
    with facts_of(small, None) as facts:
        story = deck_story(facts)
        assert story.slides[0].title == "2025年3月：没有可比的上期数据，暂不判断变化"
        for name in NAMES:
            assert write_paper(small, facts, name).content
    assert all(slide.exhibit.says for slide in story.slides)


def test_a_paper_of_one_county_of_several_names_it(tmp_path: Path) -> None:
    province = province_store(tmp_path / "province")
    with facts_of(province, None, None, FIRST) as facts:
        paper = write_paper(province, facts, "bulletin")
        assert bulletin_of(facts).county == "甲县"
    assert paper.name == "平安建设情况通报-甲县-2025-03-第2版.docx"
    assert paper.stated.startswith("甲县 · 2025年3月 · 数据第2版")
    with facts_of(province, None) as facts:
        assert write_paper(province, facts, "bulletin").name == "平安建设情况通报-2025-03-第2版.docx"


def test_the_papers_of_a_running_year_say_until_when_they_have_data(facts: Facts) -> None:
    running = Facts(facts.mart, replace(facts.edition, newest_month="2025-09"), facts.exports, "year", "2025")
    bulletin, story = bulletin_of(running), deck_story(running)
    until = "2025年（截至2025年9月）"
    assert all(until in text for text in (bulletin.title, bulletin.opening, bulletin.stated, story.title))
    assert all(until in slide.source for slide in story.slides)
    assert facts.edition.newest_month == "2025-12"
