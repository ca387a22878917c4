"""Backups taken while others publish, restored elsewhere: the same figures to the last digit."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Thread

from data.backup import back_up
from data.restoring import restore
from data.store import Store
from drills.killing import publish_killed
from drills.report import Outcome, main
from drills.scene import INDICATOR, MonthFile, new_store
from metrics.figures import Choice, figures
from metrics.publication import rebuild
from metrics.soundness import soundness_of
from tests.same_marts import differing_tables

TITLE = "备份和恢复 · Backup and restore"
PUBLICATIONS, BACKUPS = 8, 3
DONE = (
    "一边连续发布，一边备份；每份备份恢复到另一个目录，与原库当时的数据集逐表比较，再与重算逐表比较。",
    "Backups while publications run; each restored into another folder and compared, table by table, "
    "with the mart that stood then and with a rebuild.",
)


def publish_all(store: Store) -> None:
    """One publication after the other, each in a process of its own."""
    for number in range(PUBLICATIONS):
        file = MonthFile(f"2025-0{3 + number % 4}", (f"XF-{number}", "XF-known"))
        publish_killed(store.folder, [file], number % 3 == 2, None)


def drill() -> Outcome:
    """Back up beside the publications, then restore every archive."""
    outcome = Outcome(*DONE)
    with tempfile.TemporaryDirectory(prefix="restored-") as folder:
        store, _ = new_store(Path(folder) / "store")
        publishing = Thread(target=publish_all, args=[store])
        publishing.start()
        archives = []
        for number in range(BACKUPS):
            _wait_for(store, 2 + number * PUBLICATIONS // BACKUPS, publishing)
            archives.append(Path(folder) / f"{number}.zip")
            back_up(Store(store.folder), archives[-1], "小王")
        publishing.join()
        for number, archive in enumerate(archives):
            outcome.wrong += restored_wrongly(archive, store, Path(folder) / f"restored-{number}")
        seen = {Store(Path(folder) / f"restored-{n}").publication() for n in range(BACKUPS)}
        outcome.figures = {
            "备份 backups": BACKUPS,
            "备份时的发布 different publications in them": len({each and each.id for each in seen}),
            "原库的发布 publications of the store": len(store.catalogue.publications()),
        }
    return outcome


def _wait_for(store: Store, number: int, publishing: Thread) -> None:
    """Until so many publications stand, so that the backups hold different ones."""
    while publishing.is_alive() and len(store.catalogue.publications()) < number:
        publishing.join(0.05)


def restored_wrongly(archive: Path, original: Store, folder: Path) -> list[str]:
    """How a restored store differs from what the original was when the backup was made."""
    copy = Store(folder)
    restore(archive, copy)
    uploads, row = copy.catalogue.uploads(), copy.catalogue.publications()[-2]
    wrong = [*soundness_of(copy).problems]
    if uploads != original.catalogue.uploads()[: len(uploads)]:
        wrong.append("the uploads differ")
    then, now = original.folder / row.mart, copy.current_mart()
    assert now is not None
    if then.exists():  # the last marts are kept
        wrong += [f"{count} rows of {name} differ" for name, count in differing_tables(then, now).items()]
    before = figures(now, Choice(indicator=INDICATOR))
    again = rebuild(copy)
    wrong += [
        f"rebuilt, {count} rows of {name} differ" for name, count in differing_tables(now, again).items()
    ]
    return wrong if figures(again, Choice(indicator=INDICATOR)) == before else [*wrong, "figures differ"]


if __name__ == "__main__":
    main(TITLE, drill)
