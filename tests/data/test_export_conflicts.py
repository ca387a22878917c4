"""A county's own export that contradicts itself or another is refused when it is read, by file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.export_format import load_exports
from data.refusal import Refused

PATROLS = """
key = ["patrol_id"]
[name]
zh = "巡查"
[columns.patrol_id]
zh = "巡查编号"
type = "id"
[columns.minutes]
zh = "时长"
type = "count"
[columns.kind]
zh = "方式"
type = "word"
words = { foot = ["步行"], car = ["车巡"] }
"""


def written(folder: Path, **files: str) -> Path:
    (folder / "exports").mkdir()
    for name, text in files.items():
        (folder / "exports" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("found", "instead", "said"),
    [
        ('zh = "方式"', 'zh = "时长"', "exports/patrols.toml: “时长”同时写给了 minutes 和 kind"),
        ('["车巡"]', '["步行"]', "exports/patrols.toml: [columns.kind]: “步行”同时写给了 foot 和 car"),
        (
            "车巡",
            '车巡"] }\n[[stock]]\nopening = "minutes"\nof = "petition"\nuntil = "closed_on"\n#',
            "[[stock]]",
        ),
    ],
)
def test_what_stands_for_two_or_for_nothing_is_named(
    tmp_path: Path, found: str, instead: str, said: str
) -> None:
    text = PATROLS.replace(found, instead, 1)
    with pytest.raises(Refused) as refused:
        load_exports(written(tmp_path, patrols=text))
    assert said in str(refused.value)


def test_another_table_under_the_name_of_a_built_in_one_is_refused_itself_and_not_who_relies_on_it(
    tmp_path: Path,
) -> None:
    hotline = 'like = "petitions"\n[columns.case_id]\naliases = ["工单号"]\n'
    with pytest.raises(Refused) as refused:
        load_exports(written(tmp_path, petitions=PATROLS, hotline=hotline))
    assert str(refused.value).startswith("exports/petitions.toml: “petitions”是内置登记表“诉求办件”的名字")
    assert 'like = "petitions"' in str(refused.value)
