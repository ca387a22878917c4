"""How far a check is, in rows: the first half is reading them, the second judging them."""

from __future__ import annotations

from dataclasses import dataclass

from data.grid import Progress


@dataclass(frozen=True)
class RowsDone:
    """Tells `listener` (rows done, rows in all) as a file goes through the door; None: nobody listens."""

    listener: Progress | None = None

    def read(self, rows: int, total: int) -> None:
        """So many of about so many rows have been read."""
        if self.listener:
            self.listener(rows // 2, total)

    def judged(self, part: float, rows: int) -> None:
        """All rows have been read, and this part (0 to 1) of judging them is done."""
        if self.listener:
            self.listener(round(rows * (1 + part) / 2), rows)
