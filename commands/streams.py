"""What a command prints to and reads from, whatever the program that starts it has left of it."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def ready_streams() -> None:
    """Input, output and errors are there, in UTF-8: a Windows console would fail at the first Chinese word.

    One that is closed becomes nowhere, before anything else is opened: a file of the store would take its
    number, and be printed into.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
        elif mode == "w" and isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
