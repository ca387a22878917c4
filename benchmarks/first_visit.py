"""What a first visit transfers, beside a plain Streamlit page with one Plotly chart.

Both are served as they are started, without a proxy in front, to a browser that has nothing kept.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.demo import demo_store
from benchmarks.report import PROJECT, markdown_table, verdict, write_section
from benchmarks.served import chromium, serving

GOAL = 0.5
PLOTLY = PROJECT / "benchmarks" / "plotly_page.py"
KINDS = {"Script": "scripts", "Stylesheet": "styles", "Font": "fonts"}
PLAIN, OURS, AGAIN = "plain Streamlit, one Plotly chart", "ours, 总览", "ours, second visit"


def main() -> None:
    """Serve both, visit each with an empty browser, write the section."""
    with TemporaryDirectory(prefix="visit-") as folder, chromium() as browser:
        store = {"SAFETY_REPORT_STORE": str(demo_store())}
        with serving(PLOTLY, Path(folder), {}) as address:
            found = {PLAIN: transferred(browser, address, 1)[0]}
        with serving(PROJECT / "dashboard.py", PROJECT, store) as address:
            found[OURS], found[AGAIN] = transferred(browser, address, 2)
    write_section("The first visit", section(found))


def transferred(browser: Browser, address: str, visits: int) -> list[dict[str, int]]:
    """For each visit: kind → bytes on the wire, headers included; "requests" → how many were sent."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    found = []
    for _ in range(visits):
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        kinds: dict[str, str] = {}
        sizes: dict[str, int] = defaultdict(int)
        session.on(
            "Network.responseReceived", lambda each, k=kinds: k.update({each["requestId"]: each["type"]})
        )
        session.on("Network.loadingFinished", lambda each, k=kinds, s=sizes: _count(each, k, s))
        page.goto(address)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=90_000)
        page.wait_for_timeout(4000)
        found.append(dict(sizes))
        page.close()
    context.close()
    return found


def _count(finished: dict, kinds: dict[str, str], sizes: dict[str, int]) -> None:
    size = int(finished["encodedDataLength"])
    sizes[KINDS.get(kinds.get(finished["requestId"], ""), "other")] += size
    sizes["requests"] += bool(size)


def total(sizes: dict[str, int]) -> int:
    """Bytes of a visit."""
    return sum(size for kind, size in sizes.items() if kind != "requests")


def section(found: dict[str, dict[str, int]]) -> str:
    """Kilobytes by kind, and what became of the goal."""
    kinds = (*KINDS.values(), "other")
    rows = [
        [
            name,
            *(f"{sizes.get(kind, 0) / 1000:.0f}" for kind in kinds),
            f"{total(sizes) / 1000:.0f}",
            sizes["requests"],
        ]
        for name, sizes in found.items()
    ]
    table = markdown_table(["kB on the wire", *kinds, "together", "requests"], rows)
    goal = verdict(
        "transfer against plain Streamlit with Plotly", total(found[OURS]) / total(found[PLAIN]), GOAL
    )
    return (
        "In Chromium with an empty cache, without a proxy in front; the websocket's messages are not counted "
        f"(总览 is some 40 kB, packed).\n\n{table}\n\n{goal}"
    )


if __name__ == "__main__":
    main()
