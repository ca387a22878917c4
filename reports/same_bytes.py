"""The same paper is the same bytes: a zip file without the clock of the machine that wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can name
CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")


def settled(content: bytes, published: datetime) -> bytes:
    """An Office file with every time in it set to `published`, also in the workbooks of its charts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.infolist():
            part = _settled_part(entry.filename, old.read(entry), published)
            info = zipfile.ZipInfo(entry.filename, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # as on Windows, whatever wrote it
            new.writestr(info, part)
    return written.getvalue()


def _settled_part(name: str, content: bytes, published: datetime) -> bytes:
    if name.endswith(".xlsx"):
        return settled(content, published)
    if name == "docProps/core.xml":
        time = f"{published:%Y-%m-%dT%H:%M:%S}Z".encode()
        return CREATED.sub(rb"\g<1>" + time + rb"\g<2>", content)
    return content
