"""Changes of the township register: a new name, a merger, other facts. Each publishes a whole new register.

History stays: the old name is understood for all time, and what was reported before a merger remains with
the township that reported it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.audit import record
from data.export_format import load_exports
from data.forms import form_csv
from data.grants import ADMIN
from data.language import say
from data.live_register import REGISTER_EXPORT, live_register
from data.refusal import Refused
from metrics.publication import FileToCheck, Options, Publication
from metrics.whole_files import publish_whole

if TYPE_CHECKING:
    from data.export_parts import Export
    from data.store import Store
    from data.township_register import Township


def rename(store: Store, code: str, name: str, since: date, by: str) -> Publication:
    """From the month of `since` on the township is called `name`; its old name goes on being understood."""
    old = _township(store, code)
    name = name.strip()
    if not name or name == old.name:
        raise Refused(say("请填写新的名称。"))
    former = tuple(dict.fromkeys((*old.former_names, old.name)))
    new = replace(old, name=name, former_names=tuple(each for each in former if each != name))
    return _publish(store, [new], since, by, f"{old.name} → {name}")


def merge(store: Store, code: str, into: str, last_day: date, by: str) -> Publication:
    """The township ends with `last_day` and goes into `into`. Raises Refused where that leads in a circle."""
    old, successor = _township(store, code), _township(store, into)
    if code == into:
        raise Refused(say("乡镇不能并入自己。"))
    ended = replace(old, valid_to=last_day, merged_into=successor.code)
    told = f"{old.name} → {successor.name}; {last_day}"
    return _publish(store, [ended], last_day + timedelta(days=1), by, told)


def change(store: Store, rows: Mapping[str, Mapping[str, str]], since: date, by: str) -> Publication:
    """Other cells: code → column id → text, as an office writes it. A code that is new adds a township."""
    export = load_exports(store.folder)[REGISTER_EXPORT]
    known = {each.code: register_row(each, export) for each in live_register(store.live()).townships}
    wanted = {code: {**known.get(code, {"code": code}), **cells} for code, cells in rows.items()}
    if not wanted:
        raise Refused(say("没有要改的乡镇。"))
    return _publish_rows(store, export, known | wanted, since, by, ", ".join(wanted))


def register_row(township: Township, export: Export) -> dict[str, str]:
    """The cells of a township as the register's form has them."""
    words = export.columns["kind"].words.get(township.kind or "", ()) if "kind" in export.columns else ()
    cells = {
        "code": township.code,
        "name": township.name,
        "aliases": "、".join(township.aliases),
        "kind": words[0] if words else township.kind or "",
        "county": township.county or "",
        "population": "" if township.population is None else str(township.population),
        "valid_from": township.valid_from.isoformat() if township.valid_from else "",
        "valid_to": township.valid_to.isoformat() if township.valid_to else "",
        "former_names": "、".join(township.former_names),
        "merged_into": township.merged_into or "",
    }
    return {column_id: cells.get(column_id, "") for column_id in export.columns}


def _township(store: Store, code: str) -> Township:
    found = live_register(store.live()).by_code.get(code)
    if found is None:
        raise Refused(say("名录中没有代码为{code}的乡镇。", code=code))
    return found


def _publish(store: Store, changed: Iterable[Township], since: date, by: str, told: str) -> Publication:
    export = load_exports(store.folder)[REGISTER_EXPORT]
    rows = {each.code: register_row(each, export) for each in live_register(store.live()).townships}
    rows |= {each.code: register_row(each, export) for each in changed}
    return _publish_rows(store, export, rows, since, by, told)


def _publish_rows(
    store: Store, export: Export, rows: Mapping[str, Mapping[str, str]], since: date, by: str, told: str
) -> Publication:
    store.grant.refuse_unless(ADMIN)
    texts = [[row.get(column_id, "") for column_id in export.columns] for row in rows.values()]
    month = _month(store, since)
    name = say("乡镇名录-{month}.csv", month=f"{month:%Y-%m}")
    file = FileToCheck(name, form_csv(export, texts), REGISTER_EXPORT, month)
    done = publish_whole(store, file, Options(by))
    record(store.catalogue, by, "register", f"{month:%Y-%m}", told)
    return done


def _month(store: Store, since: date) -> date:
    """Of two registers the one of the later month holds: a change must not lie before the newest."""
    months = [file.upload.month for file in store.live().of_export(REGISTER_EXPORT) if file.upload.month]
    return max([since.replace(day=1), *months])
