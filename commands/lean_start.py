"""A quick start and a quick end for the commands that a script calls eighty times in a row."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

NOT_NEEDED = frozenset({"numpy", "pandas"})


class _Later:
    """An import hook that says these packages are not there, for as long as it is installed."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in NOT_NEEDED:
            raise ModuleNotFoundError(name)
        return None


def spare_data_frames() -> None:
    """Let pyarrow start without numpy and pandas: importing them takes longer than all it does here.

    For commands that publish and never make a data frame; in this process pyarrow will not know numpy.
    """
    if "pyarrow" in sys.modules:
        return
    sys.meta_path.insert(0, _Later)
    try:
        import pyarrow as pa

        _import_compute_functions_as_needed()
        import pyarrow.parquet

        pa.array([0])  # where it asks whether a list is a Series
    finally:
        sys.meta_path.remove(_Later)


def _import_compute_functions_as_needed() -> None:
    """pyarrow.compute writes a function with a page of help for each of 290 names; here 20 are called."""
    import pyarrow._compute as native

    all_functions = native.function_registry
    native.function_registry = _NoFunctions
    try:
        import pyarrow.compute as compute
    finally:
        native.function_registry = all_functions

    def written_now(name: str) -> Any:
        try:
            function = all_functions().get_function(name.rstrip("_"))
        except KeyError as error:
            raise AttributeError(name) from error
        written = compute._wrap_function(name, function)
        setattr(compute, name, written)
        return written

    compute.__getattr__ = written_now


class _NoFunctions:
    """A registry that lists what pyarrow.compute itself asks for by name, and lends out all the same."""

    @staticmethod
    def list_functions() -> tuple[str, ...]:
        return ("utf8_zero_fill",)

    @staticmethod
    def get_function(name: str) -> Any:
        import pyarrow._compute as native

        return native.get_function(name)


def leave_at_once(code: object) -> None:
    """End the process with the exit code of a finished command.

    Every file is closed by then; taking a million objects apart one by one only costs a tenth of a second.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
