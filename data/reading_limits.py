"""How much of a file is read at most: what exceeds it is refused with the limit named, before it can do harm.

The values and their reasons stand in `data/settings.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.grid import CodedRows, Progress, Unreadable
from data.language import say

PROGRESS_ROWS = 5000  # rows between two words of progress
# rows taken at once: enough that the way to each costs little, few enough to stay in the processor's cache
PIECE = 100


@dataclass(frozen=True)
class Limits:
    """Sizes in megabytes of 2**20 bytes; the names are those of the settings."""

    most_file_mb: int = 300
    most_rows: int = 1_200_000
    most_columns: int = 500
    most_cells: int = 20_000_000
    most_inflated_mb: int = 2048
    most_zip_members: int = 2000
    highest_zip_ratio: int = 300
    reading_memory_mb: int = 1024
    reading_seconds: int = 120


def too_large(setting: str, limit: int, found: object = "") -> Unreadable:
    """The refusal that names the limit; its words follow the settings' names."""
    sentences = {
        "most_file_mb": say("文件超过{limit} MB的上限，请按月份或乡镇拆成几个文件", limit=limit),
        "most_rows": say("行数超过{limit}行的上限，请按月份或乡镇拆成几个文件", limit=limit),
        "most_columns": say("列数超过{limit}列的上限，请删去表格右侧多余的列", limit=limit),
        "most_cells": say("单元格超过{limit}个的上限，请拆成几个文件", limit=limit),
        "most_inflated_mb": say("解压后超过{limit} MB的上限，请另存为CSV或拆成几个文件", limit=limit),
        "most_zip_members": say("压缩包内的部件超过{limit}个的上限，请另存为CSV", limit=limit),
        "highest_zip_ratio": say("解压后是压缩前的{limit}倍以上，不像正常的表格，请另存为CSV", limit=limit),
        "reading_memory_mb": say("读取所需内存超过{limit} MB的上限，请拆成几个文件或另存为CSV", limit=limit),
        "reading_seconds": say("读取超过{limit}秒的上限，请拆成几个文件或另存为CSV", limit=limit),
    }
    message = sentences[setting]
    return Unreadable(message + (say("（实际{found}）", found=found) if found else ""), "too_large")


class Intake:
    """Takes rows in piece by piece, within the limits, and says how far it is."""

    def __init__(self, limits: Limits, progress: Progress | None, expected_rows: int) -> None:
        self.rows = CodedRows()
        self._limits, self._progress, self._expected = limits, progress, expected_rows

    def take_all(self, rows: Iterable[Sequence[str]]) -> None:
        """Take rows until they end; raises Unreadable at the limit that is exceeded first."""
        piece: list[Sequence[str]] = []
        try:
            for cells in rows:
                piece.append(cells)
                if len(piece) == PIECE:
                    full, piece = piece, []
                    self._take(full)
        except MemoryError:
            piece.clear()  # room for what is to be said about it
            raise
        except Exception:
            self._take(piece)  # a limit that they exceed comes before a row that cannot be read
            raise
        self._take(piece)

    def _take(self, piece: Sequence[Sequence[str]]) -> None:
        self._refuse_beyond(piece)
        self.rows.add(piece)
        done = len(self.rows.lengths)
        if self._progress and piece and done % PROGRESS_ROWS == 0:
            self._progress(done, max(done, self._expected))

    def _refuse_beyond(self, piece: Sequence[Sequence[str]]) -> None:
        """Raise Unreadable for the first row that exceeds a limit."""
        limits, cells, before = self._limits, len(self.rows.codes), len(self.rows.lengths)
        for done, width in enumerate(map(len, piece), before + 1):
            cells += width
            if width > limits.most_columns:
                raise too_large("most_columns", limits.most_columns, width)
            if cells > limits.most_cells:
                raise too_large("most_cells", limits.most_cells)
            if done > limits.most_rows:
                raise too_large("most_rows", limits.most_rows)


def check_size(content: bytes, limits: Limits) -> None:
    """Refuse a file that is larger than may be read."""
    if len(content) > limits.most_file_mb << 20:
        raise too_large("most_file_mb", limits.most_file_mb, f"{len(content) >> 20} MB")
