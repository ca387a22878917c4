"""The last step: now or at a time, with a reason where published figures change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import streamlit as st

from charts.markup import tag
from charts.text import listed, month_text
from data.clock import now
from data.findings import Checked
from data.language import say
from data.refusal import Refused
from data.revisions import LONGEST_REASON, checked_reason, reported_before
from data.schedule import put_off
from data.staff_records import Scheduled
from data.store import Store
from data.visible import visible_coverage, visible_uploads
from metrics.publication import Options
from pages.shared.upload.choices import UploadChoices, next_round
from pages.shared.upload.due import step
from pages.shared.upload.publishing import publish
from pages.shared.who import is_admin_here

NOW, LATER = "now", "later"
PUT_OFF = "upload-put-off"
FORCE = "upload-force"
OPENS_AT = time(8, 0)


@dataclass(frozen=True)
class Asked:
    """What the last step says: why, and when (None: now)."""

    reason: str
    due: datetime | None


def offer_publication(
    store: Store, choices: UploadChoices, checked: Sequence[Checked], changed: tuple[str, ...]
) -> None:
    """Ask for a reason and a time, and publish or put off."""
    st.html(step(5, say("发布")))
    corrected = corrected_months(store, checked)
    asked = Asked(_ask_reason(corrected, choices.options.replace), _ask_time())
    label = say("发布") if asked.due is None else say("到时发布")
    if not st.button(label, type="primary", key="publish"):
        return
    if corrected and not asked.reason.strip():
        st.error(say("这是对已发布数据的更正，请先写明理由。"))
        return
    options = replace(  # refused, and said so, where the reason names a person
        choices.options, reason=asked.reason, drafts=choices.drafts, seen=_seen(choices), forced=is_forced()
    )
    if asked.due is None:
        publish(store, replace(choices, options=options), changed)
    else:
        _put_off(store, options, asked.due)


def is_forced() -> bool:
    """Whether an admin has opened a locked month for this publication."""
    return is_admin_here() and bool(st.session_state.get(FORCE))


def offer_force(checked: Sequence[Checked]) -> None:
    """For an admin: a locked month may be corrected all the same, and the correction is marked."""
    is_locked = any(f.rule == "locked_month" for each in checked for f in (*each.errors, *each.warnings))
    if is_locked and is_admin_here():
        st.checkbox(say("我是管理员：更正已锁定的月份（会注明“锁定后修订”）"), key=FORCE)


def corrected_months(store: Store, checked: Sequence[Checked]) -> list[tuple[Checked, tuple[int, ...]]]:
    """The files that report what was reported before, with the uploads that did."""
    uploads, coverage = visible_uploads(store), visible_coverage(store)
    found = []
    for each in checked:
        townships = {part.township for part in each.coverage if part.month == each.month and part.township}
        export = each.export.id if each.export else ""
        before = reported_before(export, each.month, townships, uploads, coverage)
        if before and not any(upload.sha256 == each.sha256 for upload in before[-1:]):
            found.append((each, tuple(upload.id for upload in before)))
    return found


def show_put_off() -> None:
    """Once, after a publication was put off."""
    due = st.session_state.pop(PUT_OFF, None)
    if due:
        st.success(say("将于{due}发布；在那之前可以取消，草稿还在。", due=f"{due:%Y-%m-%d %H:%M}"))


def _ask_reason(corrected: Sequence[tuple[Checked, tuple[int, ...]]], replaces: bool) -> str:
    if not corrected and not replaces:
        return ""
    for each, uploads in corrected:
        numbers = listed([str(number) for number in uploads])
        month = month_text(each.month) if each.month else "—"
        text = say(
            "{export}{month}已经报过（上传{numbers}），这次发布是更正：页面上会注明“修订”和理由。",
            export=each.export.name if each.export else "",
            month=month,
            numbers=numbers,
        )
        st.html(tag("p", text))
    # what is corrected names the box, so that the browser gives a reason back to that alone (typed.js)
    about = "-".join(str(number) for _, uploads in corrected for number in uploads)
    with st.container(key=f"typed-reason-{about}"):
        label = say("更正的理由（写事情，不写人名）")
        return st.text_input(label, key="upload-reason", max_chars=LONGEST_REASON)


def _ask_time() -> datetime | None:
    words = {NOW: say("现在"), LATER: say("定个时间")}
    when = st.radio(
        say("什么时候发布"), list(words), format_func=words.__getitem__, horizontal=True, key="upload-when"
    )
    if when != LATER:
        return None
    day, hour, _ = st.columns([1, 1, 2])
    tomorrow = now().date() + timedelta(days=1)
    date_chosen = day.date_input(say("哪一天"), value=tomorrow, min_value=now().date(), key="upload-day")
    time_chosen = hour.time_input(say("几点"), value=OPENS_AT, key="upload-hour", step=300)
    return datetime.combine(date_chosen, time_chosen) if date_chosen and time_chosen else None


def _seen(choices: UploadChoices) -> int | None:
    return min((work.seen for work in choices.works), default=None)


def _put_off(store: Store, options: Options, due: datetime) -> None:
    try:
        reason = checked_reason(options.reason)
        row = Scheduled(None, "", due, reason, options.forced, options.replace, options.by, now())
        put_off(store, options.drafts, due, row)
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.session_state[PUT_OFF] = due
    next_round()
    st.rerun()
