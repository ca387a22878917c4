"""How a file goes to the process that reads it, and how its rows come back: plain frames, nothing executable.

A frame is a letter, eight bytes of length and the content. To the child: J (JSON: what to do), F (the file).
From the child: P (progress), E (why it is refused), or H (head), T (texts), C (codes), L (row lengths).
"""

from __future__ import annotations

import json
import sys
from array import array
from dataclasses import asdict
from typing import IO, Any

from data.grid import Grid, Wanted, decoded_rows
from data.reading import Reading
from data.reading_limits import Limits


def write_frame(stream: IO[bytes], letter: bytes, content: bytes | memoryview) -> None:
    """Send one frame."""
    stream.write(letter + len(content).to_bytes(8, sys.byteorder))
    stream.write(content)


def read_frame(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The letter and the content; EOFError where the other side has gone."""
    head = stream.read(9)
    if len(head) < 9:
        raise EOFError
    length = int.from_bytes(head[1:], sys.byteorder)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return head[:1], content


def as_json(value: Any) -> bytes:
    """The value for a frame; lone surrogates, which a broken text may hold, go through."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def from_json(content: bytes) -> Any:
    """The value of a frame."""
    return json.loads(content.decode("utf-8", "surrogatepass"))


def order(file_name: str, wanted: Wanted, limits: Limits, language: str) -> bytes:
    """What the child needs to know beside the file."""
    exports = [[sorted(column) for column in export] for export in wanted.exports]
    headings = sorted(wanted.headings)
    return as_json([file_name, headings, exports, asdict(limits), language])


def understood(content: bytes) -> tuple[str, Wanted, Limits, str]:
    """The order as the child takes it."""
    name, headings, exports, limits, language = from_json(content)
    columns = tuple(tuple(frozenset(column) for column in export) for export in exports)
    return name, Wanted(frozenset(headings), columns), Limits(**limits), language


def write_reading(stream: IO[bytes], reading: Reading) -> None:
    """Send the rows."""
    head = [reading.encoding, reading.has_serials, reading.hidden_rows, reading.merged_rows]
    write_frame(stream, b"H", as_json(head))
    write_frame(stream, b"T", as_json(list(reading.rows.places)))
    for letter, numbers in ((b"C", reading.rows.codes), (b"L", reading.rows.lengths)):
        write_frame(stream, letter, memoryview(numbers).cast("B"))


def received_grid(stream: IO[bytes], head: bytes) -> Grid:
    """Take the rows; `head`: the content of the frame H. EOFError where the child ends before it is done."""
    encoding, has_serials, hidden, merged = from_json(head)
    texts: list[str] = from_json(read_frame(stream)[1])
    codes, lengths = (_numbers(read_frame(stream)[1]) for _ in range(2))
    return Grid(encoding, decoded_rows(texts, codes, lengths), has_serials, tuple(hidden), tuple(merged))


def _numbers(content: bytes) -> array[int]:
    numbers = array("i")
    numbers.frombytes(content)
    return numbers
