"""The English that is left on a page."""

from __future__ import annotations

import re

from playwright.sync_api import Page

# what may stand in Latin letters on a Chinese page
ALLOWED = re.compile(
    r"EN|CSV|PDF|PNG|SVG|\.pptx|\.docx|\.xlsx|XLSX|XLSM|XLS|TXT|TSV|ET\b|SQL|TOML|MB|KB|UTF-8|GB18030|Esc|Ctrl"
)
# texts and labels that a person can see or hear, without code and without what staff typed
VISIBLE_WORDS = r"""() => {
  const skipped = 'script, style, noscript, template, code, pre, [translate="no"]';
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(skipped)) found.add(node.data.trim());
  }
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest(skipped)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'data-title', 'alt'])
      if (element.hasAttribute(name)) found.add(element.getAttribute(name).trim());
  }
  return [...found].filter(text => /[A-Za-z]{2}/.test(text));
}"""
FILE_NAMES = re.compile(r"\S+\.(csv|xlsx|toml)")
IDS = re.compile(r"\b[a-z0-9]+(_[a-z0-9]+)+\b")


def english_words(page: Page) -> list[str]:
    """Texts of the page that still hold English once file names, ids and allowed words are taken out."""
    texts: list[str] = page.evaluate(VISIBLE_WORDS)
    rest = {text: ALLOWED.sub("", IDS.sub("", FILE_NAMES.sub("", text))) for text in texts}
    return sorted(text for text, left in rest.items() if re.search(r"[A-Za-z]{2}", left))
