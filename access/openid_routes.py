"""Signing in at the county's own service, by OpenID Connect."""

from __future__ import annotations

from access.local_sign_in import Route

OPENID_ROUTES: dict[str, Route] = {}
