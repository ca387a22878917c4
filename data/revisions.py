"""修订: what had been published was changed later. Who reads the figures is told, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.audit import entry
from data.catalogue import insert
from data.language import say
from data.refusal import Refused
from data.staff_records import SEPARATOR, Revision, insert_numbered

if TYPE_CHECKING:
    from data.catalogue_records import CoverageRow, Upload
    from data.database.connection import Connection
    from data.store import Store

CORRECTION, ROLLBACK = "correction", "rollback"
LONGEST_REASON = 200


def revisions(store: Store) -> tuple[Revision, ...]:
    """Those that still hold, oldest first: a correction that was withdrawn itself changed nothing."""
    written = store.catalogue.read_added(Revision, "revisions", "order by id")
    gone = {upload.id for upload in store.catalogue.uploads() if upload.rolled_back}
    return tuple(each for each in written if each.what == ROLLBACK or each.upload not in gone)


def reported_before(
    export: str,
    month: date | None,
    townships: Iterable[str | None],
    uploads: Sequence[Upload],
    coverage: Iterable[CoverageRow],
) -> tuple[Upload, ...]:
    """The standing uploads of an export and month that report for some of these townships, oldest first."""
    wanted = frozenset(townships)
    of_slot = {each.id: each for each in uploads if (each.export, each.month) == (export, month)}
    standing = {number for number, each in of_slot.items() if not each.rolled_back}
    sharing = {
        row.upload
        for row in coverage
        if row.upload in standing and row.month == month and row.township in wanted
    }
    return tuple(of_slot[number] for number in sorted(sharing))


def corrections_of(
    uploads: Sequence[Upload],
    coverage: Sequence[CoverageRow],
    before: tuple[Sequence[Upload], Sequence[CoverageRow]],
    reason: str,
    locked: frozenset[date],
) -> list[Revision]:
    """A revision for every new upload that reports what was reported before. `before`: what stood then."""
    found = []
    for upload in uploads:
        if upload.month is None:
            continue
        mine = {row.township for row in coverage if row.upload == upload.id and row.month == upload.month}
        earlier = reported_before(upload.export, upload.month, mine, *before)
        codes = _shared_codes(mine, {each.id for each in earlier}, upload.month, before[1])
        is_late = upload.month in locked
        if codes or is_late:
            of = codes or {code for code in mine if code}
            found.append(_revision(upload, of, CORRECTION, reason, is_late, upload.by, upload.at))
    return found


def rollback_of(
    upload: Upload, coverage: Iterable[CoverageRow], reason: str, is_late: bool, by: str, at: datetime
) -> list[Revision]:
    """The revision that withdrawing an upload is; none for an upload without a month."""
    if upload.month is None:
        return []
    codes = {row.township for row in coverage if row.upload == upload.id and row.township}
    return [_revision(upload, codes, ROLLBACK, reason, is_late, by, at)]


def writer_of(found: Iterable[Revision]) -> Callable[[Connection], None]:
    """What a publication does along with its own rows."""

    def write(connection: Connection) -> None:
        for revision in found:
            insert_numbered(connection, "revisions", revision)
            if revision.what == CORRECTION:
                insert(
                    connection, "audit", [entry(revision.by, CORRECTION, revision.upload, _told(revision))]
                )

    return write


def checked_reason(text: str) -> str:
    """The reason as it is kept. Raises Refused where it is too long or seems to name or number a person."""
    reason = " ".join(text.split())
    if len(reason) > LONGEST_REASON:
        raise Refused(say("{name}不超过{longest}个字。", name=say("理由"), longest=LONGEST_REASON))
    if not reason:
        return ""
    from data.personal import personal_in_column
    from data.personal_values import KINDS

    if kinds := personal_in_column([reason], names=True).get(0, ()):
        named = say("、").join(say(KINDS[kind]) for kind in kinds)
        raise Refused(
            say("{name}里似有{kinds}，没有保存。请只写做法，不写个人信息。", name=say("理由"), kinds=named)
        )
    return reason


def _told(revision: Revision) -> str:
    late = "; after lock" if revision.after_lock else ""
    return f"{revision.export} {revision.month:%Y-%m}{late}; {revision.reason}"


def _shared_codes(
    mine: set[str | None], earlier: set[int], month: date, coverage: Iterable[CoverageRow]
) -> set[str]:
    return {
        row.township
        for row in coverage
        if row.township and row.upload in earlier and row.month == month and row.township in mine
    }


def _revision(
    upload: Upload, codes: Iterable[str], what: str, reason: str, is_late: bool, by: str, at: datetime
) -> Revision:
    if upload.month is None:
        raise ValueError("a revision is of a month")
    named = SEPARATOR.join(sorted(codes))
    return Revision(None, upload.id, upload.export, upload.month, named, what, reason, is_late, by, at)
