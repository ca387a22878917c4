"""Rows in = rows accepted + rows refused + rows explained: the sum, for whoever handed the file in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import say

if TYPE_CHECKING:
    from data.findings import Checked


def account_text(checked: Checked) -> str:
    """One sentence; reasons that no row has are left out."""
    explained = checked.rows_explained
    sentences = {
        "blank": say("空行{n}", n=explained["blank"]),
        "total": say("合计{n}", n=explained["total"]),
        "repeat": say("重复{n}", n=explained["repeat"]),
        "note": say("说明{n}", n=explained["note"]),
    }
    parts = [say("接收{n}", n=checked.rows_accepted), say("退回{n}", n=checked.rows_rejected)]
    parts += [sentence for reason, sentence in sentences.items() if explained[reason]]
    return say("表头以下共{n}行 = {parts}。", n=checked.rows_in, parts=" + ".join(parts))
