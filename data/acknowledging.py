"""Alerts that somebody has taken note of: what they wrote, until when, and when an alert stands again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from data.catalogue_records import Acknowledgement
from data.clock import now
from data.grants import UPLOADER
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

LONGEST_NOTE = 200
LONGEST_BY = 40
# (kind, subject, area): what names an alert from month to month
AlertKey = tuple[str, str, str]


def acknowledge(
    store: Store, alert: AlertKey, month: date, reasons: Iterable[str], note: str, until: date | None, by: str
) -> None:
    """Write down that `by` has seen the alert as it stands in `month` for these reasons.

    Raises Refused for a missing note or sender, one that is too long, and a text that seems to name or number
    a person: what is done about an alert can be said without.
    """
    store.grant.refuse_unless(UPLOADER)
    store.grant.refuse_other_than([alert[2]])
    by = store.grant.account or by  # as it was said: what is personal in it is refused here, not hidden
    texts = {say("说明"): (note.strip(), LONGEST_NOTE), say("经办科室或岗位"): (by.strip(), LONGEST_BY)}
    for name, (text, longest) in texts.items():
        refuse_unfit(name, text, longest)
    store.catalogue.acknowledge(
        Acknowledgement(None, *alert, month, " ".join(reasons), note.strip(), until, by.strip(), now())
    )


def refuse_unfit(name: str, text: str, longest: int) -> None:
    """Raises Refused where `text`, called `name`, is empty, too long or seems to name or number a person."""
    from data.personal import personal_in_column
    from data.personal_values import KINDS

    if not text:
        raise Refused(say("请填写{name}。", name=name))
    if len(text) > longest:
        raise Refused(say("{name}不超过{longest}个字。", name=name, longest=longest))
    kinds = personal_in_column([text], names=True).get(0, ())
    if kinds:
        named = say("、").join(say(KINDS[kind]) for kind in kinds)
        raise Refused(
            say("{name}里似有{kinds}，没有保存。请只写做法，不写个人信息。", name=name, kinds=named)
        )


def newest_of_each(rows: Iterable[Acknowledgement]) -> dict[AlertKey, Acknowledgement]:
    """Alert → its newest acknowledgement."""
    return {(row.kind, row.subject, row.area): row for row in rows}


def still_holds(
    acknowledged: Acknowledgement | None, month: date, reasons: Iterable[str], today: date
) -> bool:
    """Whether an alert of `month` is still the one that was acknowledged.

    It is not once a later month speaks, once there is another reason, and once the agreed day has passed.
    """
    if acknowledged is None or month > acknowledged.month:
        return False
    is_known = set(reasons) <= set(acknowledged.reasons.split())
    return is_known and (acknowledged.until is None or today <= acknowledged.until)
