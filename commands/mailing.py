"""Sending the papers of a month, or writing down what would be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.written_files import write_file
from data.language import say

if TYPE_CHECKING:
    from data.store import Store
    from reports.papers import Paper

MESSAGE = "mail.eml"


def mail_papers(
    store: Store, papers: Sequence[Paper], published: datetime | None, folder: Path
) -> list[Path]:
    """Send; with `published` (a dry run) write the message into `folder` instead, dated then.

    The files written. Raises Refused.
    """
    from data.clock import now
    from data.mail_settings import mail_settings
    from reports.mailing import message_with, send

    settings = mail_settings(store.settings.mail)
    message = message_with(papers, settings, published or now())
    recipients = say("、").join(settings.recipients)
    if published is not None:
        path = folder / MESSAGE
        write_file(path, message.as_bytes())
        click.echo(say("试运行，没有发信；将发给{recipients}。", recipients=recipients), err=True)
        return [path]
    send(message, settings)
    click.echo(say("已发给{recipients}。", recipients=recipients), err=True)
    return []
