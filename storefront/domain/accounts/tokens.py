"""Access and refresh tokens: JWTs that only this shop can read, under two secrets, so that one never passes for the other."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OctKey

from storefront.core.clock import now
from storefront.core.ids import is_id
from storefront.core.site import site

ACCESS = timedelta(minutes=15)
REFRESH = timedelta(days=7)

_LONGEST = 1000
"""Ours have about 250 characters; nobody's time is spent on more."""
_HEADER = {"alg": "dir", "enc": "A256GCM"}
_WAYS = JWERegistry(algorithms=["dir", "A256GCM"])


@dataclass(frozen=True)
class Tokens:
    """What a client keeps. Without a refresh token it keeps the one it has."""

    access: str
    refresh: str | None
    expires_in: int = int(ACCESS.total_seconds())
    """Of the access token, in seconds."""


@dataclass(frozen=True)
class Ticket:
    """What a token says: whose it is, in which session, and for refresh tokens the hash by which it is known."""

    session_id: str
    user_id: str
    hash: str = ""


def make_access(session_id: str, user_id: str) -> str:
    """Good for 15 minutes, while its session lasts."""
    return _seal({"sid": session_id, "sub": user_id}, ACCESS, _access_key())


def make_refresh(session_id: str, user_id: str) -> tuple[str, str]:
    """Good for seven days, once; with the hash by which it is known afterwards."""
    name = secrets.token_urlsafe(24)
    return _seal({"sid": session_id, "sub": user_id, "jti": name}, REFRESH, _refresh_key()), hash_of(name)


def read_access(token: str) -> Ticket | None:
    """What an access token says, or None: not ours, changed, run out. Asks nobody whether the session lasts."""
    return _open(token, _access_key())


def read_refresh(token: str) -> Ticket | None:
    """What a refresh token says, or None: not ours, changed, run out."""
    return _open(token, _refresh_key())


def hash_of(secret: str) -> str:
    """By which a long random secret is known in the database, so that who reads the database cannot use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _seal(claims: dict[str, object], lifetime: timedelta, key: OctKey) -> str:
    until = int((now() + lifetime).timestamp())
    return jwt.encode(_HEADER, {**claims, "exp": until}, key, registry=_WAYS)


def _open(token: str, key: OctKey) -> Ticket | None:
    if len(token) > _LONGEST:
        return None
    try:
        said = jwt.decode(token, key, registry=_WAYS).claims
        ticket = Ticket(str(said["sid"]), str(said["sub"]), hash_of(said["jti"]) if "jti" in said else "")
        alive = now().timestamp() < int(said["exp"])
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return ticket if alive and is_id(ticket.session_id) else None


def _access_key() -> OctKey:
    return _key(site().access_secret, b"access token")


def _refresh_key() -> OctKey:
    return _key(site().refresh_secret, b"refresh token")


@cache
def _key(secret: str, purpose: bytes) -> OctKey:
    # By purpose too: two settings with the same value still make two keys.
    return OctKey.import_key(HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode()))
