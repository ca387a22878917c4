"""Drafts: a file that somebody is working on, kept in the store so that nothing is lost with a browser.

`drafts/<name>.parquet` holds the declared columns with what has been corrected (data/kept_sheet.py), a row of
the catalogue the rest. A draft goes once it is published, or by hand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from data.audit import entry
from data.catalogue import insert
from data.clock import now
from data.file_desk import FileToCheck
from data.grants import UPLOADER
from data.kept_sheet import Cell, KeptSheet, kept_sheet, read_sheet, write_sheet
from data.language import say
from data.refusal import Refused
from data.staff_grants import refuse_others_work
from data.staff_records import SEPARATOR, Draft, insert_numbered

if TYPE_CHECKING:
    from pathlib import Path

    from data.database.connection import Connection
    from data.findings import Checked
    from data.store import Store

FOLDER = "drafts"


@dataclass(frozen=True)
class DraftFacts:
    """What is said about a file beside its content. `seen`: the newest upload that its check knew."""

    by: str = ""
    covers: str | None = None
    replaces: bool = False
    seen: int = 0
    corrections: Mapping[Cell, str] = field(default_factory=dict)


def drafts(store: Store) -> tuple[Draft, ...]:
    """Every draft whose columns are there, oldest first."""
    found = store.catalogue.read_added(Draft, "drafts", "order by id")
    return tuple(each for each in found if (store.folder / each.parquet).exists())


def draft_numbered(store: Store, number: int) -> Draft:
    """Raises Refused where it is gone."""
    found = next((each for each in drafts(store) if each.id == number), None)
    if found is None:
        raise Refused(say("草稿{number}已不在：已经发布或删除。", number=number))
    return found


def save_draft(store: Store, checked: Checked, facts: DraftFacts, number: int | None = None) -> Draft | None:
    """Keep what may be kept of a checked file; None where it was never read as one of our exports.

    number: the draft that it goes on. The same person's same file is the same draft.
    """
    store.grant.refuse_unless(UPLOADER)
    kept = kept_sheet(checked)
    if kept is None:
        return None
    path = store.folder / FOLDER / f"{uuid4().hex}.parquet"
    write_sheet(kept, path)
    draft = _draft(store, checked, facts, path)
    with store.catalogue.writing() as connection:
        before = _before(connection, draft, number)
        if before is None:
            saved = replace(draft, id=insert_numbered(connection, "drafts", draft))
            insert(connection, "audit", [entry(draft.by, "draft", saved.id, _words(draft))])
        else:
            saved = replace(draft, id=before[0], began=before[1])
            connection.execute("delete from drafts where id = ?", [saved.id])
            insert(connection, "drafts", [saved])
    if before is not None:
        (store.folder / before[2]).unlink(missing_ok=True)
    return saved


def open_draft(store: Store, draft: Draft) -> FileToCheck:
    """The file as it was left, to be checked again. Raises Refused where it is gone, or another's."""
    refuse_others_work(store, [draft])
    return FileToCheck(
        name=draft.file,
        content=b"",
        export=draft.export,
        month=draft.month,
        received=draft.received,
        covers=draft.covers,
        kept=_kept(store, draft),
        keeps_sheet=True,
    )


def mended_cells(draft: Draft) -> dict[Cell, str]:
    """What has been corrected by hand so far: cell → its text now."""
    return {(int(row), str(column)): str(text) for row, column, text in json.loads(draft.mended)}


def delete_drafts(store: Store, numbers: Iterable[int], by: str) -> None:
    """Throw drafts away."""
    wanted = set(numbers)
    refuse_others_work(store, [each for each in drafts(store) if each.id in wanted])
    with store.catalogue.writing() as connection:
        for number in sorted(wanted):
            connection.execute("delete from drafts where id = ?", [number])
            insert(connection, "audit", [entry(by, "draft_deleted", number)])
    sweep_drafts(store)


def finisher_of(numbers: Iterable[int]) -> Callable[[Connection], None]:
    """What a publication of drafts does along with its own rows."""
    wanted = tuple(numbers)

    def finish(connection: Connection) -> None:
        for number in wanted:
            rows = connection.execute("select by, mended from drafts where id = ?", [number]).fetchall()
            told = [entry(by, "mended", number, _columns_of(mended)) for by, mended in rows]
            insert(connection, "audit", [each for each in told if each.detail])
            connection.execute("delete from drafts where id = ?", [number])

    return finish


def _columns_of(mended: str) -> str:
    """ "township 12, channel 1": how many cells of which column were corrected; never what they say."""
    counts = Counter(column_id for _, column_id, _ in json.loads(mended))
    return ", ".join(f"{column_id} {count}" for column_id, count in counts.most_common())


def sweep_drafts(store: Store) -> None:
    """Delete the columns of drafts that are no more; those of this hour may be of one that is being saved."""
    named = {store.folder / each.parquet for each in store.catalogue.read_added(Draft, "drafts", "")}
    for path in (store.folder / FOLDER).glob("*"):
        is_new = now().timestamp() - path.stat().st_mtime < 3600 and path.suffix == ".building"
        if path not in named and not is_new:
            path.unlink(missing_ok=True)


def at_the_same_work(draft: Draft, all_drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that others began before for the same export, month and township."""
    return [
        each
        for each in all_drafts
        if (each.export, each.month) == (draft.export, draft.month)
        and each.id != draft.id
        and each.by != draft.by
        and each.codes & draft.codes
        and (each.began, each.id or 0) <= (draft.began, draft.id or 0)
    ]


def _kept(store: Store, draft: Draft) -> KeptSheet:
    path = store.folder / draft.parquet
    if not path.exists():
        raise Refused(say("草稿{number}已不在：已经发布或删除。", number=draft.id))
    return read_sheet(path)


def _draft(store: Store, checked: Checked, facts: DraftFacts, path: Path) -> Draft:
    townships = {part.township for part in checked.coverage if part.month == checked.month and part.township}
    moment = now()
    return Draft(
        id=None,
        export=checked.export.id if checked.export else "",
        month=checked.month,
        townships=SEPARATOR.join(sorted(townships)),
        file=checked.file,
        sha256=checked.sha256,
        size=checked.size,
        rows=checked.rows_read,
        refused=checked.rows_rejected,
        covers=facts.covers,
        replaces=facts.replaces,
        received=checked.received,
        seen=facts.seen,
        parquet=path.relative_to(store.folder).as_posix(),
        mended=_as_text(checked, facts.corrections),
        by=facts.by,
        began=moment,
        saved=moment,
    )


def _as_text(checked: Checked, corrections: Mapping[Cell, str]) -> str:
    """As the check left them: what was typed and is personal is blank here, too."""
    texts = checked.sheet.texts if checked.sheet else {}
    places = {row: at for at, row in enumerate(checked.sheet.numbers)} if checked.sheet else {}
    cells = [
        [row, column_id, texts[column_id][places[row]]]
        for row, column_id in sorted(corrections)
        if column_id in texts and row in places
    ]
    return json.dumps(cells, ensure_ascii=False)


def _before(connection: Connection, draft: Draft, number: int | None) -> tuple | None:
    """(id, began, path) of the draft that this one goes on."""
    rows = connection.execute(
        "select id, began, parquet, by, export, month, sha256 from drafts order by id"
    ).fetchall()
    mine = (draft.by, draft.export, draft.month.isoformat() if draft.month else None, draft.sha256)
    found = [row for row in rows if row[0] == number] or [row for row in rows if tuple(row[3:]) == mine]
    if not found:
        return None
    from datetime import datetime

    return found[0][0], datetime.fromisoformat(found[0][1]), found[0][2]


def _words(draft: Draft) -> str:
    return f"{draft.export} {draft.month:%Y-%m}" if draft.month else draft.export
