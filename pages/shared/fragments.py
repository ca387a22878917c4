"""Parts of a page that run again on their own.

Streamlit runs a fragment or a dialog without the frame, so each says again which language it speaks and asks
again who reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from data.language import use_language
from pages.shared.address import chosen_language
from pages.shared.branch import begin_branch
from pages.shared.cached_reads import the_store
from pages.shared.reader import begin_part


def speaking_as_chosen(function: Callable[..., None]) -> Callable[..., None]:
    @wraps(function)
    def in_chosen_language(*args: Any, **kwargs: Any) -> None:
        use_language(chosen_language())
        begin_part(the_store())
        begin_branch(the_store())
        function(*args, **kwargs)

    return in_chosen_language
