"""What a publication asks before it changes what stands, and what ends with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from data.grants import ADMIN
from data.language import say
from data.own_townships import refuse_others_upload
from data.refusal import Refused
from data.revisions import corrections_of, reported_before, writer_of

if TYPE_CHECKING:
    from data.catalogue import Along, Change
    from data.catalogue_records import Upload
    from data.findings import Checked
    from data.store import Store


class Ending(Protocol):
    """The part of a publication's options that says why it is made and what ends with it."""

    @property
    def reason(self) -> str:
        """Why published figures are changed."""

    @property
    def drafts(self) -> tuple[int, ...]:
        """Drafts by number."""

    @property
    def scheduled(self) -> int | None:
        """The publication that was put off."""


class Unseen(Refused):
    """Somebody published the same in the meantime; who is told may go on."""


def refuse_unseen(store: Store, checked: Sequence[Checked], seen: int | None) -> None:
    """Raises Unseen where the same export, month and township was published after the upload `seen`."""
    if seen is None:
        return
    uploads, coverage = store.catalogue.uploads(), store.catalogue.coverage()
    for each in checked:
        townships = {part.township for part in each.coverage if part.month == each.month}
        export = each.export.id if each.export else ""
        same = reported_before(export, each.month, townships, uploads, coverage)
        newer = [upload for upload in same if upload.id > seen]
        if newer:
            raise Unseen(unseen_sentence(newer[-1]))


def refuse_force(store: Store, forced: bool) -> None:
    """Raises Refused where somebody who is no admin would change a locked month."""
    if forced:
        store.grant.refuse_unless(ADMIN)


def unseen_sentence(upload: Upload) -> str:
    """Who published what, and when."""
    return say(
        "在您核对之后，{by}已于{at}发布了同一报表同一月份的“{file}”（上传{number}）。请看过重新核对的结果，"
        "再决定是否发布。",
        by=upload.by or say("另一位经办人"),
        at=f"{upload.at:%Y-%m-%d %H:%M}",
        file=upload.file,
        number=upload.id,
    )


def with_company(store: Store, change: Change, ending: Ending) -> Change:
    """The change with what is written along: that it is a correction, that drafts have come to their end."""
    before = (store.catalogue.uploads(), store.catalogue.coverage())
    locked = store.locked_months()
    found = corrections_of(change.uploads, change.coverage, before, ending.reason, locked)
    along = [writer_of(found)] if found else []
    return replace(change, along=(*along, *endings_of(ending.drafts, ending.scheduled)))


def endings_of(drafts: tuple[int, ...], scheduled: int | None) -> list[Along]:
    """What is written along with a publication of drafts."""
    found: list[Along] = []
    if drafts:
        from data.drafts import finisher_of

        found.append(finisher_of(drafts))
    if scheduled is not None:
        from data.schedule import finisher_of_schedule

        found.append(finisher_of_schedule(scheduled))
    return found


def end_without_change(store: Store, ending: Ending) -> None:
    """All of it was published before: drafts and time have come to their end all the same."""
    found = endings_of(ending.drafts, ending.scheduled)
    if found:
        with store.catalogue.writing() as connection:
            for write in found:
                write(connection)


def rolled_back_upload(store: Store, number: int, forced: bool) -> tuple[Upload, bool]:
    """The upload to withdraw, and whether a month of it is locked. Raises Refused where it must stay."""
    refuse_force(store, forced)
    upload = next((each for each in store.catalogue.uploads() if each.id == number), None)
    if upload is None:
        raise Refused(say("没有编号为{number}的上传。", number=number))
    if upload.rolled_back:
        raise Refused(say("上传{number}已经撤回。", number=number))
    refuse_others_upload(store, number)
    months = {row.month for row in store.catalogue.coverage() if row.upload == number} | {upload.month}
    locked = [f"{month:%Y-%m}" for month in sorted(store.locked_months() & months)]
    if locked and not forced:
        raise Refused(say("{months}已锁定，不能撤回。", months=say("、").join(locked)))
    return upload, bool(locked)
