"""Where a command writes a file, a folder that is not there is made, and no half of a file is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from manage import main
from tests.store_builder import new_store, petitions


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_store(tmp_path_factory.mktemp("county") / "store", petitions("2025-05", "1,甲镇,03,09")).folder


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("form.csv", ("exports", "--template", "petitions", "-o", "OUT")),
        ("townships.csv", ("county", "330106", "--to", "OUT")),
        ("refused.csv", ("check", "IN", "--refused", "OUT")),
        ("chart.svg", ("chart", "petitions_received", "-o", "OUT")),
    ],
)
def test_a_file_is_written_into_a_folder_that_is_not_there_yet(
    store: Path, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    given, out = tmp_path / "june.csv", tmp_path / "new" / "folder" / name
    given.write_text(petitions("2025-06", "2,甲镇,03", "3,丙镇,04"), encoding="utf-8")
    words = {"IN": str(given), "OUT": str(out)}
    CliRunner().invoke(main, [*(words.get(each, each) for each in command), "--store", str(store)])
    assert out.stat().st_size > 0
    assert [path.name for path in out.parent.iterdir() if path.suffix == ".building"] == []
