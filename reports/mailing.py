"""The papers of a month by e-mail: one message with the files, sent through the county's own SMTP server."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from data.language import say
from data.mail_settings import PASSWORD_VARIABLE, MailSettings, what_to_do_about_password
from data.refusal import Refused
from reports.papers import MIME, Paper

SECONDS = 30
BOUNDARY = "=_papers_of_the_month"


def message_with(papers: Sequence[Paper], settings: MailSettings, sent: datetime) -> EmailMessage:
    """The message, ready to send; `sent` is its date. Raises Refused where the settings name nobody."""
    if not settings.host or not settings.sender or not settings.recipients:
        missing = "settings.toml [mail]"
        raise Refused(say("还没有设置发信服务器、发件人或收件人。"), where=missing)
    _refuse_open_password(settings)
    message = EmailMessage()
    message["Subject"] = say("{title}：{stated}", title=say("平安报表"), stated=papers[0].stated)
    message["From"] = Address(say("平安报表"), addr_spec=settings.sender)
    message["To"] = ", ".join(settings.recipients)
    message["Date"] = format_datetime(sent.astimezone())
    message.set_content(_text(papers))
    for paper in papers:
        main, _, sub = MIME[f".{paper.name.rpartition('.')[2]}"].partition("/")
        message.add_attachment(paper.content, maintype=main, subtype=sub, filename=paper.name)
    message.set_boundary(BOUNDARY)
    return message


def _refuse_open_password(settings: MailSettings) -> None:
    if settings.shows_password:
        raise Refused(what_to_do_about_password(), where=settings.host)


def _text(papers: Sequence[Paper]) -> str:
    lines = [
        say("随信附上{n}份材料：", n=len(papers)),
        *(f"- {paper.title}: {paper.name}" for paper in papers),
    ]
    return "\n".join([*lines, "", papers[0].stated, ""])


def send(message: EmailMessage, settings: MailSettings) -> None:
    """Raises Refused, with the server's words, where it does not take the message, and where not for all.

    And before anything is sent, where the password would be readable on the way.
    """
    _refuse_open_password(settings)
    try:
        with _connection(settings) as server:
            if settings.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.user:
                server.login(settings.user, _password())
            not_taken = server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(say("邮件没有发出：{error}", error=error), where=settings.host) from error
    if not_taken:
        names = say("、").join(sorted(not_taken))
        raise Refused(
            say("邮件发出了，但服务器没有收这些收件人的：{names}", names=names), where=settings.host
        )


def _connection(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)


def _password() -> str:
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password:
        raise Refused(say("没有发信密码；请写在环境变量{name}里。", name=PASSWORD_VARIABLE))
    return password
