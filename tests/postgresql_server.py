"""A real PostgreSQL for the tests: a cluster in a folder of its own, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

# PostgreSQL refuses to be started by root; whichever of these exists will do
OTHER_ACCOUNTS = ("postgres", "nobody")


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, or None where no PostgreSQL is installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    folders = [*reversed(debian), *([Path(found).resolve().parent] if found else [])]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@dataclass(frozen=True)
class Server:
    """A running cluster that listens on a socket in its own folder and on nothing else."""

    folder: Path
    programs: Path

    def url(self, schema: str = "public") -> str:
        """The address of a schema; an empty one is made where it is missing."""
        options = quote(f"-csearch_path={schema}")
        return f"postgresql://county@/postgres?host={quote(str(self.folder), safe='')}&options={options}"

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            **_as_another(),
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        # what is thrown away need not be on the disk
        settings = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", settings, "-w", "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")


def new_server(found: Path) -> Server:
    """A started cluster, in the system's own temporary folder: the path of a socket must be short."""
    server = Server(Path(tempfile.mkdtemp(prefix="pg-")), found)
    if account := _as_another().get("user"):
        os.chown(server.folder, pwd.getpwnam(str(account)).pw_uid, -1)
    arguments = ("-U", "county", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    server.run("initdb", "-D", str(server.folder / "data"), *arguments)
    server.start()
    return server


def _as_another() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    known = {account.pw_name for account in pwd.getpwall()}
    name = next(each for each in OTHER_ACCOUNTS if each in known)
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
