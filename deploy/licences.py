"""The licences of the parts in a CycloneDX file, as a table: python deploy/licences.py build/sbom.json"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def licence_of(part: dict[str, Any]) -> str:
    """By name or expression; "?" where the part states none."""
    said = []
    for each in part.get("licenses", []):
        licence = each.get("license", {})
        said.append(each.get("expression") or licence.get("id") or licence.get("name", ""))
    # a whole licence text given as its name, and Python's own words for what has a short one already
    short = [text for text in dict.fromkeys(said) if text and "\n" not in text and len(text) < 80]
    named = [text for text in short if not text.startswith("License ::")]
    return ", ".join(named or short) or "?"


def table(sbom: dict[str, Any]) -> str:
    """One row for each part, by name."""
    rows = sorted((part["name"].lower(), part["version"], licence_of(part)) for part in sbom["components"])
    head = ["| package | version | licence |", "|---|---|---|"]
    return "\n".join([*head, *(f"| {name} | {version} | {licence} |" for name, version, licence in rows)])


if __name__ == "__main__":
    print(table(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
