"""The catalogue as a list to read, to search and to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import streamlit as st

from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.text import unit_text
from data.export_format import Export
from data.language import language, pick, say
from metrics.condition_words import counted_in_words
from metrics.indicator import Indicator, domain_name, load_indicators
from metrics.indicator_definition import INDICATORS_FOLDER
from pages.shared.address import href
from pages.shared.cached_reads import the_exports, the_store
from pages.shared.downloads import offer_csv
from pages.shared.prepared import prepared_html


def the_definitions() -> list[Indicator]:
    """The indicators of this store, the county's own among them, in catalogue order."""
    return _definitions(str(the_store().folder), files_stamp())


def files_stamp() -> str:
    """Changes when an indicator file is added, changed or removed."""
    folder = the_store().folder
    files = [path for each in (INDICATORS_FOLDER, folder / "indicators") for path in each.glob("*.toml")]
    stats = ((path.name, path.stat()) for path in sorted(files))
    return f"{folder} {[(name, found.st_mtime_ns, found.st_size) for name, found in stats]}"


# reading them all takes as long as ten clicks
@st.cache_resource(max_entries=4, show_spinner=False)
def _definitions(folder: str, stamp: str) -> list[Indicator]:
    return list(load_indicators(Path(folder)).values())


def chosen_definitions(catalogue: Iterable[Indicator], words: str, domain: str) -> list[Indicator]:
    """Those of a domain ("" = all) in which every word is found: in name, purpose, source or id."""
    wanted = words.lower().split()
    return [
        each
        for each in catalogue
        if domain in ("", each.domain) and all(word in _searched_text(each) for word in wanted)
    ]


def _searched_text(each: Indicator) -> str:
    return " ".join([each.id, *each.names.values(), *each.why.values(), each.source]).lower()


def definitions_html(words: str, domain: str) -> Html:
    """The chosen indicators under the names of their domains."""
    return _definitions_html(files_stamp(), words, domain)


@prepared_html
def _definitions_html(stamp: str, words: str, domain: str) -> Html:
    shown = chosen_definitions(the_definitions(), words, domain)
    exports = the_exports()
    groups = (
        tag("section", tag("h2", domain_name(domain), class_="section"), *(_entry(i, exports) for i in group))
        for domain, group in groupby(shown, key=lambda each: each.domain)
    )
    return tag("div", *groups, class_="definitions")


def _entry(each: Indicator, exports: Mapping[str, Export]) -> Html:
    title = tag("h3", each.name, " ", tag("code", each.id), tag("span", facts(each), class_="note"))
    figures = link(href("indicator", indicator=each.id), say("看数字"))
    listed = join(join((tag("dt", name), tag("dd", text))) for name, text in _parts(each, exports) if text)
    file = tag("details", tag("summary", say("指标文件")), tag("pre", definition_file(each)))
    return tag(
        "article",
        title,
        tag("p", pick(each.why), " ", figures),
        tag("dl", listed, class_="words"),
        file,
        id=each.id,
    )


def facts(each: Indicator) -> str:
    """Unit, which way is good, and what else limits how it may be read."""
    measure = Measure(each.id, each.name, each.unit, each.good)
    directions = {"high": say("越高越好"), "low": say("越低越好"), "neither": say("只陈述，不评价")}
    parts = [unit_text(measure), directions[each.good], say("期末存量") if each.stock else ""]
    if each.provisional_days:
        parts.append(say("{days}天内为暂定", days=each.provisional_days))
    if each.is_own:
        parts.append(say("本县指标"))
    return " · ".join(part for part in parts if part)


def _parts(each: Indicator, exports: Mapping[str, Export]) -> list[tuple[str, str]]:
    roles = {"numerator": say("分子"), "minus": say("减去"), "denominator": say("分母")}
    counted = [(roles[role], counted_in_words(part, exports)) for role, part in each.parts.items()]
    reviewed = f"{each.reviewed:%Y-%m-%d}" if each.reviewed else ""
    return [*counted, (say("依据"), each.source), (say("审定"), reviewed)]


def definition_file(each: Indicator) -> str:
    """The TOML that defines an indicator, as it is on the disk."""
    folder = the_store().folder / "indicators" if each.is_own else INDICATORS_FOLDER
    path = Path(folder) / f"{each.id}.toml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def offer_definitions(shown: Sequence[Indicator]) -> None:
    """The list as a CSV, conditions as they are written."""
    header = [
        *(
            "indicator",
            say("名称"),
            say("领域"),
            say("为什么看"),
            say("单位"),
            say("方向"),
            say("分子"),
            say("减去"),
        ),
        *(say("分母"), say("依据"), say("审定")),
    ]
    rows = [_row(each) for each in shown]
    name = say("指标说明.csv")
    offer_csv(say("下载CSV"), header, rows, name, key=f"definitions-{language()}-{len(rows)}")


def _row(each: Indicator) -> list[object]:
    conditions = {
        role: f"{part.table}.{part.by}: {part.sum or 'count'} where {part.where or 'true'}"
        for role, part in each.parts.items()
    }
    counted = [conditions.get(role, "") for role in ("numerator", "minus", "denominator")]
    return [
        *(each.id, each.name, domain_name(each.domain), pick(each.why), each.unit, each.good),
        *(*counted, each.source, f"{each.reviewed or ''}"),
    ]
