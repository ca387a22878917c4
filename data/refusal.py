"""The one exception that a person can act on."""

from __future__ import annotations


class Refused(Exception):
    """Something was refused for a reason that its reader can mend.

    `where` names the file, key or row; `str()` is the whole sentence, ready to show.
    """

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.where = where
