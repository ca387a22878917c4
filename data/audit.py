"""The audit trail: who did what, when. A row is added with what it tells of, and never changed.

    record(store.catalogue, "liu", "lock", "2025-07")
    with catalogue.writing() as connection:                  # where the change itself is written there
        insert(connection, "audit", [entry(who, "target", "resolution_rate", "2026: 92.5")])

`who` is the name of an account, or what `--by` says on the command line; no other name, no password
and no address stands in the trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.clock import now

if TYPE_CHECKING:
    from data.catalogue import Catalogue

# what → its Chinese words (the English ones in locale); a module that does more adds its own line here
WHAT = {
    "sign_in": "登录成功",
    "sign_in_failed": "登录未成功",
    "sign_in_throttled": "登录暂停（多次未成功）",
    "sign_out": "退出",
    "session_revoked": "会话终止",
    "account_added": "新增账号",
    "account_changed": "修改账号",
    "account_disabled": "停用账号",
    "account_enabled": "恢复账号",
    "password_changed": "修改密码",
    "password_reset": "重置密码",
    "publish": "发布",
    "rollback": "撤回",
    "rebuild": "重新计算",
    "restore": "从备份恢复",
    "backup": "备份",
    "lock": "锁定月份",
    "unlock": "解除锁定",
    "banner": "修改公告",
    "acknowledge": "知悉预警",
    "refused": "越权被拒",
    "draft": "开始草稿",
    "draft_deleted": "删除草稿",
    "mended": "在网页上改正",
    "schedule": "定时发布",
    "schedule_withdrawn": "取消定时发布",
    "schedule_failed": "定时发布未成",
    "correction": "更正已发布的数据",
    "deadline": "修改报送期限",
    "targets": "修改目标值",
    "weights": "修改权重",
    "register": "修改乡镇名录",
}
LONGEST_DETAIL = 400


@dataclass(frozen=True)
class AuditRow:
    """One thing that somebody did. `id` None: not written yet. `subject`: what it was done to."""

    id: int | None
    at: datetime
    who: str
    what: str
    subject: str
    detail: str


@dataclass(frozen=True)
class AuditChoice:
    """Which rows: everything where nothing is said. `first` and `last`: days, both included."""

    who: str = ""
    what: str = ""
    words: str = ""
    first: date | None = None
    last: date | None = None


def entry(who: str, what: str, subject: object = "", detail: str = "") -> AuditRow:
    """A row of this second, to be inserted into `audit`."""
    return AuditRow(None, now(), who, what, str(subject), detail[:LONGEST_DETAIL])


def record(catalogue: Catalogue, who: str, what: str, subject: object = "", detail: str = "") -> None:
    """Add one row, in a transaction of its own."""
    from data.catalogue import insert

    with catalogue.writing() as connection:
        insert(connection, "audit", [entry(who, what, subject, detail)])


def trail(catalogue: Catalogue, choice: AuditChoice | None = None, most: int = 0) -> tuple[AuditRow, ...]:
    """The rows, newest first; `most` 0 is all of them."""
    conditions, values = _conditions(choice or AuditChoice())
    where = f"where {' and '.join(conditions)}" if conditions else ""
    limit = f"limit {int(most)}" if most else ""
    return catalogue.read_added(AuditRow, "audit", f"{where} order by id desc {limit}", values)


def people_in(rows: Iterable[AuditRow]) -> list[str]:
    """Everybody who stands in these rows, sorted."""
    return sorted({row.who for row in rows if row.who})


def _conditions(choice: AuditChoice) -> tuple[list[str], list[object]]:
    pairs: list[tuple[str, object]] = []
    if choice.who:
        pairs.append(("who = ?", choice.who))
    if choice.what:
        pairs.append(("what = ?", choice.what))
    if choice.first:
        pairs.append(("at >= ?", choice.first.isoformat()))
    if choice.last:
        pairs.append(("substr(at, 1, 10) <= ?", choice.last.isoformat()))
    conditions, values = [sql for sql, _ in pairs], [value for _, value in pairs]
    if choice.words:
        sign = _as_pattern(choice.words)
        conditions.append("(subject like ? escape '!' or detail like ? escape '!')")
        values += [sign, sign]
    return conditions, values


def _as_pattern(words: str) -> str:
    """`words` anywhere in a text, its own wildcards taken literally."""
    for sign in "!%_":
        words = words.replace(sign, f"!{sign}")
    return f"%{words}%"
