"""What somebody else says of who a visitor is: signing in by an account elsewhere (OpenID Connect, authorization code with PKCE).

`begin` and `finish` go over the network: never inside a transaction. Between the two the visitor is away; what `begin` has drawn
is kept by their browser alone and has to be the same when they come back.
"""

from dataclasses import dataclass
from typing import Protocol

from storefront.core.errors import Conflict, Unavailable


class ProviderUnavailable(Unavailable):
    """No answer in time, or none that makes sense."""

    sentence = "Google cannot be reached just now. Please try again in a minute, or sign in with your password."


class ProviderRefused(Conflict):
    """The provider said no, or what it said does not hold: signature, audience, nonce, time. `reason` is for the log."""

    sentence = "Google could not confirm who you are. Please try again."

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


@dataclass(frozen=True)
class Begun:
    """A sign-in on its way. The three secrets are drawn anew for each; `address` is where the visitor goes."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Who it is, as the provider has signed it."""

    provider: str
    subject: str
    """The provider's own number for this account, which never changes."""
    email: str
    email_verified: bool
    firstname: str = ""
    lastname: str = ""


class IdentityProvider(Protocol):
    def begin(self, return_to: str) -> Begun:
        """Begins a sign-in that comes back to this address. ProviderUnavailable."""

    def finish(self, code: str, begun: Begun, return_to: str) -> Identity:
        """Who came back with this code. ProviderUnavailable; ProviderRefused."""
