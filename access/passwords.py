"""Passwords: Argon2id, and what is too easy to guess to be one. The library is loaded when one is at hand."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 8, 200
# what everybody tries first
GUESSED_FIRST = frozenset(
    word
    for line in (
        "12345678 123456789 1234567890 87654321 11111111 00000000 88888888 66666666 password passw0rd",
        "password1 qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx abcd1234 a1234567 aa123456 woaini1314 iloveyou",
        "admin123 admin888 administrator pingan123",
    )
    for word in line.split()
)
# 46 MB and a core each: more at a time would be a way to stop the server
_AT_WORK = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The Argon2id hash, with its salt and parameters, as text."""
    with _AT_WORK:
        return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one that was kept; takes as long where there is none."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    with _AT_WORK:
        try:
            return _hasher().verify(kept or _nobodys(), password[: LONGEST + 1]) and kept is not None
        except (Argon2Error, InvalidHashError):
            return False


def refuse_weak(password: str, name: str) -> None:
    """Raise Refused for a password that is short, the account's own name, or tried first by everybody."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(say("密码应有{shortest}到{longest}个字符。", shortest=SHORTEST, longest=LONGEST))
    plain = password.casefold()
    if plain in GUESSED_FIRST or len(set(plain)) < 3 or plain == name.casefold():
        raise Refused(say("这个密码太容易猜到，请换一个。"))


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # OWASP's for Argon2id: 46 MB, one pass, one thread, so that signing in leaves a core to the readers
    return PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("the password of nobody")
