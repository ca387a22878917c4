"""Tabs that are links: what they choose is in the address, to be opened, sent and stepped back from."""

from __future__ import annotations

from collections.abc import Mapping

from charts.markup import Html, link, tag
from pages.shared.address import href_here


def tabs_html(name: str, label: str, options: Mapping[str, str], chosen: str, default: str) -> Html:
    """One line of links for `?name=`; `label` is what a screen reader says."""
    links = (
        link(
            href_here(**{name: "" if code == default else code}),
            text,
            aria_current="true" if code == chosen else None,
        )
        for code, text in options.items()
    )
    return tag("nav", *links, class_="tabs", aria_label=label)
