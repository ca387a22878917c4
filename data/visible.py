"""What of the catalogue an account may see: an account for some townships, only what is about them.

An upload is shown to everybody whose township it reports on, with the rows of that township, and what its
check found only to those whom all of it concerns: a finding may quote another township's count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.catalogue_records import Acknowledgement, CoverageRow, FindingRow, Upload
    from data.store import Store


def visible_uploads(store: Store) -> tuple[Upload, ...]:
    """The uploads that report on what the grant sees, and those that report on no township at all.

    To a limited account an upload has as many rows as are of what it sees: a register none, for it has one of
    every township.
    """
    uploads = store.catalogue.uploads()
    if not store.grant.is_limited:
        return uploads
    covered = _covered(store)
    named = {each.id: covered[each.id] - {""} for each in uploads}
    rows = _own_rows(store)
    return tuple(
        _with_rows(each, rows[each.id])
        for each in uploads
        if not named[each.id] or any(map(store.grant.sees, named[each.id]))
    )


def visible_coverage(store: Store) -> tuple[CoverageRow, ...]:
    """What uploads cover of the townships that the grant sees."""
    coverage = store.catalogue.coverage()
    if not store.grant.is_limited:
        return coverage
    return tuple(row for row in coverage if row.township is not None and store.grant.sees(row.township))


def visible_findings(store: Store) -> tuple[FindingRow, ...]:
    """What the checks of uploads found that are about nothing but what the grant sees."""
    findings = store.catalogue.findings()
    if not store.grant.is_limited:
        return findings
    covered = _covered(store)
    return tuple(row for row in findings if all(map(store.grant.sees, covered[row.upload] or {""})))


def visible_acknowledgements(store: Store) -> tuple[Acknowledgement, ...]:
    """What was said to alerts of what the grant sees."""
    return tuple(row for row in store.catalogue.acknowledgements() if store.grant.sees(row.area))


def _own_rows(store: Store) -> dict[int, list[CoverageRow]]:
    """Upload → how many rows it has of each thing that the grant sees."""
    found: dict[int, list[CoverageRow]] = defaultdict(list)
    for row in visible_coverage(store):
        found[row.upload].append(row)
    return found


def _with_rows(upload: Upload, own: list[CoverageRow]) -> Upload:
    return replace(
        upload,
        rows_read=sum(row.rows_read for row in own),
        rows=sum(row.rows for row in own),
        rows_rejected=sum(row.rows_refused for row in own),
    )


def _covered(store: Store) -> dict[int, set[str]]:
    """Upload → its townships; "" stands for rows of no known one."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in store.catalogue.coverage():
        found[row.upload].add(row.township or "")
    return found
