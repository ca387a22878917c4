"""Files that this program itself writes and publishes: with every row, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused
from metrics.publication import FileToCheck, Options, Publication, check, publish

if TYPE_CHECKING:
    from data.store import Store


def publish_whole(store: Store, file: FileToCheck, options: Options) -> Publication:
    """Publish the file. Raises Refused, and publishes nothing, where any row of it would be refused."""
    found = check(store, [file])[0]
    if found.refused or found.errors:
        reasons = (
            say("“{found}”：{expected}", found=each.found, expected=each.expected)
            if each.found
            else each.expected
            for each in found.errors
        )
        raise Refused(say("；").join(dict.fromkeys(reasons)))
    return publish(store, [file], options)
