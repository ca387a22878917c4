"""A name that several townships answer to: which they are, and how each is written so that it means one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.township_register import Register, Township


def several_called(text: str, register: Register) -> list[str]:
    """The townships that `text` may mean, as they are written in full, where there are several; else []."""
    found = register.answering_to(text)
    return [in_full(each, register) for each in found] if len(found) > 1 else []


def in_full(township: Township, register: Register) -> str:
    """Its name; with the county where others bear it, and the code where that does not tell them apart."""
    for name in (township.name, f"{township.county or ''}{township.name}"):
        if register.find(name) is township:
            return name
    return township.code


def names_like(text: str, register: Register) -> Sequence[str]:
    """What may have been meant: all that answer to the text, else the three likest names."""
    return several_called(text, register) or register.nearest(text)
