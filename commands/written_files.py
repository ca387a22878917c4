"""The files that commands write where `-o` and `--to` say."""

from __future__ import annotations

from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """The whole file or none: whoever opens the folder, made where it is missing, never finds half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.building")
    building.write_bytes(content)
    building.replace(path)
