"""Townships as they are typed for an account: codes, names, aliases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from data.language import say
from data.live_register import live_register
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store


def codes_of(store: Store, said: Iterable[str]) -> list[str]:
    """The codes of the townships named. Raises Refused for one that the register does not have.

    Before there is a register, what is typed is taken for codes.
    """
    register = live_register(store.live())
    if not register.townships:
        return [text.strip() for text in said]
    found = {text.strip(): register.find(text.strip()) for text in said}
    for text, township in found.items():
        if township is None:
            nearest = say("、").join(register.nearest(text))
            raise Refused(say("名录中没有乡镇“{found}”；最接近的是：{names}", found=text, names=nearest))
    return [township.code for township in found.values() if township]
