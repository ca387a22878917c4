"""Who has not reported in a period, from the mart's `submissions`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from charts.headline import some_of
from charts.lists import MissingReport
from charts.text import month_of, month_text
from data.language import say
from metrics.mart_reader import Mart
from pages.shared.cached_reads import submissions, the_exports
from pages.shared.period_spans import months_of


def missing_reports(
    mart: Mart, period_type: str, period: str, names: Mapping[str, str]
) -> list[MissingReport]:
    """One record a township and export that was due and is not in, townships in the order of `names`."""
    months: dict[tuple[str, str], list[str]] = defaultdict(list)
    for month in months_of(period_type, period):
        due = submissions(mart, month)
        for row in due[due["is_expected"] & ~due["is_covered"]].to_dict("records"):
            if row["township"] in names:
                months[str(row["township"]), str(row["export"])].append(month)
    titles = {name: export.name for name, export in the_exports().items()}
    order = list(names)
    return [
        MissingReport(township, names[township], titles.get(export, export), tuple(missing))
        for (township, export), missing in sorted(months.items(), key=lambda item: order.index(item[0][0]))
    ]


def reported_words(mart: Mart, period_type: str, period: str, names: Mapping[str, str]) -> str:
    """'23/24个乡镇已报齐，云雾乡还没有报齐' of the period's last month."""
    due = submissions(mart, months_of(period_type, period)[-1])
    due = due[due["is_expected"] & due["township"].notna()]
    if due.empty:
        return ""
    complete = due.groupby("township")["is_covered"].all()
    month = month_text(month_of(months_of(period_type, period)[-1]))
    late = [name for code, name in names.items() if code in complete.index and not complete[code]]
    counts = {"month": month, "done": int(complete.sum()), "all": len(complete)}
    if not late:
        return say("{month}的报表，{done}/{all}个乡镇已报齐。", **counts)
    return say("{month}的报表，{done}/{all}个乡镇已报齐，{names}没有报齐。", names=some_of(late), **counts)
