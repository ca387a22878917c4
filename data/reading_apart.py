"""Files are read in a process of their own, so that one made to harm cannot harm who asked.

A short CSV is the exception: its reading costs no more than its size, less than starting a process (about
0.07 s), and a script publishes many of them in a row.
"""

from __future__ import annotations

from data.grid import Grid, Progress, Wanted
from data.reading import is_plain_text, read_grid
from data.reading_limits import Limits, check_size

SHORT_TEXT = 1 << 20  # bytes


def read_apart(
    content: bytes,
    file_name: str,
    wanted: Wanted,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Grid:
    """As `read_grid`, with limits on memory and time too; a child that exceeds them is ended, and only it.

    Raises Unreadable, naming the limit.
    """
    limits = limits or Limits()
    if is_plain_text(content) and len(content) <= SHORT_TEXT:
        return read_grid(content, file_name, wanted, limits, progress)
    check_size(content, limits)
    from data.reading_process import read_in_child  # most files are short

    return read_in_child(content, file_name, wanted, limits, progress)
