"""nginx in front of several servers, with the configuration that deploy/ ships."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.report import PROJECT
from benchmarks.served import wait_until_healthy

SHIPPED = PROJECT / "deploy" / "nginx" / "safety-report-several.conf"
# what nginx otherwise takes from /etc; all it writes stays in one folder
AROUND = """worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{shipped}
}}
"""


@contextmanager
def behind_nginx(addresses: Sequence[str]) -> Iterator[str]:
    """The address of an nginx that spreads readers over the servers at `addresses`."""
    port = _free_port()
    with TemporaryDirectory(prefix="nginx-") as folder:
        file = Path(folder) / "nginx.conf"
        file.write_text(configuration(addresses, port, folder), encoding="utf-8")
        command = [_nginx(), "-c", str(file), "-p", folder, "-e", f"{folder}/error.log"]
        process = subprocess.Popen(command)
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=20)


def configuration(addresses: Sequence[str], port: int, folder: str) -> str:
    """The shipped file with these servers and this port, and around it what /etc/nginx/nginx.conf says."""
    shipped = SHIPPED.read_text(encoding="utf-8").replace("listen 80;", f"listen 127.0.0.1:{port};")
    servers = "".join(f"    server {urlsplit(address).netloc};\n" for address in addresses)
    shipped = re.sub(r"(    server 127\.0\.0\.1:\d+;\n)+", servers, shipped)
    return AROUND.format(folder=folder, shipped=shipped)


def _nginx() -> str:
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if not found:
        raise SystemExit("nginx is not installed: deploy/set-up.sh nginx")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    print(configuration(["http://127.0.0.1:8501/"], 80, "/tmp"))
