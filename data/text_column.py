"""One column of texts, every different text kept once: a million cells cost four bytes each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np


class TextColumn(Sequence[str]):
    """Texts that may be changed cell by cell. `texts`: the different ones; `codes`: one per cell."""

    def __init__(self, texts: list[str], codes: np.ndarray) -> None:
        self._texts, self._codes = texts, codes

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._texts[code] for code in self._codes[at].tolist()]
        return self._texts[self._codes[at]]

    def __setitem__(self, at: int, text: str) -> None:
        # the texts are shared by the columns of a sheet: what one adds does not disturb another
        if not self._texts or self._texts[-1] != text:
            self._texts.append(text)
        self._codes[at] = len(self._texts) - 1

    def __iter__(self) -> Iterator[str]:
        return map(self._texts.__getitem__, self._codes.tolist())

    def __contains__(self, text: object) -> bool:
        return text in self.distinct()[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def distinct(self) -> tuple[list[str], np.ndarray]:
        """The different texts of this column, and the place of each cell's text among them."""
        is_here = np.zeros(len(self._texts), dtype=bool)
        is_here[self._codes] = True
        places = (np.cumsum(is_here) - 1)[self._codes]
        return [self._texts[code] for code in np.flatnonzero(is_here).tolist()], places
