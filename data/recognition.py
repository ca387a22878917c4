"""Which export a file is, told by its headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.cell_text import heading_key
from data.export_parts import Column, Export
from data.findings import Finding
from data.grid import Grid, Wanted
from data.headings import SEARCHED, Headings, find_headings
from data.language import say
from data.nearest import did_you_mean, nearest_names
from data.personal import scrubbed
from data.refusal import Refused

SIMILAR_HEADING = 50.0  # headings are short: 登记时间 shares half its signs with 登记日期


@dataclass(frozen=True)
class Recognised:
    """The export (None: none fits), its headings, column id → position, and what is wrong."""

    export: Export | None
    headings: Headings
    position: Mapping[str, int] | None = None
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def candidates(exports: Mapping[str, Export], export_id: str | None) -> list[Export]:
    """The exports that a file may be: all, or the one asked for and its profiles. Refused where it does not
    exist."""
    if export_id is None:
        return list(exports.values())
    if export_id not in exports:
        message = say("没有名为“{export}”的报表。", export=export_id) + did_you_mean(export_id, list(exports))
        raise Refused(message, where="--export")
    return [exports[export_id], *(e for e in exports.values() if e.like == export_id != e.id)]


def known_headings(exports: Iterable[Export]) -> frozenset[str]:
    """Every heading, normalised, that any of the exports knows."""
    return frozenset(header for export in exports for header in export.columns_by_header)


def wanted_in(exports: Iterable[Export]) -> Wanted:
    """What a file is searched for when it is read."""
    exports = list(exports)
    required = (tuple(column.headers for column in export.required_columns) for export in exports)
    return Wanted(known_headings(exports), tuple(required))


def recognise(grid: Grid, exports: Sequence[Export]) -> Recognised:
    """The export whose required columns the file has, the one with most columns where several fit."""
    found = find_headings(grid.rows[: SEARCHED + 1], known_headings(exports))
    if found.hits == 0:
        return Recognised(None, found, errors=(_no_headings(exports),))
    row, headings = found.first, found.texts
    places = {export.id: _positions(export, headings) for export in exports}
    best = _best(exports, places)
    if len(best) > 1:
        return Recognised(None, found, errors=(_ambiguous(best, row),))
    export, position = best[0], places[best[0].id]
    missing = [c for c in export.required_columns if c.id not in position]
    if missing and len(_of_any(exports, position, headings)) > 1:
        return Recognised(None, found, errors=(_told_by_nothing(exports, headings, row),))
    errors = tuple(_missing(column, export, headings, row) for column in missing)
    is_asked_for = len({each.like or each.id for each in exports}) == 1
    is_likely = is_asked_for or len(missing) <= len(export.required_columns) / 2
    twice = _twice(export, headings, row)
    return Recognised(export if is_likely else None, found, position, errors, twice)


def _positions(export: Export, headings: Sequence[str]) -> dict[str, int]:
    """Column id → the first heading that means it."""
    position: dict[str, int] = {}
    for index, heading in enumerate(headings):
        for column_id in export.columns_by_header.get(heading_key(heading), ()):
            position.setdefault(column_id, index)
    return position


def _best(exports: Sequence[Export], places: Mapping[str, Mapping[str, int]]) -> list[Export]:
    """The best fits: fewest required columns missing, most columns found; a profile after what it is like."""

    def fit(export: Export) -> tuple[float, int]:
        required = export.required_columns
        found = sum(column.id in places[export.id] for column in required)
        return found / max(1, len(required)), len(places[export.id])

    highest = max(map(fit, exports))
    best = [export for export in exports if fit(export) == highest]
    # an export that a county has extended in place is like itself
    originals = [e for e in best if not any(e.like == other.id for other in best if other is not e)]
    return originals or best


def _of_any(
    exports: Sequence[Export], position: Mapping[str, int], headings: Sequence[str]
) -> frozenset[str]:
    """The exports that know every heading that was found: several where it is 乡镇 alone."""
    keys = {heading_key(headings[at]) for at in position.values()}
    return frozenset(each.like or each.id for each in exports if keys <= each.columns_by_header.keys())


def _no_headings(exports: Sequence[Export]) -> Finding:
    expected = say("前30行应有表头，例如 {names}", names=_headings_of(exports))
    return Finding(None, "", "", "", expected, "no_headings")


def _told_by_nothing(exports: Sequence[Export], headings: Sequence[str], row: int) -> Finding:
    known = known_headings(exports)
    found = say("、").join(dict.fromkeys(h.strip() for h in headings if heading_key(h) in known))
    expected = say("一种报表的全部必填列，例如 {names}", names=_headings_of(exports))
    return Finding(row + 1, "", "", say("只认出：{found}", found=found), expected, "unknown_export")


def _headings_of(exports: Sequence[Export]) -> str:
    return say("；").join(
        f"{export.name}: " + say("、").join(column.name for column in export.required_columns)
        for export in exports
    )


def _ambiguous(best: Sequence[Export], row: int) -> Finding:
    names = ", ".join(export.id for export in best)
    expected = say("请指明是哪种报表（--export）：{names}", names=names)
    return Finding(row + 1, "", "", names, expected, "ambiguous_export")


def _missing(column: Column, export: Export, headings: Sequence[str], row: int) -> Finding:
    """A required column that the file lacks; the undeclared heading most like it is offered."""
    named = [h for h in headings if h.strip() and heading_key(h) not in export.columns_by_header]
    free = [scrubbed(heading.strip()) for heading in named]
    # in every language: an English report is of a file with Chinese headings, too
    names = (column.name, *column.names.values()) if free else ()
    nearest = [n for name in names for n in nearest_names(name, free, count=1, likeness=SIMILAR_HEADING)]
    known = [h.strip() for h in headings if heading_key(h) in export.columns_by_header]
    expected = say("必填的列“{column}”（{export}）；", column=column.name, export=export.name)
    if nearest:
        expected += say("是不是“{heading}”这一列？", heading=nearest[0])
    expected += say("已认出的列：{known}", known=say("、").join(known))
    return Finding(row + 1, column.name, column.id, nearest[0] if nearest else "", expected, "missing_column")


def _twice(export: Export, headings: Sequence[str], row: int) -> tuple[Finding, ...]:
    seen: set[str] = set()
    found = []
    for heading in headings:
        for column_id in export.columns_by_header.get(heading_key(heading), ()):
            if column_id in seen:
                expected = say("一列只出现一次；取了最左边的一列")
                found.append(
                    Finding(row + 1, heading.strip(), column_id, heading.strip(), expected, "heading_twice")
                )
            seen.add(column_id)
    return tuple(found)
