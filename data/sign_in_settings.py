"""`[sign_in]` of settings.toml: how people sign in. No secret stands in the file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from data.grants import ROLES
from data.language import say
from data.nearest import did_you_mean

THIS_MACHINE, ACCOUNTS, OPENID = "this-machine", "accounts", "openid"
WAYS = (THIS_MACHINE, ACCOUNTS, OPENID)
WAY_VARIABLE = "SAFETY_REPORT_SIGN_IN"
SECRET_VARIABLE = "SAFETY_REPORT_OPENID_SECRET"
NUMBERS = {
    "session_hours": 24 * 30,
    "idle_minutes": 24 * 60,
    "attempts": 100,
    "attempts_by_address": 10_000,
    "pause_minutes": 24 * 60,
}


@dataclass(frozen=True)
class SignInSettings:
    """The reasons stand beside the values in `data/settings.toml`. `roles`: a claim's value → our role."""

    way: str = THIS_MACHINE
    address: str = ""
    session_hours: int = 12
    idle_minutes: int = 60
    attempts: int = 5
    attempts_by_address: int = 20
    pause_minutes: int = 15
    trusted_proxies: tuple[str, ...] = ()
    issuer: str = ""
    client_id: str = ""
    scope: str = "openid profile"
    name_claim: str = "preferred_username"
    roles_claim: str = "roles"
    townships_claim: str = "townships"
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_encrypted(self) -> bool:
        """Whether people reach the server over TLS, as the address says."""
        return self.address.startswith("https://")


def sign_in_problem(values: object) -> str:
    """What is wrong with a `[sign_in]` table, as a sentence; '' where nothing is."""
    if not isinstance(values, Mapping):
        return say("[sign_in]应为一张表")
    known = [each.name for each in fields(SignInSettings)]
    for key, value in values.items():
        if key not in known:
            return say("[sign_in]没有名为“{key}”的设置。", key=key) + did_you_mean(key, known)
        if not _is_right(key, value):
            return say("[sign_in]的“{key}”不能是{found}", key=key, found=value)
    return _what_openid_lacks(values)


def _what_openid_lacks(values: Mapping[str, Any]) -> str:
    if values.get("way") != OPENID:
        return ""
    missing = [key for key in ("address", "issuer", "client_id", "roles") if not values.get(key)]
    return say("统一认证还缺设置：{keys}", keys=say("、").join(missing)) if missing else ""


def _is_right(key: str, value: object) -> bool:
    if key == "way":
        return value in WAYS
    if key in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= NUMBERS[key]
    if key == "trusted_proxies":
        return isinstance(value, list) and all(_is_network(each) for each in value)
    if key == "roles":
        return isinstance(value, Mapping) and all(each in ROLES for each in value.values())
    if key in ("address", "issuer"):
        return isinstance(value, str) and (not value or _is_web_address(value, key == "address"))
    return isinstance(value, str) and "\n" not in value


def _is_network(text: object) -> bool:
    from ipaddress import ip_network  # settings are read at every publication, and few name a proxy

    try:
        return bool(ip_network(str(text)))
    except ValueError:
        return False


def _is_web_address(text: str, is_bare: bool) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    bare = not parts.path.strip("/") or not is_bare
    return bool(parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc and bare)


def sign_in_settings(values: Mapping[str, Any]) -> SignInSettings:
    """The table, already checked, as a value; the environment may say the way. Raises ValueError for none."""
    lists = {"trusted_proxies": tuple(values.get("trusted_proxies", ()))}
    found = SignInSettings(**{**values, **lists})
    asked = os.environ.get(WAY_VARIABLE, "").strip() or found.way
    if asked not in WAYS:
        raise ValueError(f"{WAY_VARIABLE}={asked}: {', '.join(WAYS)}")
    return replace(found, way=asked, address=found.address.rstrip("/"))
