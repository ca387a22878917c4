"""What a person at the command line is told of an error that is no refusal: a sentence, never a trace."""

from __future__ import annotations

import errno
import os
import re
import traceback
from pathlib import Path

import click

from data.language import say

# how libraries name the file in their own words, where they do not say which one it was
NAMED = re.compile(r"""['"]([^'"]*[/\\][^'"]+)['"]""")
# the engine's, for a file that cannot be opened or is not what was written; to load it takes too long here
ENGINE, OF_FILES = "_duckdb", frozenset({"Error", "IOException", "SerializationException"})
# what Ctrl+C becomes where the engine is at work
INTERRUPTED = "Query interrupted"
# faults of the place, which the engine only quotes: the files are sound, and there is nothing to verify
OF_PLACES = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC)


def is_clicks_own(error: Exception) -> bool:
    """Whether click ends the program for it in its own way: wrong usage, an exit, a reader that has gone."""
    is_pipe = isinstance(error, OSError) and error.errno == errno.EPIPE
    return is_pipe or isinstance(error, click.ClickException | click.Abort | click.exceptions.Exit)


def is_interruption(error: Exception) -> bool:
    """Whether somebody pressed Ctrl+C while the engine was at work."""
    return isinstance(error, RuntimeError) and INTERRUPTED in str(error)


def told(error: Exception) -> str:
    """The sentence. Of what nobody foresaw the kind and the place, not the text: that may quote a cell."""
    if isinstance(error, OSError):
        return say("不能读写{path}：{reason}", path=_file_of(error), reason=_reason(error))
    kind = type(error)
    if kind.__module__ == ENGINE and kind.__name__ in OF_FILES:
        found = _named_in(str(error))
        if number := next((each for each in OF_PLACES if os.strerror(each) in str(error)), 0):
            return told(OSError(number, os.strerror(number), found or None))
        return say(
            "打不开{path}。请运行 manage.py verify，看哪里不对、怎么办。", path=found or say("数据集文件")
        )
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{kind.__name__}, {Path(last.filename).name}:{last.lineno}"
    text = say(
        "没有做完：出了没有料到的错（{place}）。请运行 manage.py doctor；仍不行，把这一句告诉维护人员。",
        place=place,
    )
    return text


def _file_of(error: OSError) -> str:
    if isinstance(error.filename, str | Path):
        return str(error.filename)
    return _named_in(str(error)) or say("文件")


def _named_in(text: str) -> str:
    found = NAMED.search(text)
    return found[1] if found else ""


def _reason(error: OSError) -> str:
    """In the language asked for, where it is one that people meet; else in the system's words."""
    reasons = {
        errno.EROFS: say("这里只能读，不能写"),
        errno.EACCES: say("没有读写的权限"),
        errno.EPERM: say("没有读写的权限"),
        errno.ENOENT: say("没有这个文件或文件夹"),
        errno.EEXIST: say("已有同名的文件"),
        errno.ENOSPC: say("磁盘已满"),
        errno.EISDIR: say("这是文件夹，不是文件"),
        errno.ENOTDIR: say("上一级不是文件夹"),
    }
    return reasons.get(error.errno or 0, error.strerror or str(error).partition(".")[0])
