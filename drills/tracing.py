"""What a traced publication asked of the system, in order: is a file on the disk before it gets its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

CALLS = "fsync,fdatasync,rename,renameat,renameat2,write,pwrite64,pwritev,writev,mkdir,mkdirat"
_FILE = re.compile(r"(\w+)\(\d+<([^>]+)>")
_RENAME = re.compile(
    r"rename\w*\((?:AT_FDCWD(?:<[^>]*>)?, )?\"([^\"]+)\", (?:AT_FDCWD(?:<[^>]*>)?, )?\"([^\"]+)\""
)
_FOLDER = re.compile(r"mkdir(?:at)?\((?:AT_FDCWD(?:<[^>]*>)?, )?\"([^\"]+)\", \w+\)\s+= 0")
COMMIT = ("catalogue.sqlite-wal", "catalogue.sqlite")


@dataclass(frozen=True)
class Call:
    """what: write, flush, rename or mkdir; path: of what; to: the new name."""

    what: str
    path: str
    to: str = ""


def calls_of(lines: Iterable[str], folder: str) -> list[Call]:
    """The calls of a trace (`strace -f -y`) that concern files under `folder`."""
    found = [call for line in lines if (call := _call(line))]
    return [call for call in found if call.path.startswith(folder)]


def _call(line: str) -> Call | None:
    if renamed := _RENAME.search(line):
        return Call("rename", renamed[1], renamed[2])
    if made := _FOLDER.search(line):
        return Call("mkdir", made[1])
    if not (named := _FILE.search(line)):
        return None
    return Call("flush" if "sync" in named[1] else "write", named[2])


def out_of_order(calls: list[Call]) -> list[str]:
    """A sentence for every name that could be lost, or stand for half a file, after a power cut."""
    commits = [at for at, call in enumerate(calls) if call.what == "flush" and call.path.endswith(COMMIT)]
    if not commits:
        return ["the commit was not flushed"]
    faults = []
    for at, call in enumerate(calls):
        if call.what == "rename":
            faults += _faults_of_rename(calls, at, commits[-1])
        elif call.what == "mkdir" and at < commits[-1]:
            faults += _not_flushed(calls, at, commits[-1], str(PurePosixPath(call.path).parent), call.path)
    return faults


def _faults_of_rename(calls: list[Call], at: int, commit: int) -> list[str]:
    renamed = calls[at]
    touched = [call.what for call in calls[:at] if call.path == renamed.path]
    faults = [] if touched[-1:] == ["flush"] else [f"{renamed.path} was named before it was flushed"]
    return faults + _not_flushed(calls, at, commit, str(PurePosixPath(renamed.to).parent), renamed.to)


def _not_flushed(calls: list[Call], at: int, commit: int, folder: str, name: str) -> list[str]:
    flushed = any(call.what == "flush" and call.path == folder for call in calls[at:commit])
    return [] if flushed else [f"the name {name} was not flushed before the commit"]
