"""The receipt of one figure, as a program and as a person read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.frame import csv_cell
from data.language import language, say

if TYPE_CHECKING:
    from metrics.receipts import FeedingUpload, Receipt


def receipt_of(mart: Path, indicator: str, area: str, period: str, period_type: str) -> Receipt:
    """What is behind one figure of the mart. Raises Refused for an unknown indicator, area or period."""
    from commands.named import named_area, named_indicator, named_period
    from metrics.mart_reader import Mart

    with Mart(mart) as reader:
        asked = named_indicator(reader, indicator), named_area(reader, area)
        return reader.receipt(*asked, period_type, named_period(reader, period_type, period))


def receipt_as_json(receipt: Receipt) -> dict[str, Any]:
    """Every key is stable: programs may rely on it."""
    figure = ("area", "area_name", "period_type", "period", "numerator", "denominator", "value")
    return {
        "indicator": receipt.definition.indicator,
        "name": _name(receipt),
        **{key: getattr(receipt, key) for key in figure},
        "unit": receipt.definition.unit,
        "covered": receipt.covered,
        "expected": receipt.expected,
        "definition": receipt.definition.definition,
        "sql": list(receipt.sql),
        "uploads": [_upload_as_json(upload) for upload in receipt.uploads],
    }


def _upload_as_json(upload: FeedingUpload) -> dict[str, Any]:
    return {
        "upload": upload.upload,
        "export": upload.export,
        "month": f"{upload.month:%Y-%m}" if upload.month else None,
        "file": upload.file,
        "rows": upload.rows,
        "by": upload.by,
        "at": upload.at.isoformat(),
    }


def print_receipt(receipt: Receipt) -> None:
    click.echo(f"{_name(receipt)}  {receipt.area_name}  {receipt.period}")
    figures = say(
        "数值 {value}　分子 {numerator}　分母 {denominator}",
        value=csv_cell(receipt.value) or "—",
        numerator=csv_cell(receipt.numerator) or "—",
        denominator=csv_cell(receipt.denominator) or "—",
    )
    click.echo(figures)
    reported = say("已报 {covered}/{expected}", covered=receipt.covered, expected=receipt.expected)
    click.echo(reported + " " + say("（乡镇×月）"))
    click.echo(receipt.definition.definition)
    for sql in receipt.sql:
        click.echo(sql)
    for each in receipt.uploads:
        text = say(
            "上传{number}：{file}，{rows}行，{by}，{at}",
            number=each.upload,
            file=each.file,
            rows="—" if each.rows is None else each.rows,
            by=each.by,
            at=f"{each.at:%Y-%m-%d %H:%M}",
        )
        click.echo(text)


def _name(receipt: Receipt) -> str:
    definition = receipt.definition
    return definition.name_en if language() == "en" and definition.name_en else definition.name_zh
