"""The open lists of a county (问题类别, 承办单位 …): what is not in them, and how an admin lets them grow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.cell_text import normalised
from data.export_format import load_lists, read_toml
from data.language import say
from data.nearest import did_you_mean
from data.personal import personal_in_column
from data.refusal import Refused
from data.store import settle

if TYPE_CHECKING:
    from data.store import Store


def add_to_list(store: Store, name: str, values: Sequence[str]) -> list[str]:
    """Write values into `lists/<name>.toml` of the store; those that were new.

    Raises Refused for a list that does not exist and for a value that looks like a person's data: what is in
    a list is stored and shown.
    """
    lists = load_lists(store.folder)
    if name not in lists:
        text = say("没有名为“{name}”的清单。", name=name) + did_you_mean(name, list(lists))
        raise Refused(text)
    cleaned = list(dict.fromkeys(" ".join(value.split()) for value in values if value.strip()))
    if personal_in_column(cleaned, names=False, alone=True):
        raise Refused(say("清单里不能有个人信息；似乎是姓名、号码或地址的值没有加入"))
    known = set(map(normalised, lists[name]))
    new = [value for value in cleaned if normalised(value) not in known]
    if new:
        with store.writing():
            _append(store, name, new)
    return new


def _append(store: Store, name: str, new: Sequence[str]) -> None:
    path = store.folder / "lists" / f"{name}.toml"
    known = read_toml(path, f"lists/{name}.toml") if path.exists() else {}
    own = [str(value) for value in known.get("values", ())]
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    remarks = [line for line in before.splitlines() if line.startswith("#")]
    # a JSON string is a TOML string
    lines = [f"  {json.dumps(value, ensure_ascii=False)}," for value in (*own, *new)]
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_suffix(".building")
    building.write_text("\n".join([*remarks, "values = [", *lines, "]", ""]), encoding="utf-8")
    settle(building, path)
