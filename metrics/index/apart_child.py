"""The process that computes an index: `python -m metrics.index.apart_child MART TYPE PERIOD`, by `apart`.

The answer goes out on stdout, to our own server and nobody else.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

from metrics.index.period_index import index_of_period
from metrics.mart_reader import Mart

LOWEST_PRIORITY = 19


def main() -> None:
    """Answer one order."""
    with suppress(AttributeError, OSError):
        os.nice(LOWEST_PRIORITY)
    path, period_type, period = sys.argv[1:]
    with Mart(Path(path)) as mart:
        found = index_of_period(mart, period_type, period)
    pickle.dump(found, sys.stdout.buffer)


if __name__ == "__main__":
    main()
