"""The line of a store's settings.toml that says where its catalogue is; the rest is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

KEY = "catalogue"


def set_catalogue(settings: Path, address: str) -> None:
    """Write the line, or take it away for an empty address; a file is only made for a line to write."""
    text = settings.read_text(encoding="utf-8-sig") if settings.exists() else ""
    changed = with_catalogue(text, address)
    if changed != text:
        settings.write_text(changed, encoding="utf-8")


def with_catalogue(text: str, address: str) -> str:
    """The text of a settings.toml with that address, or without one."""
    import tomlkit

    document: TOMLDocument = tomlkit.parse(text)
    if document.get(KEY, "") == address:
        return text
    if not address:
        document.pop(KEY, None)
    elif KEY in document:
        document[KEY] = address
    else:
        # before the first table, for it would be the table's otherwise
        return f"{KEY} = {tomlkit.item(address).as_string()}\n{text}"
    return document.as_string()


def catalogue_in(settings: Path) -> str:
    """What the file says, or "": as it stands there, also where it cannot be."""
    import tomlkit

    if not settings.exists():
        return ""
    return str(tomlkit.parse(settings.read_text(encoding="utf-8-sig")).get(KEY, ""))
