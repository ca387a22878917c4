"""An Office file as PDF, by the LibreOffice of this computer; nothing else is started and nothing fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from data.language import say
from data.refusal import Refused

PROGRAMS = ("soffice", "libreoffice")
MOST_SECONDS = 180


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
        _convert(program, source, folder, published)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise Refused(say("LibreOffice没有转成PDF，请保存为{suffix}再另存为PDF。", suffix=suffix))
        return made.read_bytes()


def _convert(program: str, source: Path, folder: Path, published: datetime) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    # the date that LibreOffice writes into the file; its clock would make every file another one
    epoch = str(int(published.replace(tzinfo=UTC).timestamp()))
    surroundings = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    try:
        subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, env=surroundings, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused(say("LibreOffice没有转成PDF：{error}", error=error)) from error
