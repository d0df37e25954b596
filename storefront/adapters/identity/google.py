"""Signing in with Google, or with whatever provider's discovery document is given: how tests bring their own.

Source of the checks: OpenID Connect Core 1.0, section 3.1.3.7; RFC 7636 (PKCE); RFC 9700 (current best practice).
"""

import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from storefront.adapters.identity.base import Begun, Identity, ProviderRefused, ProviderUnavailable

TIMEOUT = (3.05, 5.0)
"""Seconds to connect and to read: somebody waits, and so does a thread of the server."""
_KEPT = 3600
"""Seconds for which the discovery document and the keys are believed."""
_LEEWAY = 60
"""Seconds by which two clocks may differ."""
_ALGORITHMS = ["RS256", "ES256"]
"""Signed by the provider's own key; never by a shared secret, never not at all."""

log = structlog.get_logger("shop.identity")


class Google:
    name = "google"

    def __init__(self, client_id: str, client_secret: str, discovery_url: str, timeout: tuple[float, float] = TIMEOUT) -> None:
        self._client_id, self._client_secret = client_id, client_secret
        self._discovery_url, self._timeout = discovery_url, timeout
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}
        self._lock = threading.Lock()

    def begin(self, return_to: str) -> Begun:
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._client(return_to) as client:
            address, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                prompt="select_account",
            )
        return Begun(address, state, nonce, verifier)

    def finish(self, code: str, begun: Begun, return_to: str) -> Identity:
        claims = self._claims(self._id_token(code, begun.verifier, return_to), begun.nonce)
        return Identity(
            provider=self.name,
            subject=claims["sub"],
            email=str(claims.get("email") or "").strip().lower(),
            # Some providers send the word instead of the truth value.
            email_verified=claims.get("email_verified") in (True, "true"),
            firstname=str(claims.get("given_name") or claims.get("name") or ""),
            lastname=str(claims.get("family_name") or ""),
        )

    def _id_token(self, code: str, verifier: str, return_to: str) -> str:
        endpoint = self._endpoint("token_endpoint")

        def fetch() -> Any:
            with self._client(return_to) as client:
                return client.fetch_token(
                    endpoint, code=code, code_verifier=verifier, timeout=self._timeout, allow_redirects=False
                )

        try:
            token = _answered(fetch)
        except AuthlibBaseError as refused:
            raise ProviderRefused(f"token endpoint: {refused.error}") from None
        id_token = token.get("id_token") if isinstance(token, dict) else None
        if not isinstance(id_token, str):
            raise ProviderRefused("no id token")
        return id_token

    def _claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        # Google's own tokens name their issuer with and without https.
        issuer = str(self._metadata()["issuer"])
        registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "values": [issuer, issuer.removeprefix("https://")]},
            sub={"essential": True},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = self._decoded(id_token).claims
            registry.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as odd:
            raise ProviderRefused(f"id token: {type(odd).__name__}: {odd}") from None
        _check_party(claims, self._client_id)
        return claims

    def _decoded(self, id_token: str) -> jwt.Token:
        try:
            return jwt.decode(id_token, self._keys(), algorithms=_ALGORITHMS)
        except InvalidKeyIdError:
            # The provider has changed its keys since we looked.
            self._known.pop(self._endpoint("jwks_uri"), None)
            return jwt.decode(id_token, self._keys(), algorithms=_ALGORITHMS)

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._told(self._endpoint("jwks_uri")))  # type: ignore[arg-type]  # checked by it

    def _endpoint(self, name: str) -> str:
        address = self._metadata().get(name)
        if not isinstance(address, str):
            raise ProviderUnavailable
        return address

    def _metadata(self) -> dict[str, Any]:
        told = self._told(self._discovery_url)
        if not isinstance(told.get("issuer"), str):
            raise ProviderUnavailable
        return told

    def _told(self, address: str) -> dict[str, Any]:
        """A document of the provider's, kept for an hour."""
        with self._lock:
            kept = self._known.get(address)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        answer = _answered(lambda: requests.get(address, timeout=self._timeout, allow_redirects=False))
        told = _answered(answer.json)
        # What is no such document is not kept for an hour.
        if answer.status_code != 200 or not isinstance(told, dict) or not told.keys() & {"issuer", "keys"}:
            raise ProviderUnavailable
        with self._lock:
            self._known[address] = (time.monotonic() + _KEPT, told)
        return told

    def _client(self, return_to: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret,
            scope="openid email profile",
            redirect_uri=return_to,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_post",  # noqa: S106  the name of a way, no secret
        )


def _answered(ask: Callable[[], Any]) -> Any:
    """What comes back, or ProviderUnavailable where nothing does that makes sense."""
    try:
        return ask()
    except (requests.RequestException, ValueError) as error:
        log.warning("identity provider did not answer", reason=type(error).__name__)
        # Not chained: the frames below hold the client's secret, and reports of errors show variables.
        raise ProviderUnavailable from None


def _check_party(claims: dict[str, Any], client_id: str) -> None:
    """A token for several parties has to say that it was made for us, and a subject is a short text."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", client_id) != client_id or (several and "azp" not in claims):
        raise ProviderRefused("id token: made for somebody else")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise ProviderRefused("id token: no subject")
