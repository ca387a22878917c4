"""Write frequent.txt: the characters that a first visit needs, in a file of their own.

All that our own texts use, and the thousand that names of townships use most: nineteen in twenty of theirs.
Run by hand when the texts have grown: `.venv/bin/python docs/fonts/frequent_characters.py`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet

PROJECT = Path(__file__).resolve().parents[2]
TEXTS = ("access", "charts", "data", "metrics", "pages", "reports")
NAMES = PROJECT / "data" / "national" / "townships.parquet"
OF_NAMES = 1000


def is_chinese(character: str) -> bool:
    """Whether it is one of the common block of Chinese characters."""
    return "\u4e00" <= character <= "\u9fff"


def of_our_texts() -> set[str]:
    """Those in code, settings and words for the browser."""
    paths = (
        path
        for folder in TEXTS
        for ending in ("py", "toml", "json")
        for path in (PROJECT / folder).rglob(f"*.{ending}")
    )
    return set(filter(is_chinese, "".join(path.read_text(encoding="utf-8") for path in paths)))


def of_names() -> set[str]:
    """The most frequent in the names of the national register."""
    names = parquet.read_table(NAMES, columns=["name", "county"])
    found = Counter(filter(is_chinese, "".join("".join(column) for column in names.to_pydict().values())))
    return {character for character, _ in found.most_common(OF_NAMES)}


if __name__ == "__main__":
    frequent = "".join(sorted(of_our_texts() | of_names()))
    (Path(__file__).parent / "frequent.txt").write_text(f"{frequent}\n", encoding="utf-8")
    print(len(frequent))
