"""The standard deck as data: what the meeting screen shows and what the slides of the PPTX are drawn from.

One message a slide: the title is a finding, a sentence with the number and whether it is real; one exhibit;
source and period in the foot; receipts in the notes. Nothing here knows how a slide is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """One line, or one set of dots or bars, a value a category (None: no figure).

    `role`: value, mean, lower, upper, target. `tones`, where there are any: plain, better, worse or chosen,
    one a category. `lower` and `upper`: the ends of each dot's interval.
    """

    name: str
    values: tuple[float | None, ...]
    role: str = "value"
    tones: tuple[str, ...] = ()
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """`kind`: line (a control chart), dots (townships with their intervals) or bars.

    `months`: "2025-07" of every category of a line. `number_format` as spreadsheets write it. `says`: its
    finding, for who cannot see it.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str
    says: str
    unit: str = ""
    caption: str = ""
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A short table; `tones`: one a row, plain, better or worse. `widths`: shares of the whole width.

    `keys`, where there are any: the number of what each row is about, so that a screen can change it.
    `left_out`: how many rows there are beyond these.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    says: str
    tones: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    lines: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Slide:
    """`id` names a slide in an address; `stress` is the number in the title that is to stand out.

    `tone`: what the finding is, plain, better or worse. `source`: the foot. `notes`: receipts, a line each.
    `view`: the page to drill down to, 'indicator?indicator=…&view=trend', where there is one.
    """

    id: str
    section: str
    title: str
    lead: str
    exhibit: Chart | Table | Points
    source: str
    notes: tuple[str, ...]
    stress: str = ""
    tone: str = "plain"
    view: str = ""


@dataclass(frozen=True)
class Action:
    """What a meeting decided: an office, never a person. `due`: '2026-02-28' or ''; `slide`: where it was."""

    text: str
    office: str
    due: str = ""
    slide: str = ""
    decided: str = ""
    is_done: bool = False
    number: int = 0


@dataclass(frozen=True)
class Story:
    """All slides of a period; `stated`: period, mart, time of publication and version of the definitions."""

    title: str
    stated: str
    slides: tuple[Slide, ...]
