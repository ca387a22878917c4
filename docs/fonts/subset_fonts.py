"""Cut the web fonts of the dashboard out of Debian's Noto Sans CJK: for each weight one file of frequent
characters, which every visit loads, and one of the rest, which a browser loads when a name needs it.

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


def frequent_characters() -> set[int]:
    """Those of frequent.txt (frequent_characters.py), and all that is not Chinese."""
    text = (Path(__file__).parent / "frequent.txt").read_text(encoding="utf-8").strip()
    ranges = (range(first, last + 1) for first, last in RANGES)
    return {ord(each) for each in text}.union(*ranges) & set(wanted_characters())


def write_subset(collection: Path, target: Path, characters: set[int]) -> None:
    """Write the simplified Chinese face of `collection` as woff2, with these characters only."""
    font = TTCollection(str(collection)).fonts[SIMPLIFIED_CHINESE]
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # names, copyright and licence stay in the file
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(characters))
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


def unicode_range(characters: set[int]) -> str:
    """ "U+4E00-4E03, U+4E07": what a style sheet calls them."""
    runs: list[list[int]] = []
    for each in sorted(characters):
        if runs and each == runs[-1][1] + 1:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def faces(weights: dict[str, int]) -> str:
    """The style sheet: of two faces of a weight the later goes first where both have a character."""
    lines = ["/* Written by docs/fonts/subset_fonts.py. */"]
    for name, weight in weights.items():
        for file, wanted in (
            (f"{name}-rest", ""),
            (name, f" unicode-range: {unicode_range(frequent_characters())};"),
        ):
            source = f'url("app/static/fonts/{file}.woff2") format("woff2")'
            lines.append(
                f'@font-face {{ font-family: "Noto Sans SC"; font-weight: {weight}; font-display: swap; '
                f"src: {source};{wanted} }}"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    """`python docs/fonts/subset_fonts.py [FOLDER OF THE TTC FILES]`"""
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto")
    shared = Path(__file__).resolve().parents[2] / "pages" / "shared"
    frequent = frequent_characters()
    for collection, name in WEIGHTS.items():
        folder = shared / "static" / "fonts"
        write_subset(source / collection, folder / f"{name}.woff2", frequent)
        write_subset(source / collection, folder / f"{name}-rest.woff2", set(wanted_characters()) - frequent)
    sheet = faces({name: 700 if "Bold" in name else 400 for name in WEIGHTS.values()})
    (shared / "styles" / "0_fonts.css").write_text(sheet, encoding="utf-8")


if __name__ == "__main__":
    main()
