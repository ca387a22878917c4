"""What `verify` finds, and what can be mended: figures follow from rows, rows from nothing but a backup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.language import say
from data.own_files import refuse_no_store
from data.verification import damaged_catalogue, damaged_files, damaged_marts
from metrics.publication import rebuild
from metrics.recount import differing_figures, differing_register

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class Soundness:
    """Sentences. `lost`: only a backup brings it back; `figures`: computed anew from sound rows."""

    lost: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong."""
        return self.lost + self.figures


def soundness_of(store: Store) -> Soundness:
    """What is wrong with a store and what is right; nothing is written."""
    refuse_no_store(store)
    lost = damaged_catalogue(store)
    if lost:
        return Soundness(tuple(lost))
    sound = [say("目录完好。")]
    files, marts = damaged_files(store), damaged_marts(store)
    if not marts:
        files += differing_register(store)
    if not files:
        count = len(store.catalogue.uploads())
        sound.append(say("{count}次上传的数据与登记一致。", count=count))
    figures = marts or ([] if files else differing_figures(store))
    if not (files or figures):
        sound.append(say("数字与重新计算的结果相同。"))
    return Soundness(tuple(files), tuple(figures), tuple(sound))


def repair(store: Store, by: str = "") -> Soundness:
    """Compute the mart anew where it is damaged or says something else than the rows; how things stand then.

    Where rows are lost nothing is touched: what was published stays to be seen until a backup is restored.
    """
    found = soundness_of(store)
    if found.lost or not found.figures:
        return found
    rebuild(store, by)
    return soundness_of(store)
