"""manage.py events: what is said on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess


def test_an_event_is_added_listed_and_refused_where_it_names_a_person(
    demo_copy: Path, command_line: Callable[..., CompletedProcess[str]]
) -> None:
    added = command_line("events", "add", "2025-07-08", "暴雨", "--township", "沙湾镇", store=demo_copy)
    assert (added.returncode, added.stderr) == (0, "")
    refused = command_line("events", "add", "2025-07-09", "王小明被免职", store=demo_copy)
    assert refused.returncode == 1
    assert "王小明" not in refused.stderr
    listed = command_line("events", "list", "--json", store=demo_copy)
    assert json.loads(listed.stdout) == [
        {"date": "2025-07-08", "zh": "暴雨", "township": "999901015", "indicator": ""}
    ]
