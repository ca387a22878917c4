"""What check, publish and history answer, as JSON for a program and as sentences for a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from data.language import say
from data.row_account import account_text
from data.unlisted import unlisted_values

if TYPE_CHECKING:
    from data.catalogue_records import Upload
    from data.findings import Checked, Finding
    from data.staging import Staged


def checked_as_json(checked: Checked) -> dict[str, Any]:
    return {
        "file": checked.file,
        "export": checked.export.id if checked.export else None,
        "month": _month(checked.month),
        "encoding": checked.encoding,
        "rows_read": checked.rows_read,
        "rows_accepted": checked.rows_accepted,
        "rows_rejected": checked.rows_rejected,
        "private_columns_dropped": len(checked.private_columns),
        "private_values_dropped": checked.private_values_dropped,
        "errors": [_finding_as_json(finding) for finding in checked.errors],
        "warnings": [_finding_as_json(finding) for finding in checked.warnings],
        "rows_blank": checked.rows_blank,
        "rows_total": checked.rows_total,
        "rows_repeat": checked.rows_repeat,
        "rows_note": checked.rows_note,
        "rows_in": checked.rows_in,
        "rows_explained": dict(checked.rows_explained),
        **{f"{which}_columns": list(names) for which, names in _columns(checked).items()},
        "refused": checked.refused,
        "unlisted": unlisted_values(checked),
        "rows_returned": len(checked.returned.rows) if checked.returned else 0,
    }


def _columns(checked: Checked) -> dict[str, tuple[str, ...]]:
    return {
        "private": checked.private_columns,
        "ignored": checked.ignored_columns,
        "absent": checked.absent_columns,
    }


def staged_as_json(staged: Staged, mart: str | None) -> dict[str, Any]:
    upload = staged.upload
    checked = checked_as_json(staged.checked)
    published = {
        "upload": upload.id if upload else None,
        "export": checked["export"],
        "month": checked["month"],
        "rows": upload.rows if upload else 0,
        "replaced": staged.replaced,
        "mart": mart,
        "published": staged.is_new,
    }
    return published | checked


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "found": finding.found,
        "expected": finding.expected,
        "rule": finding.rule,
        "column_id": finding.column_id,
    }


def upload_as_json(upload: Upload, live: bool) -> dict[str, Any]:
    return {
        "upload": upload.id,
        "export": upload.export,
        "month": _month(upload.month),
        "file": upload.file,
        "rows": upload.rows,
        "by": upload.by,
        "at": upload.at.isoformat(),
        "live": live,
    }


def print_checked(checked: Checked) -> None:
    """What a person at a terminal reads about one file."""
    summary = say(
        "{file}：{export}，{month}，读取{read}行，接收{accepted}行，退回{rejected}行，提示{warnings}条。",
        file=checked.file,
        export=checked.export.name if checked.export else say("未识别的报表"),
        month=_month(checked.month) or say("月份不明"),
        read=checked.rows_read,
        accepted=checked.rows_accepted,
        rejected=checked.rows_rejected,
        warnings=len(checked.warnings),
    )
    click.echo(summary)
    if checked.rows_in:
        click.echo("  " + account_text(checked))
    _print_columns(checked)
    _print_unlisted(checked)
    for finding in checked.errors:
        click.echo("  " + say("退回") + " " + sentence(finding))
    for finding in checked.warnings:
        click.echo("  " + say("提示") + " " + sentence(finding))


def _print_columns(checked: Checked) -> None:
    listed = {which: say("、").join(names) for which, names in _columns(checked).items()}
    told = {
        "private": say("未保存的个人信息列：{columns}", columns=listed["private"]),
        "ignored": say("未保存的其他列：{columns}", columns=listed["ignored"]),
        "absent": say("文件没有这些列，按没有填写计算：{columns}", columns=listed["absent"]),
    }
    for which, text in told.items():
        if listed[which]:
            click.echo("  " + text)


def _print_unlisted(checked: Checked) -> None:
    for name, rows_of in unlisted_values(checked).items():
        values = say("、").join(say("{value}（{n}行）", value=value, n=n) for value, n in rows_of.items())
        click.echo("  " + say("不在清单{name}中的：{values}", name=name, values=values))


def sentence(finding: Finding) -> str:
    """Row, column, what was found and what was expected."""
    place = say("第{row}行", row=finding.row) if finding.row else say("整份文件")
    column = f"“{finding.column}”" if finding.column else ""
    found = say("为“{found}”", found=finding.found) if finding.found else ""
    start = f"{place}{column}{found}"
    return say("{start}，应为：{expected}", start=start, expected=finding.expected)


def _month(month: date | None) -> str | None:
    return f"{month:%Y-%m}" if month else None
