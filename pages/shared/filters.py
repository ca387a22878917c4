"""What the reader chose, as one frozen value per run, and the controls to choose it with.

A page composes:
    mart = open_mart()                                     # pages/shared/cached_reads.py
    filters = choose_filters(mart, "period", "kind")       # draws these controls in one row, reads the rest
    figures = values(mart, area_type="township", period_type=filters.period_type, period=filters.period)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from charts.markup import Html, join, tag
from charts.text import period_text
from data.language import language, say
from metrics.indicator import domain_name
from metrics.mart_reader import Mart
from metrics.period_steps import PERIOD_TYPES, period_of_type
from pages.shared.address import href_here, in_address
from pages.shared.cached_reads import areas, period_names
from pages.shared.figures import COUNTY, measures, townships
from pages.shared.kept import kept_by_mart
from pages.shared.tabs import tabs_html
from pages.shared.view import show_html

Newest = Callable[[Mart, str], str]


@dataclass(frozen=True)
class Filters:
    """All global choices of a screen; each field is a code, valid in the mart it was read for.

    `kind` is "" for all kinds, else "town", "township", "subdistrict", "park".
    `township` is a code; "" only where the register is empty.
    """

    language: str
    period_type: str  # ?by=
    period: str  # ?period=   "2025-12", "2025-Q4", "2025"; ytd and rolling12 by their last month
    kind: str  # ?kind=
    domain: str  # ?domain=   "" is all
    indicator: str  # ?indicator=
    township: str  # ?township=


def newest_period(mart: Mart, period_type: str) -> str:
    """The newest of its type, also one that is still running; "" where there is none."""
    return next(reversed(period_names(mart, period_type)), "")


def read_filters(mart: Mart, newest: Newest = newest_period) -> Filters:
    """The choices of this address; what is missing or does not exist is the default.

    newest: (mart, period type) → the period that a page opens on.
    """
    period_type = _valid("by", PERIOD_TYPES, "month")
    return Filters(
        language=language(),
        period_type=period_type,
        period=_valid("period", period_names(mart, period_type), newest(mart, period_type)),
        kind=_valid("kind", _kind_names(mart), ""),
        domain=_valid("domain", domain_names(mart), ""),
        indicator=_chosen_indicator(mart),
        township=_valid("township", townships(mart)),
    )


def choose_filters(mart: Mart, *controls: str, newest: Newest = newest_period) -> Filters:
    """Draw the named controls ("period", "kind", "domain", "indicator", "township") in one row.

    Gives all choices; newest: as of `read_filters`.
    """
    drawn = (
        _choose_period(mart, newest) if control == "period" else _CONTROLS[control](mart)
        for control in controls
    )
    show_html(tag("div", *drawn, class_="choosers"))
    return read_filters(mart, newest)


def choose(
    name: str, label: str, options: Mapping[str, str], *, default: str = "", style: str = "select"
) -> str:
    """Show one control whose state is `?name=`; the code that is chosen. `options`: code → text.

    The default (else the first option) is left out of the address. `style`: "select" or "tabs".
    """
    chosen, control = control_of(name, label, options, default=default, style=style)
    show_html(control)
    return chosen


def control_of(
    name: str, label: str, options: Mapping[str, str], *, default: str = "", style: str = "select"
) -> tuple[str, Html]:
    """What `choose` returns and what it shows."""
    default = default if default in options else next(iter(options), "")
    chosen = _valid(name, options, default)
    if style == "tabs":
        return chosen, tabs_html(name, label, options, chosen, default)
    return chosen, _select(label, options, chosen, lambda code: {name: "" if code == default else code})


def _choose_period(mart: Mart, newest: Newest) -> Html:
    filters = read_filters(mart, newest)
    types = {
        "month": say("月"),
        "quarter": say("季度"),
        "year": say("年"),
        "ytd": say("年初至今"),
        "rolling12": say("近12个月"),
    }
    periods = {
        each: period_text(filters.period_type, each)
        for each in reversed(period_names(mart, filters.period_type))
    }
    # a period that was picked stays in the address though it be the newest: the link is to that period
    names = _select(say("时期"), periods, filters.period, lambda code: {"period": code})

    def write_type(code: str) -> dict[str, str]:
        periods = period_names(mart, code)
        period = period_of_type(filters.period_type, filters.period, code, periods)
        if period == newest_period(mart, code):
            period = newest(mart, code)
        return {"by": "" if code == "month" else code, "period": period}

    return join((names, _select(say("时期类型"), types, filters.period_type, write_type)))


def _choose_kind(mart: Mart) -> Html:
    names = _kind_names(mart)  # of a city's counties there are none
    return control_of("kind", say("乡镇类型"), {"": say("全部类型")} | names)[1] if names else Html("")


def _choose_domain(mart: Mart) -> Html:
    return control_of("domain", say("领域"), {"": say("全部领域")} | domain_names(mart))[1]


def domain_names(mart: Mart) -> dict[str, str]:
    """The domains that this mart has indicators of, code → name, in catalogue order."""
    return {measure.domain: domain_name(measure.domain) for measure in measures(mart).values()}


def _choose_indicator(mart: Mart) -> Html:
    names = _indicator_names(mart)
    return _select(say("指标"), names, _chosen_indicator(mart), lambda code: {"indicator": code})


def _chosen_indicator(mart: Mart) -> str:
    chosen = in_address("indicator")
    return chosen if chosen in _indicator_names(mart) else _first_reported(mart)


@kept_by_mart(20)
def _first_reported(mart: Mart) -> str:
    """The first indicator in catalogue order that the county has a figure of; the first where it has none."""
    table = mart.values(area=COUNTY, columns=("indicator", "value"))
    reported = set(table.loc[table["value"].notna(), "indicator"])
    names = list(measures(mart))
    return next((name for name in names if name in reported), next(iter(names), ""))


def _choose_township(mart: Mart) -> Html:
    names = townships(mart)
    return _select(say("乡镇"), names, _valid("township", names), lambda code: {"township": code})


def _indicator_names(mart: Mart) -> dict[str, str]:
    return {code: measure.name for code, measure in measures(mart).items()}


def _kind_names(mart: Mart) -> dict[str, str]:
    """The kinds that this county has, code → word, in register order."""
    words = {"town": say("镇"), "township": say("乡"), "subdistrict": say("街道"), "park": say("园区")}
    return {kind: words.get(kind, kind) for kind in _kinds(mart)}


@kept_by_mart(4)
def _kinds(mart: Mart) -> tuple[str, ...]:
    table = areas(mart)
    return tuple(table.loc[table["area_type"] == "kind", "kind"])


_CONTROLS: dict[str, Callable[[Mart], Html]] = {
    "kind": _choose_kind,
    "domain": _choose_domain,
    "indicator": _choose_indicator,
    "township": _choose_township,
}


def _select(
    label: str, options: Mapping[str, str], chosen: str, written: Callable[[str], dict[str, str]]
) -> Html:
    """The browser's own list; an option holds the address that choosing it leads to (`browser/drawn.js`)."""
    listed = (
        tag("option", text, value=href_here(**written(code)), selected="" if code == chosen else None)
        for code, text in options.items()
    )
    return tag("select", *listed, class_="choice", aria_label=label, autocomplete="off")


def _valid(
    name: str, allowed: Mapping[str, str] | tuple[str, ...] | list[str], default: str | None = None
) -> str:
    """`?name=` where it is allowed, else the default (None: the first allowed)."""
    chosen = in_address(name)
    if chosen in allowed:
        return chosen
    return next(iter(allowed), "") if default is None else default
