"""Who has not reported in a period, from the mart's `submissions`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from charts.headline import some_of
from charts.lists import MissingReport
from charts.text import month_of, month_text
from data.language import say

if TYPE_CHECKING:
    from pandas import DataFrame


def missing_in(submissions: Mapping[str, DataFrame]) -> dict[tuple[str, str], list[str]]:
    """(township, export) → the months in which it was due and is not in.

    submissions: month ("2025-12") → its rows.
    """
    months: dict[tuple[str, str], list[str]] = defaultdict(list)
    for month, due in submissions.items():
        is_missing = due["is_expected"].to_numpy(bool) & ~due["is_covered"].to_numpy(bool)
        # column by column: taking rows out of a data frame takes twenty times as long
        rows = (due[column][is_missing].tolist() for column in ("township", "export"))
        for township, export in zip(*rows, strict=True):
            months[str(township), str(export)].append(month)
    return dict(months)


def missing_reports_of(
    missing: Mapping[tuple[str, str], Sequence[str]], names: Mapping[str, str], titles: Mapping[str, str]
) -> list[MissingReport]:
    """One record a township and export of `missing_in`, townships in the order of `names`, no others.

    titles: export → what it is called.
    """
    order = {township: number for number, township in enumerate(names)}
    known = [(key, months) for key, months in missing.items() if key[0] in order]
    return [
        MissingReport(township, names[township], titles.get(export, export), tuple(months))
        for (township, export), months in sorted(known, key=lambda item: order[item[0][0]])
    ]


def reported_sentence(due: DataFrame, month: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """'23/24个乡镇已报齐' of one month; '' where nothing was due.

    due: its rows of `submissions`. names: the townships to name where they are late.
    """
    due = due[due["is_expected"] & due["township"].notna()]
    if due.empty:
        return ""
    complete = due.groupby("township")["is_covered"].all()
    late = [name for code, name in names.items() if code in complete.index and not complete[code]]
    counts = {"month": month_text(month_of(month)), "done": int(complete.sum()), "all": len(complete)}
    if not late:
        return say("{month}的报表，{done}/{all}个乡镇已报齐。", **counts)
    return say("{month}的报表，{done}/{all}个乡镇已报齐，{names}没有报齐。", names=some_of(late), **counts)
