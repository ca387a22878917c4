"""`[mail]` of settings.toml: where monthly papers are sent. The password never stands in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from data.language import say
from data.nearest import did_you_mean

PASSWORD_VARIABLE = "SAFETY_REPORT_MAIL_PASSWORD"
SECURITY = ("starttls", "tls", "none")
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class MailSettings:
    """`security`: starttls, tls (from the first byte) or none; `user` "" signs in nowhere."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()

    @property
    def shows_password(self) -> bool:
        """Whether anybody on the way could read the password: it would leave this machine unencrypted."""
        return bool(self.user) and self.security == "none" and self.host.lower() not in THIS_MACHINE


def what_to_do_about_password() -> str:
    """What is said where the settings `shows_password`."""
    return say("发信密码会不加密地经过网络：[mail]的security改成starttls或tls；服务器不要登录的，去掉user。")


def mail_problem(values: object) -> str:
    """What is wrong with a `[mail]` table, as a sentence; '' where nothing is."""
    if not isinstance(values, Mapping):
        return say("[mail]应为一张表")
    known = {each.name: each.type for each in fields(MailSettings)}
    for key, value in values.items():
        if key not in known:
            return say("[mail]没有名为“{key}”的设置。", key=key) + did_you_mean(key, list(known))
        if not _is_right(key, value):
            wrong = say("[mail]的“{key}”不能是{found}", key=key, found=value)
            return wrong + (say("。") + did_you_mean(str(value), SECURITY) if key == "security" else "")
    return ""


def _is_right(key: str, value: object) -> bool:
    if key == "port":
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 65_535
    if key == "recipients":
        return isinstance(value, list) and all(isinstance(each, str) and _is_address(each) for each in value)
    if key == "security":
        return value in SECURITY
    return isinstance(value, str) and "\n" not in value and "\r" not in value


def _is_address(text: str) -> bool:
    """One address, without anything that would begin another header."""
    name, at, host = text.partition("@")
    return bool(name and at and host) and not any(sign.isspace() or sign in ",;<>" for sign in text)


def mail_settings(values: Mapping[str, Any]) -> MailSettings:
    """The table, already checked, as a value."""
    return MailSettings(**{**values, "recipients": tuple(values.get("recipients", ()))})
