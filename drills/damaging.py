"""Ways in which a file is damaged: cut short, bits flipped, a stretch of it zeroed or overwritten."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[bytes, random.Random], bytes]


def cut_short(content: bytes, dice: random.Random) -> bytes:
    """Lose its end."""
    return content[: dice.randrange(len(content))]


def flip_a_bit(content: bytes, dice: random.Random) -> bytes:
    """One bit, anywhere."""
    at = dice.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]


def flip_bytes(content: bytes, dice: random.Random) -> bytes:
    """A handful of bytes in a row."""
    return _put(content, dice, lambda old: bytes(each ^ 0xFF for each in old))


def zero(content: bytes, dice: random.Random) -> bytes:
    """A stretch that the disk gives back empty."""
    return _put(content, dice, lambda old: bytes(len(old)), 4096)


def overwrite(content: bytes, dice: random.Random) -> bytes:
    """A stretch of something else."""
    return _put(content, dice, lambda old: dice.randbytes(len(old)), 512)


DAMAGES: dict[str, Damage] = {
    each.__name__: each for each in (cut_short, flip_a_bit, flip_bytes, zero, overwrite)
}


def damage(path: Path, name: str, dice: random.Random) -> bool:
    """Damage a file in this way; False where it reads as before."""
    before = path.read_bytes()
    after = DAMAGES[name](before, dice)
    path.write_bytes(after)
    return after != before


def _put(content: bytes, dice: random.Random, change: Callable[[bytes], bytes], longest: int = 64) -> bytes:
    at = dice.randrange(len(content))
    end = min(len(content), at + dice.randint(1, longest))
    return content[:at] + change(content[at:end]) + content[end:]
