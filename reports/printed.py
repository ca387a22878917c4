"""An Office file as PDF, by the LibreOffice of this computer; nothing else is started and nothing fetched."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from data.language import say
from data.refusal import Refused

PROGRAMS = ("soffice", "libreoffice")
MOST_SECONDS = 180
CREATED = re.compile(rb"(/(?:CreationDate|ModDate)\(D:)\d{14}")
IDENTITY = re.compile(rb"(<|/DocChecksum /)[0-9A-F]{32}(?=>|\s)")


def converter() -> str | None:
    """The LibreOffice of this computer, or None."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def as_pdf(content: bytes, suffix: str, published: datetime) -> bytes:
    """`suffix`: .pptx or .docx. Raises Refused where LibreOffice is missing or fails.

    Its own folder for settings: two conversions at once would otherwise wait for each other for ever.
    """
    program = converter()
    if program is None:
        raise Refused(
            say("这台电脑没有安装LibreOffice，不能转成PDF；请保存为{suffix}再另存为PDF。", suffix=suffix)
        )
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"paper{suffix}"
        source.write_bytes(content)
        _convert(program, source, folder)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise Refused(say("LibreOffice没有转成PDF，请保存为{suffix}再另存为PDF。", suffix=suffix))
        return without_clock(made.read_bytes(), published)


def without_clock(pdf: bytes, published: datetime) -> bytes:
    """The day of publication in the place of the clock, and marks of identity that follow from the content.

    Everything keeps its length: a PDF finds its parts by their place in the file.
    """
    dated = CREATED.sub(rb"\g<1>" + f"{published:%Y%m%d%H%M%S}".encode(), pdf)
    body, mark, trailer = dated.rpartition(b"trailer")
    digest = hashlib.sha256(body).hexdigest()[:32].upper().encode()
    return body + mark + IDENTITY.sub(lambda found: found[1] + digest, trailer)


def _convert(program: str, source: Path, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    try:
        subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused(say("LibreOffice没有转成PDF：{error}", error=error)) from error
