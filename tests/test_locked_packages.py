"""The lock with checksums names what requirements.txt and constraints.txt pin, and no place it came from."""

from __future__ import annotations

import re

from tests.source_tree import PROJECT

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Package, by its normalised name → version."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in PIN.findall(text)}


def test_the_lock_has_every_package_of_the_product_in_the_pinned_version() -> None:
    lock, ours, brought = pins("requirements.lock"), pins("requirements.txt"), pins("constraints.txt")
    assert {name: lock.get(name) for name in ours} == ours
    known = {**brought, **ours}
    assert {name: version for name, version in lock.items() if known.get(name, version) != version} == {}


def test_every_package_of_the_lock_has_a_checksum_and_no_address() -> None:
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    parts = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [part.split()[0] for part in parts if "--hash=sha256:" not in part] == []
    assert not re.search(r"https?:|file:|--find-links|index", text)
