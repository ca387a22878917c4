"""One column of texts, every different text kept once: a million cells cost four bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

import pyarrow as pa


class TextColumn(Sequence[str]):
    """Texts that may be changed cell by cell. `texts`: the different ones; `codes`: one per cell."""

    def __init__(self, texts: list[str], codes: array[int]) -> None:
        self._texts, self._codes = texts, codes

    @classmethod
    def coded(cls, texts: list[str], codes: pa.Array) -> TextColumn:
        """A column of the codes of an Arrow array (int32, none missing)."""
        own = array("i")
        if len(codes):
            own.frombytes(memoryview(codes.buffers()[1])[4 * codes.offset :][: 4 * len(codes)])
        return cls(texts, own)

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._texts[code] for code in self._codes[at]]
        return self._texts[self._codes[at]]

    def __setitem__(self, at: int, text: str) -> None:
        # the texts are shared by the columns of a sheet: what one adds does not disturb another
        if not self._texts or self._texts[-1] != text:
            self._texts.append(text)
        self._codes[at] = len(self._texts) - 1

    def __iter__(self) -> Iterator[str]:
        return map(self._texts.__getitem__, self._codes)

    def __contains__(self, text: object) -> bool:
        return text in self.distinct()[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def distinct(self) -> tuple[list[str], pa.Array]:
        """The different texts of this column, and the place of each cell's text among them (int32)."""
        buffers = [None, pa.py_buffer(self._codes)]
        coded = pa.Array.from_buffers(pa.int32(), len(self._codes), buffers).dictionary_encode()
        return [self._texts[code] for code in coded.dictionary.to_pylist()], coded.indices

    def counted(self) -> dict[str, int]:
        """The different texts of this column, in the order of the cells, and how many cells have each."""
        texts, codes = self.distinct()
        found = codes.value_counts()
        counts: dict[str, int] = {}
        for code, count in zip(*(found.field(at).to_pylist() for at in (0, 1)), strict=True):
            counts[texts[code]] = counts.get(texts[code], 0) + count
        return counts
