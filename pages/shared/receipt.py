"""The receipt of a figure, over whatever page is open: counts, definition, SQL, uploads.

`?receipt=indicator|area|type|period` opens it, so a receipt can be linked; closing it takes that out again.
"""

from __future__ import annotations

from dataclasses import fields

import streamlit as st

from charts.markup import Html, join, tag
from charts.measure import measures_of
from charts.revision_words import revised_mark
from charts.text import count_text, month_text, period_text, plain_number, value_text
from data.language import say
from data.refusal import Refused
from data.revisions import CORRECTION
from data.staff_records import Revision
from metrics.condition_words import counted_in_words
from metrics.indicator import Counted
from metrics.mart_reader import Mart
from metrics.receipts import FeedingUpload, Receipt
from pages.shared.address import RECEIPT, in_address, put_in_address
from pages.shared.cached_reads import current_mart, indicators, the_exports
from pages.shared.fragments import speaking_as_chosen
from pages.shared.html_tables import Column, plain_table
from pages.shared.revision_marks import all_revisions, revisions_of_indicator

UPLOADS_SHOWN = 40


def show_receipt_in_address() -> None:
    """Open the receipt that the address names, where the mart has that figure."""
    parts = in_address(RECEIPT).split("|")
    mart = current_mart() if len(parts) == 4 else None
    if mart:
        show_receipt(mart, *parts)


def show_receipt(mart: Mart, indicator: str, area: str, period_type: str, period: str) -> None:
    """The receipt of one figure as a dialog; a sentence where there is no such figure."""
    dialog = st.dialog(say("这个数从哪来"), width="large", on_dismiss=_close)
    dialog(speaking_as_chosen(_show))(mart, indicator, area, period_type, period)


def _close() -> None:
    put_in_address(**{RECEIPT: ""})


def _show(mart: Mart, indicator: str, area: str, period_type: str, period: str) -> None:
    try:
        receipt = mart.receipt(indicator, area, period_type, period)
    except Refused as refusal:
        st.warning(str(refusal))
        return
    st.html(_figure(mart, receipt))
    if revised := revisions_of_indicator(mart, indicator, period_type, period, area):
        st.html(revised)
    st.html(_definition(receipt))
    with st.expander(say("计算用的SQL（{n}段）", n=len(receipt.sql))):
        for sql in receipt.sql:
            st.code(sql, language="sql", wrap_lines=True)
    st.html(_uploads(receipt.uploads))


def _figure(mart: Mart, receipt: Receipt) -> Html:
    measure = measures_of(indicators(mart))[receipt.definition.indicator]
    where = f"{receipt.area_name} · {period_text(receipt.period_type, receipt.period)}"
    value = tag("p", tag("b", value_text(receipt.value, measure)), class_="receipt-value")
    return tag("div", tag("p", measure.name, " · ", where), value, _counts(receipt), class_="receipt-figure")


def _counts(receipt: Receipt) -> Html:
    pairs = [(say("分子"), count_text(receipt.numerator))]
    if receipt.definition.denominator_table:
        pairs.append((say("分母"), count_text(receipt.denominator)))
    reported = say("{covered}/{expected}（乡镇×期）", covered=receipt.covered, expected=receipt.expected)
    pairs.append((say("已报送"), reported))
    return tag("dl", join(join((tag("dt", name), tag("dd", text))) for name, text in pairs))


def _definition(receipt: Receipt) -> Html:
    parts = [
        (say("分子"), _part(receipt, "numerator")),
        (say("减去"), _part(receipt, "minus")),
        (say("分母"), _part(receipt, "denominator")),
        (say("依据"), receipt.definition.source),
        (say("审定"), f"{receipt.definition.reviewed or ''}"),
    ]
    listed = join(join((tag("dt", name), tag("dd", text))) for name, text in parts if text)
    title = tag("h3", say("怎么算"), " ", tag("code", receipt.definition.indicator), class_="section")
    return tag("div", title, tag("dl", listed, class_="words"))


def _part(receipt: Receipt, role: str) -> str:
    stated = {f.name: getattr(receipt.definition, f.name) for f in fields(receipt.definition)}
    if not stated[f"{role}_table"]:
        return ""
    part = Counted(*(stated[f"{role}_{key}"] for key in ("table", "by", "where", "sum")))
    return counted_in_words(part, the_exports())


def _revised(revision: Revision | None) -> Html | str:
    if revision is None:
        return ""
    return join((revised_mark(revision.reason, revision.after_lock), revision.reason))


def _rows_text(rows: int | None) -> str:
    return "—" if rows is None else plain_number(rows, 0)


def _uploads(uploads: tuple[FeedingUpload, ...]) -> Html:
    title = tag("h3", say("来自{n}份上报", n=len(uploads)), class_="section")
    newest = sorted(uploads, key=lambda each: each.upload, reverse=True)
    columns: tuple[Column, ...] = (
        Column(say("编号"), lambda each: each.upload, "number"),
        Column(say("文件名"), lambda each: each.file, "file"),
        Column(say("月份"), lambda each: month_text(each.month) if each.month else "—", "short"),
        Column(say("行数"), lambda each: _rows_text(each.rows), "number"),
        Column(say("报送人"), lambda each: each.by or "—", "short"),
        Column(say("发布时间"), lambda each: f"{each.at:%Y-%m-%d %H:%M}", "short"),
    )
    corrected = {each.upload: each for each in all_revisions() if each.what == CORRECTION}
    if any(each.upload in corrected for each in newest):
        columns += (Column(say("修订"), lambda each: _revised(corrected.get(each.upload))),)
    more = len(newest) - UPLOADS_SHOWN
    rest = tag("p", say("另有更早的{n}份", n=more), class_="note") if more > 0 else ""
    return tag("div", title, plain_table(columns, newest[:UPLOADS_SHOWN]), rest)
