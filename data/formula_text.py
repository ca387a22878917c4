"""Text that a spreadsheet would run as a formula, and how to write it so that it stays text."""

from __future__ import annotations

# what a spreadsheet takes for the beginning of a formula, also in the width of Chinese keyboards
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def is_like_formula(text: str) -> bool:
    """True where a spreadsheet would take the text for a formula."""
    return text.startswith(FORMULA_STARTS)


def safe_cell(cell: object) -> object:
    """For CSV: numbers as they are; `=1+1` as `'=1+1`."""
    return f"'{cell}" if isinstance(cell, str) and is_like_formula(cell) else cell


def unquoted_cell(text: str) -> str:
    """What `safe_cell` was given: the sign before a formula goes again when a file comes back."""
    return text[1:] if text[:1] == "'" and is_like_formula(text[1:]) else text
