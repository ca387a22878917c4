"""A chart as a picture: SVG drawn here, PNG of it by the Chromium of this computer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from charts.text import bracketed
from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused
from reports.chart_svg import HEIGHT, WIDTH, chart_svg
from reports.edition import stated
from reports.facts import Facts
from reports.slides_county import county_chart

SUFFIXES = (".svg", ".png")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MOST_SECONDS = 60


def chart_picture(facts: Facts, indicator: str, suffix: str) -> bytes:
    """The county's chart of an indicator. Raises Refused for an unknown one, or without a browser for PNG."""
    if indicator not in facts.measures:
        text = say("没有名为“{name}”的指标。", name=indicator)
        raise Refused(text + did_you_mean(indicator, list(facts.measures)))
    if indicator not in facts.county:
        raise Refused(say("{period}没有可讲的数字。", period=facts.period), where=indicator)
    measure = facts.measures[indicator]
    chart = county_chart(facts, facts.county[indicator], measure)
    source = stated(facts.edition, facts.period_type, facts.period)
    unit = bracketed(chart.unit if chart.unit != "%" else "")  # a percentage has its sign at every number
    svg = chart_svg(chart, measure.name + unit, source).encode("utf-8")
    return svg if suffix == ".svg" else as_png(svg)


def as_png(svg: bytes) -> bytes:
    """Twice the size, for print. Raises Refused where no Chromium is installed."""
    named = (os.environ.get("BROWSER_PATH"), *map(shutil.which, BROWSERS))
    program = next((path for path in named if path), None)
    if program is None:
        raise Refused(say("这台电脑没有安装Chromium，不能存成PNG；请存成SVG。"))
    with TemporaryDirectory() as name:
        folder = Path(name)
        page, picture = folder / "chart.html", folder / "chart.png"
        page.write_bytes(b'<!doctype html><meta charset="utf-8"><style>*{margin:0}</style>' + svg)
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={folder / 'profile'}", "--force-device-scale-factor=2"]
        command += [f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}", page.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Refused(say("Chromium没有画出图来：{error}", error=error)) from error
        if not picture.exists():
            raise Refused(say("Chromium没有画出图来：{error}", error=picture.name))
        return picture.read_bytes()
