"""What a paper says of itself: title, edition and language, as a file manager shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from data.language import language

AUTHOR = "平安报表"


def describe_file(properties: Any, title: str, stated: str, published: datetime) -> None:
    """Fill the core properties of a Word or PowerPoint file: those of Office Open XML, which both name alike.

    stated: period and edition in words. Nothing in them tells when or by whom the file was written.
    """
    properties.title, properties.subject, properties.author = title, stated, AUTHOR
    properties.last_modified_by, properties.comments, properties.keywords = AUTHOR, stated, ""
    properties.language = "en" if language() == "en" else "zh-CN"
    properties.created = properties.modified = published
    properties.revision = 1
