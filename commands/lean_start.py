"""A quick start and a quick end for the commands that a script calls eighty times in a row."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class _PandasLater:
    """An import hook that says there is no pandas, for as long as it is installed."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError(name)
        return None


def spare_pandas() -> None:
    """Let pyarrow find no pandas now: it would import it (half a second) to ask whether a list is a Series.

    pyarrow looks again as soon as a data frame is wanted, so nothing is lost.
    """
    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _PandasLater)
    try:
        import pyarrow as pa

        pa.array([0])
    finally:
        sys.meta_path.remove(_PandasLater)


def leave_at_once(code: object) -> None:
    """End the process with the exit code of a finished command.

    Every file is closed by then; taking a million objects apart one by one only costs a tenth of a second.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
