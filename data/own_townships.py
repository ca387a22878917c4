"""What an account for some townships may bring and take back: their rows, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from data.branches import is_branch
from data.findings import Checked, Finding
from data.grants import NotAllowed
from data.language import say
from data.live_register import register_with

if TYPE_CHECKING:
    from data.store import Store
    from data.township_register import Register

OTHERS_RULES = frozenset({"township_not_covered", "id_of_another_township"})
RULE = "township_not_yours"


def only_own(checked: Checked, own: frozenset[str], register: Register) -> Checked:
    """`checked`, refused as a whole where it holds a row or covers a township that is not one of `own`.

    What is said to cover everybody ("all") covers the sender's own townships.
    """
    reason = _reason(checked, own, register)
    if reason:
        finding = Finding(None, "", "", _named(own, register), reason, RULE)
        return replace(checked, rows=None, errors=(finding, *checked.errors), coverage=())
    coverage = tuple(part for part in checked.coverage if _is_own(part.township, own, register))
    return replace(checked, coverage=coverage)


def _reason(checked: Checked, own: frozenset[str], register: Register) -> str:
    if checked.export is None or checked.rows is None:
        return ""
    column = checked.export.township_column
    if column is None:
        return say("这张报表是全县的，由负责全县的账号报送")
    others = sum(1 for each in checked.errors if each.rule in OTHERS_RULES)
    if others:
        return say("只有本账号负责的乡镇的行；文件里有{n}行属于别的乡镇，已逐行列出", n=others)
    if not all(_is_own(code, own, register) for code in set(checked.rows.column(column.id).to_pylist())):
        return say("每一行都写明本账号负责的乡镇")
    return ""


def _is_own(code: str | None, own: Iterable[str], register: Register) -> bool:
    return code is not None and any(register.same_place(code, each) for each in own)


def _named(own: Iterable[str], register: Register) -> str:
    # who is for a city is not told every township of it
    branches = sorted(filter(is_branch, own))
    names = say("、").join(branches or (_name(code, register) for code in sorted(own)))
    return say("本账号负责：{names}", names=names)


def _name(code: str | None, register: Register) -> str:
    return register.by_code[code].name if code in register.by_code else code or say("全县")


def refuse_others_upload(store: Store, number: int) -> None:
    """Raise NotAllowed for an upload that reports on a township which the account is not for.

    The others are not named: an account for one county is not told the townships of a province.
    """
    if number not in own_uploads(store, [number]):
        raise NotAllowed(say("这份文件也有别的乡镇的数据，由负责全部这些乡镇的账号撤回。"))


def own_uploads(store: Store, numbers: Iterable[int]) -> frozenset[int]:
    """Those of the uploads that report on the account's own townships alone, and so are its to withdraw."""
    wanted, own = frozenset(numbers), store.grant.townships
    if own is None:
        return wanted
    register = register_with(store.live(), ())
    rows = [row for row in store.catalogue.coverage() if row.upload in wanted]
    others = {code for code in {row.township for row in rows} if not _is_own(code, own, register)}
    return frozenset(row.upload for row in rows) - {row.upload for row in rows if row.township in others}
