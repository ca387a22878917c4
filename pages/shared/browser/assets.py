"""What the browser is sent besides Streamlit's own files: one script and one style sheet."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from charts.colour_sets import colour_styles
from data.language import LANGUAGES, speaking
from pages.shared.address import GLOBAL_CHOICES
from pages.shared.browser.texts import browser_texts

FOLDER = Path(__file__).parent
STYLES_FOLDERS = (FOLDER.parent / "styles", FOLDER.parents[2] / "charts")
# look.js before anything is painted; the next use what stands in those before them; then all others
FIRST_SCRIPTS = ("look.js", "tables.js", "panels.js", "search.js", "tour.js")
BASE_SIZE = 14  # px; the `baseFontSize` of .streamlit/config.toml
LARGE_SIZE = 17
PAPER_SIZE = 11
HAIRLINE = 3  # px; lines and rings of up to this stay as thin in large type

_LENGTH = re.compile(r"(?<![\w.#-])(-?\d*\.?\d+)px")
_CONDITION = re.compile(r"@(?:media|container|supports)[^{]*")


@cache
def browser_script() -> str:
    """All scripts in one scope, with the words they say in both languages."""
    texts = {language: _texts_in(language) for language in LANGUAGES}
    words = (FOLDER / "streamlit_words.json").read_text(encoding="utf-8")
    known = (
        f"const TEXTS = {json.dumps(texts, ensure_ascii=False)};",
        f"const CARRIED = {json.dumps(GLOBAL_CHOICES)};",
    )
    others = sorted(path.name for path in FOLDER.glob("*.js") if path.name not in FIRST_SCRIPTS)
    files = [(FOLDER / name).read_text(encoding="utf-8") for name in (*FIRST_SCRIPTS, *others)]
    return "\n".join(("(() => {", '"use strict";', *known, *files, "})();")).replace("__WORDS__", words)


def _texts_in(language: str) -> dict[str, str]:
    with speaking(language):
        return browser_texts()


@cache
def styles() -> str:
    """The colours, then the styles of the frame and of the charts in the order of their names."""
    files = [path for folder in STYLES_FOLDERS for path in sorted(folder.glob("*.css"))]
    sheets = [scalable(path.read_text(encoding="utf-8")) for path in files]
    return "\n".join((colour_styles(), _sizes(), *sheets))


def _sizes() -> str:
    # stated twice over Streamlit, whose own rule says the base size alone
    return (
        f"html:root {{ font-size: {BASE_SIZE}px; }}\n"
        f"@media screen {{ html:root[data-size] {{ font-size: {LARGE_SIZE}px; }} }}\n"
        # the sheet of a township is measured out by itself (charts/township.css)
        f"@media print {{ html:root:not(:has(.profile-page)) {{ font-size: {PAPER_SIZE}px; }} }}"
    )


def scalable(css: str) -> str:
    """Styles written in px as lengths that grow with the root's type size; conditions on the screen stay."""
    parts = []
    end = 0
    for condition in _CONDITION.finditer(css):
        parts += [_LENGTH.sub(_in_rem, css[end : condition.start()]), condition.group()]
        end = condition.end()
    return "".join([*parts, _LENGTH.sub(_in_rem, css[end:])])


def _in_rem(length: re.Match[str]) -> str:
    pixels = float(length.group(1))
    return length.group() if abs(pixels) <= HAIRLINE else f"calc({length.group(1)}rem / {BASE_SIZE})"
