"""When things happened: stamps of uploads and the default of `received`. No figure depends on it."""

from __future__ import annotations

from datetime import date, datetime


def now() -> datetime:
    """This second on the office's clock, without a zone: how the catalogue keeps a time and pages show it."""
    return datetime.now().astimezone().replace(tzinfo=None, microsecond=0)


def today() -> date:
    """Today on the office's clock."""
    return now().date()
