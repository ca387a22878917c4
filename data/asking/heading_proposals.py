"""Which export a file is most likely, and which of its headings mean the columns that it seems to lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.asking.column_sample import Sample
from data.asking.date_order import date_order
from data.asking.heading_scores import HeadingScore, scores_of
from data.asking.memory import Memory
from data.cell_text import heading_key
from data.export_parts import Column, Export
from data.findings import CheckContext

PROPOSED = 0.45  # from here on a heading is proposed; the others are only offered
OFFERED = 0.2
MOST_OFFERED = 6
LIKELY_EXPORT = 0.35
OWN_LAYOUT = 0.6  # of a profile's own headings, for a file to be of its layout
NAMED_AFTER = 0.08  # what the export's name in the file's name is worth


@dataclass(frozen=True)
class ColumnProposal:
    """A declared column that the file seems to lack. `ranked`: headings with reasons, the likeliest first;
    `heading`: the one proposed, "" where none is likely enough (or another column has it)."""

    column: Column
    ranked: tuple[HeadingScore, ...] = ()
    heading: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        return next((each.reasons for each in self.ranked if each.heading == self.heading), ())


@dataclass(frozen=True)
class HeadingProposals:
    """`export`: the likeliest; `score`: 0 to 1; `known`: column id → heading that is declared already."""

    export: Export
    score: float
    known: Mapping[str, str]
    columns: tuple[ColumnProposal, ...]

    @property
    def missing(self) -> list[Column]:
        """The required columns for which nothing is proposed."""
        return [each.column for each in self.columns if each.column.required and not each.heading]

    @property
    def accepted(self) -> dict[str, str]:
        """Heading → column id, where one is proposed."""
        return {each.heading: each.column.id for each in self.columns if each.heading}


def propose_headings(
    sample: Sample, exports: Iterable[Export], context: CheckContext, memory: Memory, file_name: str = ""
) -> list[HeadingProposals]:
    """The proposals for every export that the file may be, the likeliest export first; [] where none is.

    Where a person has said which it is (one export, and its profiles), that is taken however unlike it is.
    """
    found = [_propose(sample, export, context, memory, file_name) for export in exports]
    is_said = len({each.export.like or each.export.id for each in found}) == 1
    likely = [each for each in found if (is_said or _is_likely(each)) and not _is_other_layout(each)]
    return sorted(likely, key=_likeliest_first)


def _likeliest_first(found: HeadingProposals) -> tuple[float, int, int, bool]:
    """Among equals the one that knows more headings, then ours in order, then profiles."""
    return -round(found.score, 6), -len(found.known), found.export.position, bool(found.export.like)


def _propose(
    sample: Sample, export: Export, context: CheckContext, memory: Memory, file_name: str
) -> HeadingProposals:
    known = known_columns(sample, export)
    order = date_order(sample.columns, context.received)
    asked = [c for c in export.columns.values() if c.id not in known and c.id not in export.constants]
    ranked = {c.id: scores_of(c, export, sample, order, context, memory) for c in asked}
    assigned = _assigned(asked, ranked)
    columns = tuple(
        ColumnProposal(c, _offered(ranked[c.id], assigned.get(c.id, "")), assigned.get(c.id, ""))
        for c in asked
    )
    named = NAMED_AFTER if any(name and name in file_name for name in export.names.values()) else 0.0
    return HeadingProposals(export, min(1.0, named + _score(sample, export, known, columns)), known, columns)


def known_columns(sample: Sample, export: Export) -> dict[str, str]:
    """Column id → the heading of the file that is declared for it."""
    found: dict[str, str] = {}
    for heading in sample.columns:
        for column_id in export.columns_by_header.get(heading_key(heading), ()):
            found.setdefault(column_id, heading)
    return found


def _assigned(asked: Sequence[Column], ranked: Mapping[str, Sequence[HeadingScore]]) -> dict[str, str]:
    """Column id → heading: the likeliest pair first, each heading once, required columns before equals."""
    pairs = [
        (-round(each.score, 3), not column.required, at, column.id, each.heading)
        for at, column in enumerate(asked)
        for each in ranked[column.id]
        if each.score >= PROPOSED
    ]
    assigned: dict[str, str] = {}
    for *_, column_id, heading in sorted(pairs):
        if column_id not in assigned and heading not in assigned.values():
            assigned[column_id] = heading
    return assigned


def _offered(ranked: Sequence[HeadingScore], chosen: str) -> tuple[HeadingScore, ...]:
    likely = [each for each in ranked if each.score >= OFFERED or each.heading == chosen]
    return tuple(sorted(likely, key=lambda each: each.heading != chosen)[:MOST_OFFERED])


def _score(
    sample: Sample, export: Export, known: Mapping[str, str], columns: Sequence[ColumnProposal]
) -> float:
    """Half by the required columns found, half by the headings explained."""
    scores = {each.column.id: each.ranked[0].score for each in columns if each.heading}
    scores |= dict.fromkeys(known, 1.0)
    required = [column.id for column in export.required_columns]
    needed = sum(scores.get(column_id, 0.0) for column_id in required) / max(1, len(required))
    explained = sum(scores.values()) / max(1, len(sample.columns))
    return 0.5 * needed + 0.5 * min(1.0, explained)


def _is_likely(found: HeadingProposals) -> bool:
    """Half of the required columns, and not by one column only: a list of telephones has 单位 too."""
    required = {column.id for column in found.export.required_columns}
    has = {*found.known, *found.accepted.values()}
    enough = len(has) > 1 and 2 * len(has & required) >= len(required)
    return enough and found.score >= LIKELY_EXPORT


def _is_other_layout(found: HeadingProposals) -> bool:
    """True where the export is a county's profile and the file has few of the headings confirmed for it."""
    if not found.export.like:
        return False
    lacks = sum(1 for each in found.columns if each.column.required)
    return len(found.known) < OWN_LAYOUT * (len(found.known) + lacks)
