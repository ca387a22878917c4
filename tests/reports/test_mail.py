"""The papers of a month by e-mail, sent to a real (if small) mail server."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from data.mail_settings import PASSWORD_VARIABLE, MailSettings
from data.refusal import Refused
from reports.mailing import message_with, send
from reports.papers import Paper
from tests.reports.mail_server import Received, mail_server

SETTINGS = MailSettings(
    host="localhost",
    port=25,
    security="none",
    user="",
    sender="report@example.org",
    recipients=("office@example.org", "archive@example.org"),
)
PAPERS = [
    Paper("会议材料.pptx", b"PK\x03\x04slides\r\n.\r\n", "会议材料", "2025年12月 · 数据第2版"),
    Paper("通报.docx", bytes(range(256)) * 40, "通报", "2025年12月 · 数据第2版"),
]
SENT = datetime(2026, 1, 6, 9, 0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this computer, trusted by whoever is told of its file."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    key, own = folder / "key.pem", folder / "certificate.pem"
    asked = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(own)]
    subprocess.run(["openssl", "req", *asked, *named, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    return context, own


def the_message() -> EmailMessage:
    return message_with(PAPERS, SETTINGS, SENT)


def test_the_papers_arrive_as_they_were_written() -> None:
    with mail_server(Received()) as received:
        send(the_message(), replace(SETTINGS, port=received.port))
    assert received.sender == "report@example.org"
    assert received.recipients == ["office@example.org", "archive@example.org"]
    message = message_from_bytes(received.message, policy=policy.default)
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert attached == {paper.name: paper.content for paper in PAPERS}
    assert message["Subject"] == "平安报表：2025年12月 · 数据第2版"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_password_travels_encrypted_only(
    certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    context, trusted = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv(PASSWORD_VARIABLE, "secret")
    with mail_server(Received(), context, encrypted=security == "tls") as received:
        send(the_message(), replace(SETTINGS, port=received.port, security=security, user="report"))
    assert received.was_encrypted
    assert received.signed_in == b"\0report\0secret"
    assert received.message


def test_a_password_that_anybody_could_read_on_the_way_is_not_sent_and_a_dry_run_says_so() -> None:
    open_to_all = replace(SETTINGS, host="mail.test", user="report")
    with pytest.raises(Refused, match="不加密地经过网络"):
        send(the_message(), open_to_all)
    with pytest.raises(Refused, match="starttls或tls"):
        message_with(PAPERS, open_to_all, SENT)


def test_a_password_that_stays_on_this_machine_needs_no_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "secret")
    with mail_server(Received()) as received:
        send(the_message(), replace(SETTINGS, port=received.port, user="report"))
    assert received.signed_in == b"\0report\0secret"


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(
    certificate: tuple[ssl.SSLContext, Path],
) -> None:
    with mail_server(Received(), certificate[0]) as received, pytest.raises(Refused, match="邮件没有发出"):
        send(the_message(), replace(SETTINGS, port=received.port, security="starttls"))
    assert received.message == b""


def test_what_the_server_says_no_to_is_told_in_words() -> None:
    with (
        mail_server(Received(refuses="@example.org")) as received,
        pytest.raises(Refused, match="no such mailbox"),
    ):
        send(the_message(), replace(SETTINGS, port=received.port))


def test_a_recipient_that_the_server_does_not_take_is_named_though_the_others_have_their_mail() -> None:
    with (
        mail_server(Received(refuses="archive@")) as received,
        pytest.raises(Refused, match=r"没有收这些收件人的：archive@example\.org$"),
    ):
        send(the_message(), replace(SETTINGS, port=received.port))
    assert received.recipients == ["office@example.org"]
    assert received.message


@pytest.mark.integration
def test_the_scheduled_job_sends_the_papers_of_the_month(
    command_line: Callable[..., subprocess.CompletedProcess[str]], demo_copy: Path, tmp_path: Path
) -> None:
    with mail_server(Received()) as received:
        own = f'[mail]\nhost = "localhost"\nport = {received.port}\nsecurity = "none"\n'
        own += 'sender = "a@example.org"\nrecipients = ["b@example.org"]\n'
        (demo_copy / "settings.toml").write_text(own, encoding="utf-8")
        done = command_line("monthly", "--to", tmp_path / "out", "--mail", store=demo_copy)
    assert done.returncode == 0, done.stderr
    message = message_from_bytes(received.message, policy=policy.default)
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert attached == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
