"""What is wrong with a server, and what to do about it: for whoever keeps it, in plain words.

Every part is looked at by itself, so that one that fails hides no other. Nothing is written.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from access.readiness import CATALOGUE, MART, POINTER, not_ready
from data.clock import now
from data.grants import ADMIN
from data.language import say
from data.mail_settings import mail_settings, what_to_do_about_password
from data.own_files import lost_catalogue
from data.refusal import Refused
from data.sign_in_settings import ACCOUNTS, OPENID

if TYPE_CHECKING:
    from data.store import Store

PINNED = Path(__file__).parents[1] / "requirements.txt"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
# a publication writes a new mart beside the old one, and needs room for what it works with
TIMES_THE_MART = 4
LITTLE_SPACE = 1_000_000_000
# a month and some days: after that a report of the month before should have come
LATE = timedelta(days=45)
SECONDS_FOR_PROVIDER = 5.0


@dataclass(frozen=True)
class Condition:
    """One part: is it well, what was found, and what to do where it is not ("" where it is)."""

    name: str
    is_well: bool
    found: str
    to_do: str = ""


Look = Callable[["Store"], Condition]


def what_is_wrong(store: Store) -> list[Condition]:
    """Every part of a server, in the order in which one would look."""
    looks: dict[str, Look] = {
        say("设置"): _settings,
        say("库的文件夹"): _folder,
        say("磁盘空间"): _space,
        say("目录"): _catalogue,
        say("数据文件"): _rows,
        say("数据集"): _mart,
        say("最近发布"): _last_publication,
        say("中断留下的文件"): _left_over,
        say("登录"): _sign_in,
        say("发信"): _mail,
        say("软件版本"): _versions,
        say("时钟"): _clock,
    }
    return [_looked(name, look, store) for name, look in looks.items()]


def _looked(name: str, look: Look, store: Store) -> Condition:
    try:
        return look(store)
    except Refused as refusal:
        return Condition(name, False, str(refusal), say("按上面说的改好后再查一次。"))
    except Exception as error:  # whatever a broken machine comes up with is to be told, not to end the list
        text = say("查不了（{kind}）", kind=type(error).__name__)
        return Condition(name, False, text, say("先处理其他有问题的项，再查一次。"))


def _settings(store: Store) -> Condition:
    _ = store.settings
    return Condition(say("设置"), True, say("settings.toml可用"))


def _folder(store: Store) -> Condition:
    name = say("库的文件夹")
    if not store.folder.is_dir():
        return Condition(
            name, False, str(store.folder), say("文件夹不存在：核对SAFETY_REPORT_STORE，或先发布一个文件。")
        )
    if not os.access(store.folder, os.R_OK | os.W_OK | os.X_OK):
        to_do = say("运行程序的用户读写不了它：把文件夹交给该用户（chown -R）。")
        return Condition(name, False, str(store.folder), to_do)
    return Condition(name, True, str(store.folder))


def _space(store: Store) -> Condition:
    place = next(each for each in (store.folder, *store.folder.parents) if each.exists())
    free = shutil.disk_usage(place).free
    mart = store.current_mart()
    needed = max(LITTLE_SPACE, TIMES_THE_MART * mart.stat().st_size if mart and mart.exists() else 0)
    found = say(
        "剩余{free} GB，发布需要约{needed} GB", free=f"{free / 1e9:.1f}", needed=f"{needed / 1e9:.1f}"
    )
    to_do = "" if free >= needed else say("清理磁盘或换大一些的：写不下时发布会被拒绝，已有的数据不受影响。")
    return Condition(say("磁盘空间"), free >= needed, found, to_do)


def _catalogue(store: Store) -> Condition:
    name, place = say("目录"), store.catalogue.database.shown
    damage = store.catalogue.database.damage()
    if not damage and (lost := lost_catalogue(store)):
        return Condition(name, False, lost, say("恢复之前不要发布；先另存一份现在的文件夹。"))
    if damage or not_ready(store) == CATALOGUE:
        to_do = say("PostgreSQL：看服务是否在运行、网络是否通；SQLite：从备份恢复（manage.py restore）。")
        return Condition(name, False, say("{place} 读不出", place=place), to_do)
    return Condition(name, True, place)


def _rows(store: Store) -> Condition:
    name, uploads = say("数据文件"), store.catalogue.uploads()
    gone = [upload.parquet for upload in uploads if not (store.folder / upload.parquet).is_file()]
    if gone:
        found = say("不见了{n}个，例如{path}", n=len(gone), path=gone[0])
        return Condition(name, False, found, say("从备份恢复（manage.py restore）；恢复之前发布会被拒绝。"))
    return Condition(name, True, say("{n}次上传的都在", n=len(uploads)))


def _mart(store: Store) -> Condition:
    name, wrong = say("数据集"), not_ready(store)
    if wrong in (POINTER, MART):
        to_do = say("运行 manage.py verify --repair：数据还在，会重新计算数据集。")
        return Condition(name, False, say("不见了或读不出"), to_do)
    mart = store.current_mart()
    return Condition(name, True, mart.name if mart else say("还没有"))


def _last_publication(store: Store) -> Condition:
    name, last = say("最近发布"), store.publication()
    if last is None:
        return Condition(name, True, say("还没有发布过"))
    found = say("第{n}次，{at}", n=last.id, at=f"{last.at:%Y-%m-%d %H:%M}")
    is_late = now() - last.at > LATE
    to_do = say("一个多月没有发布了：问一下报送人员，或看“报送”页上谁还没交。") if is_late else ""
    return Condition(name, not is_late, found, to_do)


def _left_over(store: Store) -> Condition:
    count = len(store.unnamed_files())
    # it is no harm: a publication that was killed leaves them, and the next one takes them away
    found = say("{n}个，下次发布时自动清理", n=count) if count else say("没有")
    return Condition(say("中断留下的文件"), True, found)


def _sign_in(store: Store) -> Condition:
    settings, name = store.settings.signing_in, say("登录")
    if settings.way == OPENID:
        return _provider(settings.issuer)
    if settings.way != ACCOUNTS:
        return Condition(name, True, say("只在本机使用，不用登录"))
    from access.accounts import accounts

    if not any(each.grant.may(ADMIN) and not each.is_disabled for each in accounts(store.catalogue)):
        return Condition(name, False, say("没有管理员账号"), say("运行 manage.py add-user 加一个管理员。"))
    if not settings.is_encrypted:
        to_do = say("[sign_in]的address写上https://的正式地址，前面用nginx加TLS（docs/operating.md）。")
        return Condition(name, False, say("账号和密码，没有加密"), to_do)
    return Condition(name, True, say("账号和密码，{address}", address=settings.address))


def _provider(issuer: str) -> Condition:
    import httpx

    from access.openid_provider import DISCOVERY

    try:
        answer = httpx.get(issuer.rstrip("/") + DISCOVERY, timeout=SECONDS_FOR_PROVIDER)
        is_well = answer.status_code == 200
    except httpx.HTTPError:
        is_well = False
    to_do = "" if is_well else say("统一认证连不上：看网络、证书和[sign_in]的issuer；连上之前没有人能登录。")
    return Condition(say("登录"), is_well, issuer, to_do)


def _mail(store: Store) -> Condition:
    settings = mail_settings(store.settings.mail)
    found = f"{settings.host}:{settings.port}, {settings.security}" if settings.host else say("没有设置")
    to_do = what_to_do_about_password() if settings.shows_password else ""
    return Condition(say("发信"), not to_do, found, to_do)


def _versions(store: Store) -> Condition:
    other = [
        each for each in PIN.findall(PINNED.read_text(encoding="utf-8")) if _installed(each[0]) != each[1]
    ]
    names = say("、").join(f"{name} {_installed(name) or say('没有')}≠{wanted}" for name, wanted in other)
    to_do = say("重新安装：deploy/set-up.sh locked，然后重启。") if other else ""
    return Condition(say("软件版本"), not other, names or say("与requirements.txt一致"), to_do)


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _clock(store: Store) -> Condition:
    at, last = now(), store.publication()
    found = f"{at:%Y-%m-%d %H:%M}"
    if last and last.at - at > timedelta(minutes=5):
        to_do = say("时钟比最近一次发布还早：校准时间（timedatectl set-ntp true），否则期限和会话会算错。")
        return Condition(say("时钟"), False, found, to_do)
    return Condition(say("时钟"), True, found)
