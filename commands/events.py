"""events list, events add: what happened, to be marked on the trends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from commands.frame import Day, json_option, print_json, print_table, shared_options
from data.language import pick, say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store
    from metrics.events import Event, Places


@click.group(help="事件 what is marked on the trends: a rule changed, a flood; no persons")
def events() -> None:
    """Kept in events.toml of the store."""


@events.command("list", help="有哪些事件 every event, oldest first")
@json_option
@shared_options
def show(store: Store, as_json: bool) -> None:
    from metrics.events import load_events

    places = _places(store)
    found = load_events(store.folder, places)
    if as_json:
        print_json([_record(event) for event in found])
    else:
        print_table([_line(event, places) for event in found])


@events.command("add", help="加一个事件 add one; nothing is written where it is refused")
@click.argument("day", type=Day(), metavar="YYYY-MM-DD")
@click.argument("words")
@click.option("--en", default="", metavar="WORDS", help="英文 the words in English")
@click.option("--township", default="", metavar="NAME|CODE", help="只关一个乡镇 of one township")
@click.option("--indicator", default="", metavar="ID", help="只关一项指标 of one indicator")
@json_option
@shared_options
def add(store: Store, day: date, words: str, en: str, township: str, indicator: str, as_json: bool) -> None:
    from metrics.events import add_event

    places = _places(store)
    keys = {"date": day, "zh": words, "en": en, "township": township, "indicator": indicator}
    event = add_event(store, keys, places)
    if as_json:
        print_json(_record(event))
    else:
        click.echo(say("已加入：{event}", event=" ".join(_line(event, places)).strip()))


def _places(store: Store) -> Places:
    from metrics.events import Places
    from metrics.mart_reader import Mart

    path = store.current_mart()
    if path is None:
        raise Refused(say("库中还没有数据，请先发布文件。"))
    with Mart(path) as mart:
        areas = mart.kept_rows("areas", ("area", "name", "area_type"))
        indicators = [name for (name,) in mart.kept_rows("indicators", ("indicator",))]
    return Places({code: name for code, name, kind in areas if kind == "township"}, indicators)


def _record(event: Event) -> dict[str, str]:
    return {
        "date": event.day.isoformat(),
        **event.words,
        "township": event.township,
        "indicator": event.indicator,
    }


def _line(event: Event, places: Places) -> tuple[str, str, str, str]:
    place = places.townships.get(event.township, "")
    return event.day.isoformat(), pick(event.words), place, event.indicator
