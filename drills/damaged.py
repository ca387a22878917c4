"""Tables, catalogue and mart damaged at random places: what is wrong is named, no wrong figure shown."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.engines.mart_connection import open_mart
from data.refusal import Refused
from data.store import Store
from drills.damaging import DAMAGES, damage
from drills.report import Outcome, main
from drills.scene import Expected, MonthFile, draw_files, new_store, publish_files, shown_counts
from metrics.soundness import Soundness, repair, soundness_of

TITLE = "文件损坏 · Damaged files"
TIMES, SEED = 5, 20251123  # of each way of damaging, for each kind of file
# what a table of the catalogue says that no figure depends on
WITHOUT_FIGURES = frozenset({"upload_findings", "audit", "publications", "alembic_version"})


@dataclass
class Seen:
    """What became of damaged stores of one kind. ends: what happened → how often."""

    kind: str
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """A damaged copy of a store, and what it showed before."""

    store: Store
    expected: Expected
    path: Path
    before: bytes
    contents: object


def damaged_rows(case: Case) -> str:
    """Rows come back from a backup only: they are named, and nothing is computed from them."""
    if not _is_refused(case):
        return "错 wrong: published from damaged rows"
    found, mart = repair(case.store), case.store.current_mart()
    if not any(str(_upload_of(case)) in each for each in found.lost):
        return "错 wrong: not named"
    return (
        "指明，数字照旧 named, figures as before"
        if mart and _shows(mart, case)
        else "错 wrong: figures changed"
    )


def _is_refused(case: Case) -> bool:
    try:
        publish_files(case.store, [MonthFile("2025-12", ("XF-after",))])
    except Refused:
        return True
    return False


def damaged_mart(case: Case) -> str:
    """Computed anew from the rows; until then it shows what it showed, or nothing."""
    found = soundness_of(case.store)
    if not found.problems:
        same = _all_of(case.path) == case.contents
        return "损在空处，内容不变 nothing of it changed" if same else "错 wrong: not named, and it differs"
    if _shows_otherwise(case):
        return "错 wrong: another figure was shown"
    if repair(case.store).problems or not _shows(case.store.current_mart() or case.path, case):
        return "错 wrong: not mended"
    return "指明并重算 named, computed anew"


def damaged_catalogue(case: Case) -> str:
    """It comes back from a backup only; what it says otherwise is never counted."""
    found = _repaired(case.store)
    if found is None or found.lost:
        return "指明 named"
    changed = _changed_tables(case)
    if not changed:
        return "损在空处，内容不变 nothing of it changed"
    if found.problems:
        return "指明数字 named by its figures"
    mart = case.store.current_mart()
    if not (mart and _shows(mart, case)):
        return "错 wrong: figures changed"
    return (
        "变在与数字无关处，未指明 not named, no figure depends on it"
        if changed <= WITHOUT_FIGURES
        else (f"错 wrong: not named, {sorted(changed)}")
    )


def _repaired(store: Store) -> Soundness | None:
    """None where the store says in words that it cannot be read."""
    try:
        return repair(store)
    except Refused:
        return None


KINDS: dict[str, tuple[str, Callable[[Case], str]]] = {
    "数据行 rows": ("tables/petitions/*/*.parquet", damaged_rows),
    "数据集 mart": ("marts/*.duckdb", damaged_mart),
    "目录 catalogue": ("catalogue.sqlite", damaged_catalogue),
}


def damage_all(kind: str, seed: int = SEED, times: int = TIMES) -> Seen:
    """Damage copies of one store in every way, several times."""
    pattern, judge = KINDS[kind]
    dice, seen = random.Random(f"{seed} {kind}"), Seen(kind)
    with tempfile.TemporaryDirectory(prefix="damaged-") as folder:
        store, expected = new_store(Path(folder) / "sound")
        for number in range(3):
            files = draw_files(dice, number)
            publish_files(store, files)
            expected.publish(files, False)
        for number, name in enumerate(list(DAMAGES) * times):
            case = _damaged_copy(store, Path(folder) / str(number), expected, pattern, name, dice)
            end = _judged(judge, case)
            seen.ends[end] += 1
            seen.wrong += [f"{kind}, {name} {number}: {end}"] if "wrong" in end else []
            shutil.rmtree(case.store.folder)
    return seen


def _judged(judge: Callable[[Case], str], case: Case) -> str:
    if case.path.read_bytes() == case.before:
        return "原样 as it was"
    try:
        return judge(case)
    except Exception as error:
        return f"错 wrong: {type(error).__name__} {error}"


def _damaged_copy(
    store: Store, folder: Path, expected: Expected, pattern: str, name: str, dice: random.Random
) -> Case:
    shutil.copytree(store.folder, folder)
    copy = Store(folder)
    mart = copy.current_mart()
    assert mart is not None
    path = mart if "marts" in pattern else dice.choice(sorted(folder.glob(pattern)))
    contents = _all_of(path) if "marts" in pattern else _tables(path) if path.suffix == ".sqlite" else None
    before = path.read_bytes()
    damage(path, name, dice)
    return Case(Store(folder), expected, path, before, contents)


def _upload_of(case: Case) -> int:
    return int(case.path.stem)


def _shows(mart: Path, case: Case) -> bool:
    return shown_counts(mart) == case.expected.counts()


def _shows_otherwise(case: Case) -> bool:
    """Whether the damaged mart shows another figure; an error shows none."""
    try:
        return not _shows(case.path, case)
    except (duckdb.Error, Refused):
        return False


def _all_of(mart: Path) -> dict[str, list[tuple]]:
    with open_mart(mart) as connection:
        names = connection.rows("select table_name from duckdb_tables() order by all")
        return {
            name: connection.rows(f'select hash(kept) from "{name}" as kept order by all')
            for (name,) in names
        }


def _tables(path: Path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {name: connection.execute(f'select * from "{name}"').fetchall() for (name,) in names}


def _changed_tables(case: Case) -> frozenset[str]:
    now, before = _tables(case.path), case.contents
    assert isinstance(before, dict)
    changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
    return frozenset(changed) - ({"audit", "publications"} if now.keys() == before.keys() else set())


def drill() -> Outcome:
    """Every kind of file."""
    with ProcessPoolExecutor(2) as pool:
        seen = list(pool.map(damage_all, KINDS))
    return Outcome(
        "在随机的位置截断、翻转、清零、覆盖数据文件、数据集和目录，然后运行 verify 和 verify --repair。",
        "Rows, marts and the catalogue cut short, flipped, zeroed and overwritten at random "
        "places; then verify and verify --repair.",
        {each.kind: dict(each.ends.most_common()) for each in seen},
        [wrong for each in seen for wrong in each.wrong],
    )


if __name__ == "__main__":
    main(TITLE, drill)
