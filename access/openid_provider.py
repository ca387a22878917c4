"""The county's sign-in service, spoken to through Authlib: PKCE, state and nonce, signatures checked.

The library is loaded at the first sign-in; nothing that publishes a month pays for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from access.accounts import Wanted
from data.grants import ROLES
from data.language import say
from data.refusal import Refused
from data.sign_in_settings import SECRET_VARIABLE, SignInSettings

CALLBACK = "/openid/callback"
DISCOVERY = "/.well-known/openid-configuration"
SECONDS = 10.0
# of the signatures that a provider may offer: those by which only the provider can have signed
SIGNATURES = ("RS", "PS", "ES", "Ed")


@dataclass(frozen=True)
class Person:
    """Who the provider says has come. `subject`: issuer and subject, which never change."""

    subject: str
    name: str
    wanted: Wanted


class Provider:
    """One provider, as settings.toml names it."""

    def __init__(self, settings: SignInSettings) -> None:
        from authlib.integrations.starlette_client import OAuth

        secret = os.environ.get(SECRET_VARIABLE, "")
        method = "client_secret_basic" if secret else "none"
        kwargs = {"scope": settings.scope, "code_challenge_method": "S256", "timeout": SECONDS}
        self._settings = settings
        self._client = OAuth().register(
            "county",
            server_metadata_url=settings.issuer.rstrip("/") + DISCOVERY,
            client_id=settings.client_id,
            client_secret=secret or None,
            client_kwargs={**kwargs, "token_endpoint_auth_method": method},
        )

    @property
    def callback(self) -> str:
        return self._settings.address + CALLBACK

    async def begin(self) -> dict[str, str]:
        """Where to send the browser (`url`), and what to keep of it: state, nonce, code_verifier."""
        await self._metadata()
        begun: dict[str, str] = await self._client.create_authorization_url(self.callback)
        return begun

    async def sign_out_address(self) -> str:
        """Where the provider ends its own session; "" where it says of no such place."""
        return str((await self._metadata()).get("end_session_endpoint", ""))

    async def person(self, code: str, kept: Mapping[str, str]) -> Person:
        """Who has come with this code. Raises Refused where the provider's word does not hold."""
        metadata = await self._metadata()
        token = await self._client.fetch_access_token(
            self.callback, code=code, code_verifier=kept["code_verifier"]
        )
        claims = dict(await self._client.parse_id_token(token, nonce=kept["nonce"]) or {})
        if claims.get("iss") != self._settings.issuer or not claims.get("sub"):
            raise Refused(say("认证服务的答复不可信，没有登录。"))
        lacks = claim_of(claims, self._settings.roles_claim) is None
        if lacks and metadata.get("userinfo_endpoint"):
            more = dict(await self._client.userinfo(token=token))
            claims = more | claims if more.get("sub") == claims["sub"] else claims
        return person_of(claims, self._settings)

    async def _metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = await self._client.load_server_metadata()
        if metadata.get("issuer") != self._settings.issuer:
            raise Refused(say("认证服务自称{found}，与设置的不同。", found=metadata.get("issuer")))
        offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        metadata["id_token_signing_alg_values_supported"] = [
            each for each in offered if each.startswith(SIGNATURES)
        ]
        return metadata


def person_of(claims: Mapping[str, Any], settings: SignInSettings) -> Person:
    """Name, role and townships as the claims state them. Raises Refused where no claim is a role of ours."""
    stated = _listed(claim_of(claims, settings.roles_claim))
    held = {settings.roles[each] for each in stated if each in settings.roles}
    if not held:
        raise Refused(say("认证通过，但您在平安报表里没有角色。请联系管理员。"))
    codes = claim_of(claims, settings.townships_claim)
    role = max(held, key=ROLES.index)
    name = str(claim_of(claims, settings.name_claim) or claims["sub"])
    wanted = Wanted(role, None if codes is None else _listed(codes))
    return Person(f"{claims['iss']} {claims['sub']}", name, wanted)


def claim_of(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by name, or by a path of names with dots, as `realm_access.roles`."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _listed(claim: Any) -> list[str]:
    if isinstance(claim, str):
        return claim.replace(",", " ").split()
    return [str(each) for each in claim] if isinstance(claim, Iterable) else []
