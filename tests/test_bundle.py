"""The offline bundle, installed and run where there is no network at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source_tree import PROJECT

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("ip"),
        reason="a network namespace needs root and iproute2",
    ),
]
NAMESPACE = f"bundle-{os.getpid()}"
RUN = """
set -euo pipefail
./install.sh "$TARGET"
cd "$TARGET"
.venv/bin/python manage.py demo | tail -1
.venv/bin/python manage.py verify | tail -1
.venv/bin/streamlit run dashboard.py --server.address=127.0.0.1 --server.port=8501 2>log &
server=$!
trap 'kill $server; wait $server || true' EXIT
.venv/bin/python - <<'PYTHON'
import time, httpx
for _ in range(300):
    try:
        print([httpx.get("http://127.0.0.1:8501" + path).text.strip() for path in ("/healthz", "/readyz")])
        print("平安报表" in httpx.get("http://127.0.0.1:8501/").text)
        break
    except httpx.TransportError:
        time.sleep(0.2)
PYTHON
"""


@pytest.fixture
def no_network() -> Iterator[list[str]]:
    """The beginning of a command that runs with a loopback and nothing else: no route, no name server."""
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    inside = ["ip", "netns", "exec", NAMESPACE]
    try:
        subprocess.run([*inside, "ip", "link", "set", "lo", "up"], check=True)
        yield inside
    finally:
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=True)


def unpacked_bundle(folder: Path) -> Path:
    """A bundle made and unpacked in `folder`: where its install.sh lies."""
    made = subprocess.run(
        [PROJECT / "deploy" / "make-bundle.sh", folder], capture_output=True, text=True, check=True
    )
    subprocess.run(["tar", "xf", made.stdout.splitlines()[-1], "-C", folder], check=True)
    [installer] = folder.glob("*/install.sh")
    return installer.parent


def test_the_bundle_is_installed_and_serves_without_any_network(
    no_network: list[str], tmp_path: Path
) -> None:
    folder, target = unpacked_bundle(tmp_path), tmp_path / "installed"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TARGET": str(target),
        "SAFETY_REPORT_STORE": str(tmp_path / "store"),
        "LANG": "C.UTF-8",
    }
    assert subprocess.run([*no_network, "ip", "route"], capture_output=True, check=True).stdout == b""
    done = subprocess.run(
        [*no_network, "bash", "-c", RUN], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-2:] == ["['ok', 'ready']", "True"]
    assert "库完好。" in lines
    assert not (target / "tests").exists()
    # what the lock names is there, and nothing of the folder in which it was prepared
    for script in (target / ".venv" / "bin").iterdir():
        if script.is_file() and not script.is_symlink():
            assert f"{target}.new" not in script.read_text(encoding="utf-8", errors="replace"), script
