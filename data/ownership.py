"""Whose row is it: the townships an upload covers, and ids that live elsewhere already."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from data.export_parts import Export
from data.findings import CheckContext
from data.judging import Judging, rows_where
from data.language import say
from data.personal import scrubbed
from data.refusal import Refused
from data.successions import keep_with_predecessors
from data.telling_apart import names_like


def covered_codes(export: Export, context: CheckContext) -> frozenset[str] | None:
    """The codes that an upload is said to cover; None for `present` and `all`. Raises Refused."""
    covers = (context.covers or export.covers).strip()
    if covers in ("present", "all") or export.township_column is None:
        return None
    found = {
        text: context.register.find(text) for text in covers.replace("，", ",").split(",") if text.strip()
    }
    for text, township in found.items():
        if township is None:
            names = say("、").join(names_like(text, context.register))
            message = say(
                "名录中没有乡镇“{found}”；最接近的是：{names}", found=scrubbed(text.strip()), names=names
            )
            raise Refused(message, where="--covers")
    return frozenset(township.code for township in found.values() if township)


def check_ownership(judging: Judging, codes: frozenset[str] | None) -> None:
    """Refuse rows of townships that are not covered, and their ids; elsewhere an id that moved is warned.

    An account for some townships brings their rows only, whatever the file is said to cover.
    """
    own = judging.context.own
    codes = codes if own is None else own if codes is None else codes & own
    township = judging.export.township_column
    if township is None:
        return
    if codes is not None:
        _refuse_others(judging, judging.column(township.id).to_pylist(), codes)
    moved = _moved(judging, township.id)
    same = {i: home for i, (here, home) in moved.items() if judging.context.register.same_place(here, home)}
    if same:
        keep_with_predecessors(judging, same)
    for index in moved.keys() - same.keys():
        _judge_move(judging, index, moved[index][1], codes)


def _moved(judging: Judging, township: str) -> dict[int, tuple[str, str]]:
    """Index of a row → the township that it names and another one, in which its id lives already."""
    ids = judging.export.id_column
    if ids is None:
        return {}
    own = judging.column(ids.id)
    known = judging.context.known(judging.export.id, own.drop_null().unique().to_pylist())
    if not known:
        return {}
    rows = zip(own.to_pylist(), judging.column(township).to_pylist(), strict=True)
    homes = ((index, here, known.get(each, here)) for index, (each, here) in enumerate(rows))
    return {index: (here, home) for index, here, home in homes if here is not None and home != here}


def _refuse_others(judging: Judging, here: list[str | None], codes: frozenset[str]) -> None:
    register = judging.context.register
    names = say("、").join(t.name for t in register.townships if t.code in codes) or say("（无）")
    expected = say("本次报送的乡镇：{names}", names=names)
    present = {code for code in here if code is not None} - codes
    others = {code for code in present if not any(register.same_place(code, own) for own in codes)}
    for index, code in enumerate(here):
        if code in others:
            judging.refuse(index, "township", "township_not_covered", expected)


def _judge_move(judging: Judging, index: int, other: str, codes: frozenset[str] | None) -> None:
    register = judging.context.register
    name = register.by_code[other].name if other in register.by_code else other
    column = judging.export.key[0]
    if codes is not None and not any(register.same_place(other, own) for own in codes):
        # whose it is, is nothing to an account for some townships
        holder = name if judging.context.own is None else say("别的乡镇")
        expected = say("本乡镇的编号；这个编号已属于{township}", township=holder)
        judging.refuse(index, column, "id_of_another_township", expected)
    else:
        expected = say("原属{township}；按转办处理，以本次为准", township=name)
        judging.warn(index, column, "transfer", expected)


def check_references(judging: Judging) -> None:
    """Warn about an earlier case that neither the file nor the store has."""
    ids = judging.export.id_column
    for column in judging.export.columns.values():
        if not column.refers or ids is None or column.refers != ids.id:
            continue
        named = judging.column(column.id)
        others = named.filter(pc.invert(pc.is_in(named, judging.column(ids.id).combine_chunks()))).unique()
        unseen = {each for each in others.to_pylist() if each}
        known: Mapping[str, str] = judging.context.known(judging.export.id, unseen) if unseen else {}
        expected = say("已报过的编号；库中没有这一件")
        for index in rows_where(pc.is_in(named, pa.array(sorted(unseen - known.keys()), pa.string()))):
            judging.warn(index, column.id, "unknown_previous", expected)
