"""Townships as they are typed for an account: codes, names, aliases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from data.branches import branches_of
from data.language import say
from data.live_register import live_register
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store


def codes_of(store: Store, said: Iterable[str]) -> list[str]:
    """The codes of the townships, counties, cities and provinces named. Raises Refused for an unknown one.

    Before there is a register, what is typed is taken for codes.
    """
    register = live_register(store.live())
    if not register.townships:
        return [text.strip() for text in said]
    found = {text.strip(): register.find(text.strip()) for text in said}
    tree = branches_of(register)
    branches = {text: tree.named(text) for text, township in found.items() if township is None}
    for text, named in branches.items():
        if len(named) > 1:
            codes = say("、").join(each.code for each in named)
            raise Refused(say("“{found}”不止一个，请写代码：{codes}", found=text, codes=codes))
        if not named:
            nearest = say("、").join(register.nearest(text))
            raise Refused(say("名录中没有乡镇“{found}”；最接近的是：{names}", found=text, names=nearest))
    above = [each.code for named in branches.values() for each in named]
    return [*(township.code for township in found.values() if township), *above]
