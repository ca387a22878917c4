"""Cut the two web fonts of the dashboard out of Debian's Noto Sans CJK.

Run by hand when the set of characters changes; see docs/fonts.md. Needs fonttools and brotli, which the
dashboard itself does not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

SIMPLIFIED_CHINESE = 2  # the third face of the collection: JP, KR, SC, TC, HK
WEIGHTS = {"NotoSansCJK-Regular.ttc": "NotoSansSC-Regular", "NotoSansCJK-Bold.ttc": "NotoSansSC-Bold"}

# ranges beside GB 2312: Latin with accents, punctuation, currency, arrows, signs, verdict marks, full width
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x2000, 0x206F), (0x20AC, 0x20AC), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x25FF), (0x2600, 0x2606),
    (0x2713, 0x2717), (0x3000, 0x303F), (0xFF00, 0xFFEF),
]  # fmt: skip
# vertical setting and the alternate widths would double the file and are never used on a screen
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "palt", "halt", "chws", "tnum", "pnum"]


def gb2312_characters() -> set[int]:
    """The code points of GB 2312: 6,763 characters and its signs."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def wanted_characters() -> list[int]:
    """GB 2312 and the ranges above."""
    return sorted(gb2312_characters().union(*(range(first, last + 1) for first, last in RANGES)))


def write_subset(collection: Path, target: Path) -> None:
    """Write the simplified Chinese face of `collection` as woff2, with the wanted characters only."""
    font = TTCollection(str(collection)).fonts[SIMPLIFIED_CHINESE]
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # names, copyright and licence stay in the file
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted_characters())
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """`python docs/fonts/subset_fonts.py [FOLDER OF THE TTC FILES]`"""
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto")
    target = Path(__file__).resolve().parents[2] / "pages" / "shared" / "static" / "fonts"
    for collection, name in WEIGHTS.items():
        write_subset(source / collection, target / f"{name}.woff2")


if __name__ == "__main__":
    main()
