"""The report on one checked file: what was read, what was refused and why, what was dropped for privacy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from charts.markup import Html, tag
from charts.sentences import between_sentences
from charts.text import listed, month_text
from data.findings import Checked, Finding
from data.language import say
from data.row_account import account_text
from pages.shared.downloads import offer_csv
from pages.shared.html_tables import Column, plain_table
from pages.shared.upload.returned import offer_returned_rows
from pages.shared.upload.rule_titles import rule_title
from pages.shared.upload.unlisted import show_unlisted

SHOWN = 50  # rows of one rule on the screen; the download has them all


def show_report(checked: Checked, key: str, mend: Callable[[], None] = lambda: None) -> None:
    """The summary sentence, then refusals by rule, then warnings apart. `mend`: what is offered first."""
    st.html(_summary(checked))
    mend()
    for number, found in enumerate(_by_rule(checked.errors)):
        title = say("{title}：{n}处", title=rule_title(found[0]), n=len(found))
        with st.expander(title, expanded=number == 0 and checked.sheet is None):
            st.html(_findings_table(found))
    if checked.warnings:
        with st.expander(say("另有{n}处提醒（照常收下）", n=len(checked.warnings))):
            for found in _by_rule(checked.warnings):
                st.html(_group(found))
            show_unlisted(checked)
    if checked.errors or checked.warnings:
        with st.container(horizontal=True):
            offer_returned_rows(checked, key)
            offer_findings(checked, key)


def offer_findings(checked: Checked, key: str) -> None:
    """All findings of a file as a CSV, to be sent back to whoever made it."""
    header = [say("行"), say("列"), say("原值"), say("应为"), say("类型"), say("问题")]
    rows = [
        [each.row or "", each.column, each.found, each.expected, kind, rule_title(each)]
        for kind, findings in ((say("退回"), checked.errors), (say("提醒"), checked.warnings))
        for each in findings
    ]
    name = say("核对结果-{file}.csv", file=checked.file.rsplit(".", 1)[0])
    offer_csv(say("下载核对结果"), header, rows, name, key=f"findings-{key}")


def _summary(checked: Checked) -> Html:
    export = checked.export.name if checked.export else say("无法识别的报表")
    month = month_text(checked.month) if checked.month else ""
    facts = " · ".join(part for part in (export, month, checked.encoding.upper()) if part)
    title = tag("p", tag("b", checked.file), " ", tag("span", facts, class_="note"))
    tone = "refused" if checked.refused else "partly" if checked.rows_rejected else "fine"
    return tag("div", title, tag("p", summary_sentence(checked)), class_=f"file-report {tone}")


def summary_sentence(checked: Checked) -> str:
    """What became of the rows and columns of a file, in one or two sentences."""
    if checked.refused and not checked.rows_read:
        return say("这份文件整份退回，原因如下。")
    sentences = [
        say(
            "读取{read}行：收下{accepted}行，退回{rejected}行。",
            read=checked.rows_read,
            accepted=checked.rows_accepted,
            rejected=checked.rows_rejected,
        )
    ]
    if checked.refused:
        sentences.append(say("这份文件整份退回。"))
    if checked.rows_repeat:
        sentences.append(say("完全重复的{n}行只留一份。", n=checked.rows_repeat))
    if checked.rows_total:
        sentences.append(say("合计行{n}行只作核对。", n=checked.rows_total))
    sentences.append(account_text(checked))
    return between_sentences().join(each.strip() for each in [*sentences, *_private_sentences(checked)])


def _private_sentences(checked: Checked) -> list[str]:
    sentences = []
    if checked.private_columns:
        names = listed([f"“{name}”" for name in checked.private_columns])
        text = say(
            "含个人信息的{n}列（{names}）已丢弃，没有保存。", n=len(checked.private_columns), names=names
        )
        sentences.append(text)
    if checked.private_values_dropped:
        sentences.append(say("像个人信息的值共丢弃{n}个。", n=checked.private_values_dropped))
    if checked.ignored_columns:
        sentences.append(
            say("报表没有声明的列没有保存：{names}。", names=listed(list(checked.ignored_columns)))
        )
    if checked.absent_columns:
        text = say(
            "文件没有这些列，按没有填写计算，用到它们的指标会因此不准：{names}。",
            names=listed(list(checked.absent_columns)),
        )
        sentences.append(text)
    return sentences


def _group(found: Sequence[Finding]) -> Html:
    title = tag("p", tag("b", rule_title(found[0])), say("（{n}处）", n=len(found)))
    return tag("div", title, _findings_table(found))


def _by_rule(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one rule and column together, the most frequent first."""
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(f"{each.rule} {each.column_id}", []).append(each)
    return sorted(groups.values(), key=len, reverse=True)


def _findings_table(found: Sequence[Finding]) -> Html:
    columns = (
        Column(say("行"), lambda each: each.row or "—", "number"),
        Column(say("列"), lambda each: each.column or "—", "short"),
        Column(say("原值"), lambda each: each.found or "—"),
        Column(say("应为"), lambda each: each.expected),
    )
    more = len(found) - SHOWN
    rest = tag("p", say("另有{n}处，见下载的核对结果", n=more), class_="note") if more > 0 else ""
    return tag("div", plain_table(columns, found[:SHOWN]), rest)
