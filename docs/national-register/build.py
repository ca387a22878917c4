"""Makes `data/national/townships.parquet` and the sounds in `data/alike_characters.txt` from an npm package.

Run by hand for a new edition; see docs/names-of-places.md. Nothing here asks a network. The sounds need the
package `pypinyin`, which the dashboard itself does not.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[2] / "data"
REGISTER = DATA / "national" / "townships.parquet"
ALIKE = DATA / "alike_characters.txt"
SOUNDS_BEGIN = "# sounds"
SOURCE = "国家统计局 统计用区划代码和城乡划分代码 2023年（截止2023-06-30，2023-09-11发布）"
AS_OF = "2023-06-30"


def main(folder: Path) -> None:
    """`folder`: the unpacked package, with package.json and dist/."""
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    table = townships(folder / "dist")
    notes = {
        "source": SOURCE,
        "as_of": AS_OF,
        "package": f"{about['name']} {about['version']}",
        "licence": about["license"],
    }
    pq.write_table(table.replace_schema_metadata(notes), REGISTER, compression="zstd", compression_level=19)
    print(f"{REGISTER.name}: {table.num_rows} townships, {REGISTER.stat().st_size:,} bytes")
    write_sounds(table["name"].to_pylist())


def townships(dist: Path) -> pa.Table:
    """One row a township, by code; its county, city and province by name, told by the code's beginning."""
    names = {
        row["code"]: row["name"] for level in ("provinces", "cities", "areas") for row in rows(dist, level)
    }
    streets = sorted(rows(dist, "streets"), key=lambda row: row["code"])
    above = {"county": 6, "city": 4, "province": 2}
    columns = {
        level: pa.array([names[row["code"][:length]] for row in streets]).dictionary_encode()
        for level, length in above.items()
    }
    codes = pa.array([int(row["code"]) for row in streets], pa.int32())
    return pa.table({"code": codes, "name": pa.array([row["name"] for row in streets]), **columns})


def rows(dist: Path, level: str) -> list[dict[str, str]]:
    """The rows of one level's CSV file."""
    with (dist / f"{level}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_sounds(names: list[str]) -> None:
    """Below the groups that look alike, a line for each sound: characters of GB 2312 and of all names."""
    from pypinyin import Style, pinyin

    sounds: dict[str, str] = {}
    for character in sorted(
        gb2312() | {each for name in names for each in name if "\u4e00" <= each <= "\u9fff"}
    ):
        (sound,) = pinyin(character, style=Style.NORMAL)[0]
        sounds[sound] = sounds.get(sound, "") + character
    written = ALIKE.read_text(encoding="utf-8").partition(SOUNDS_BEGIN)[0]
    lines = [group for _, group in sorted(sounds.items()) if len(group) > 1]
    ALIKE.write_text("\n".join([written + SOUNDS_BEGIN, *lines, ""]), encoding="utf-8")


def gb2312() -> set[str]:
    """Its characters, which people can type."""
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return set("".join(pair.decode("gb2312", "ignore") for pair in pairs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
